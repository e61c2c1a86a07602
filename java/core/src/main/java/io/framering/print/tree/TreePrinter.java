// SPDX-License-Identifier: Apache-2.0
package io.framering.print.tree;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.packet.Field;
import io.framering.packet.Header;
import io.framering.packet.Packet;
import io.framering.packet.Problem;
import io.framering.print.layout.Layouts;
import io.framering.print.layout.Notes;
import io.framering.print.text.ClockText;
import io.framering.print.text.InterfaceNames;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TextOptions;
import io.framering.print.text.TextPrinter;
import io.framering.print.text.UntrustedText;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * {@code tree}: a line about the frame, then a block for each header.
 *
 * <p>The headers describe themselves; this class adds the fields of the whole frame and packet.
 */
public final class TreePrinter implements TextPrinter {
  private static final int VLAN_ID_MASK = 0x0FFF;

  private static final Field COMMENT = Field.of("Comment", "frame.comment");
  private static final Field RAW = Field.of("Raw IP Frame", "raw");
  private static final Field UNKNOWN = Field.of("Unknown Frame", "frame");

  private final Packet packet;
  private final Notes notes = new Notes();
  private final TreeFields fields = new TreeFields(notes);
  private final Layouts layouts = new Layouts(new TreeText());
  private final ClockText clock;
  private final InterfaceNames interfaceNames;

  /** Creates a printer, which caches interface names and the date. */
  public TreePrinter(TextOptions options) {
    packet = new Packet(options.protocols());
    clock = new ClockText(options.zone());
    interfaceNames = new InterfaceNames(options.interfaceNames());
  }

  @Override
  public void print(Frame frame, TextBuffer text) {
    ClassicPrinter.separator(text);
    clock.print(frame.timestampNanos(), text);
    notes.clear();
    boolean checksumsAreReady = frame.checksum() != Checksum.NOT_READY;
    noteFrame(frame);
    noteRemarks(frame, checksumsAreReady);
    noteComments(frame.comments());
    packet.wrap(frame);
    notePacket(frame, checksumsAreReady);
    layouts.write(notes, text);
  }

  private void noteFrame(Frame frame) {
    if (frame.interfaceIndex() != 0) {
      String name = interfaceNames.name(frame.interfaceIndex());
      if (!name.isEmpty()) { // a file may not contain it
        noteWords(name);
      }
    }
    if (frame.direction() != Direction.UNKNOWN) {
      noteWords(words(frame.direction()));
    }
    noteBytes("", frame.originalLength());
    if (frame.capturedLength() < frame.originalLength()) {
      noteCount("", frame.capturedLength(), " captured");
    }
  }

  private void noteRemarks(Frame frame, boolean checksumsAreReady) {
    if (frame.vlanTag() == VlanTag.RESTORED) {
      noteWords("VLAN tag restored");
    } else if (frame.vlanTag() == VlanTag.STRIPPED) {
      noteCount("VLAN tag ", frame.vlanTci() & VLAN_ID_MASK, " taken out");
    }
    if (frame.offloaded()) {
      noteWords("segmentation offloaded");
    }
    if (!checksumsAreReady) {
      noteWords("checksum left to the card");
    }
  }

  private void noteComments(List<String> comments) {
    for (int i = 0; i < comments.size(); i++) { // an iterator would be an object per frame
      notes.mark(Notes.LINE);
      UntrustedText.append(comments.get(i), notes.beginText());
      notes.endText(COMMENT);
    }
  }

  private static String words(Direction direction) {
    return switch (direction) {
      case TO_US -> "received";
      case BROADCAST -> "received as broadcast";
      case MULTICAST -> "received as multicast";
      case TO_OTHERS -> "addressed to another host";
      case OUTGOING -> "sent";
      case UNKNOWN -> "";
    };
  }

  private void notePacket(Frame frame, boolean checksumsAreReady) {
    boolean hasLink = hasLink(frame.linkType());
    for (int i = 0; i < packet.size(); i++) {
      Header header = packet.layer(i);
      noteHeading(header, depth(i, hasLink));
      fields.begin(checksumsAreReady);
      header.describe(fields);
    }
    Header cut = packet.cut();
    if (cut != null) {
      noteHeading(cut, depth(packet.size(), hasLink));
      fields.begin(checksumsAreReady);
      packet.describeCut(fields);
    } else if (packet.size() > 0) {
      notePayload();
    } else {
      noteUnknown(frame);
    }
  }

  private void notePayload() {
    if (packet.layer(packet.size() - 1).problem() == Problem.NONE) {
      notePayload(packet.payloadLength(), packet.capturedPayloadLength());
    }
  }

  private void notePayload(long length, long capturedLength) {
    notes.mark(Notes.LINE);
    noteBytes("Payload: ", length);
    if (capturedLength < length) {
      noteCount("truncated to ", capturedLength, "");
    }
  }

  /** Notes a frame without decoded headers. */
  private void noteUnknown(Frame frame) {
    boolean raw = frame.linkType() == LinkType.RAW;
    notes.note(raw ? RAW : UNKNOWN, Notes.HEADER);
    notes.constant(0);
    if (raw && frame.capturedLength() > 0) {
      int first = frame.memory().get(ValueLayout.JAVA_BYTE, frame.offset()) & 0xFF;
      noteCount("Version: ", first >>> 4, "");
    }
    notePayload(frame.originalLength(), frame.capturedLength());
  }

  private void noteWords(String words) {
    notes.mark(Notes.WORDS);
    notes.name(words);
  }

  private void noteCount(String before, long count, String after) {
    notes.mark(Notes.COUNT, count);
    notes.name(before);
    notes.name(after);
  }

  private void noteBytes(String before, long count) {
    noteCount(before, count, count == 1 ? " byte" : " bytes");
  }

  private void noteHeading(Header header, int depth) {
    notes.note(header.protocolField(), Notes.HEADER);
    notes.constant(depth);
  }

  private static boolean hasLink(LinkType linkType) {
    return linkType.headerLength() > 0 || linkType == LinkType.UNKNOWN;
  }

  // As in CLASSIC: the link layer is not indented, all headers in it are indented by one step, and
  // those of a quoted packet by two.
  private int depth(int layer, boolean hasLink) {
    if (layer == 0 && hasLink) {
      return 0;
    }
    return layer >= packet.quotedFrom() ? 2 : 1;
  }
}
