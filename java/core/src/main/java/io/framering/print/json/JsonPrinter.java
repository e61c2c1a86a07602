// SPDX-License-Identifier: Apache-2.0
package io.framering.print.json;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.packet.Field;
import io.framering.packet.Header;
import io.framering.packet.Packet;
import io.framering.print.layout.Layouts;
import io.framering.print.layout.Notes;
import io.framering.print.text.InterfaceNames;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TextOptions;
import io.framering.print.text.TextPrinter;
import io.framering.print.text.UntrustedText;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * {@code json}: one object per frame and line, nested and named like Wireshark's display filters,
 * with the values of {@code tshark -T fields}.
 *
 * <p>The headers describe themselves; this class adds the fields of the whole frame.
 */
public final class JsonPrinter implements TextPrinter {
  private static final Field NUMBER = Field.of("Number", "frame.number");
  private static final Field TIME = Field.of("Time", "frame.time_epoch");
  private static final Field LENGTH = Field.of("Length", "frame.len");
  private static final Field CAPTURED_LENGTH = Field.of("Captured Length", "frame.cap_len");
  private static final Field INTERFACE = Field.of("Interface", "frame.interface_name");
  private static final Field DIRECTION = Field.of("Direction", "frame.direction");
  private static final Field COMMENT = Field.of("Comment", "frame.comment");
  private static final Field PROTOCOLS = Field.of("Protocols", "frame.protocols");

  private final Packet packet;
  private final Notes notes = new Notes();
  private final Layouts layouts = new Layouts(new JsonTree());
  private final JsonFields fields = new JsonFields(notes);
  private final InterfaceNames interfaceNames;

  private long frames;

  /** Creates a printer, which counts frames and caches interface names. */
  public JsonPrinter(TextOptions options) {
    packet = new Packet(options.protocols());
    interfaceNames = new InterfaceNames(options.interfaceNames(), UnaryOperator.identity());
  }

  @Override
  public void print(Frame frame, TextBuffer text) {
    notes.clear();
    packet.wrap(frame);
    describeFrame(frame);
    describePacket(frame);
    layouts.write(notes, text);
    text.newline();
  }

  /** A line such as {@code {"gap":12}}. */
  @Override
  public void lost(long frames, TextBuffer text) {
    text.text("{\"gap\":").decimal(frames).character('}').newline();
  }

  private void describeFrame(Frame frame) {
    notes.note(NUMBER, Notes.NUMBER, ++frames);
    // A string: as a number it would lose its last digits in jq.
    notes.note(TIME, Notes.TIME, frame.timestampNanos());
    notes.note(LENGTH, Notes.NUMBER, frame.originalLength());
    notes.note(CAPTURED_LENGTH, Notes.NUMBER, frame.capturedLength());
    describeInterface(frame.interfaceIndex());
    if (frame.direction() != Direction.UNKNOWN) {
      notes.beginText().text(word(frame.direction()));
      notes.endText(DIRECTION);
    }
    describeComments(frame.comments());
    if (packet.size() > 0) {
      notes.note(PROTOCOLS, Notes.PROTOCOLS);
    }
  }

  private void describeInterface(int index) {
    String name = index == 0 ? "" : interfaceNames.name(index);
    if (!name.isEmpty()) {
      UntrustedText.appendJson(name, notes.beginText());
      notes.endText(INTERFACE);
    }
  }

  private void describeComments(List<String> comments) {
    for (int i = 0; i < comments.size(); i++) { // an iterator would be an object per frame
      UntrustedText.appendJson(comments.get(i), notes.beginText());
      notes.endText(COMMENT);
    }
  }

  private void describePacket(Frame frame) {
    boolean checksumsAreReady = frame.checksum() != Checksum.NOT_READY;
    for (int i = 0; i < packet.size(); i++) {
      Header header = packet.layer(i);
      notes.note(header.protocolField(), Notes.HEADER);
      fields.begin(header.protocolField(), checksumsAreReady);
      header.describe(fields);
    }
    Header cut = packet.cut();
    if (cut != null) {
      fields.begin(cut.protocolField(), checksumsAreReady);
      packet.describeCut(fields);
    }
  }

  private static String word(Direction direction) {
    return switch (direction) {
      case TO_US -> "in";
      case BROADCAST -> "broadcast";
      case MULTICAST -> "multicast";
      case TO_OTHERS -> "other";
      case OUTGOING -> "out";
      case UNKNOWN -> "";
    };
  }
}
