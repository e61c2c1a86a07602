package io.framering.print;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.packet.Header;
import io.framering.packet.Packet;

/**
 * {@link OutputFormat#JSON}: an object and a line for each frame, nested and named as Wireshark's
 * display filters are, with the values that {@code tshark -T fields} prints.
 *
 * <p>The headers describe themselves; here is only what the frame as a whole has to tell.
 */
public final class JsonPrinter implements FramePrinter {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANO_DIGITS = 9;

  private final Packet packet = new Packet();
  private final JsonTree tree = new JsonTree();
  private final JsonFields fields = new JsonFields(tree);
  private final InterfaceNames interfaceNames;

  private final JsonTree.Node number = tree.node("frame.number");
  private final JsonTree.Node time = tree.node("frame.time_epoch");
  private final JsonTree.Node length = tree.node("frame.len");
  private final JsonTree.Node capturedLength = tree.node("frame.cap_len");
  private final JsonTree.Node interfaceName = tree.node("frame.interface_name");
  private final JsonTree.Node direction = tree.node("frame.direction");
  private final JsonTree.Node protocols = tree.node("frame.protocols");

  private long frames;

  /** A printer of its own memory: it counts frames and remembers interface names. */
  public JsonPrinter(PrintOptions options) {
    interfaceNames = new InterfaceNames(options.interfaceNames());
  }

  @Override
  public void print(Frame frame, TextBuffer text) {
    tree.clear();
    packet.wrap(
        frame.linkType().number(),
        frame.memory(),
        frame.offset(),
        frame.end(),
        frame.originalLength());
    describeFrame(frame);
    describePacket(frame);
    tree.write(text);
    text.newline();
  }

  /** A line such as {@code {"gap":12}}. */
  @Override
  public void lost(long frames, TextBuffer text) {
    text.text("{\"gap\":").decimal(frames).character('}').newline();
  }

  private void describeFrame(Frame frame) {
    tree.value(number).decimal(++frames);
    describeTime(frame.timestampNanos());
    tree.value(length).decimal(frame.originalLength());
    tree.value(capturedLength).decimal(frame.capturedLength());
    describeInterface(frame.interfaceIndex());
    if (frame.direction() != Direction.UNKNOWN) {
      string(tree.value(direction), word(frame.direction()));
    }
    describeProtocols();
  }

  private void describeInterface(int index) {
    String name = index == 0 ? "" : interfaceNames.name(index);
    if (!name.isEmpty()) {
      string(tree.value(interfaceName), name);
    }
  }

  // A string: as a number it would lose its last digits in jq.
  private void describeTime(long nanos) {
    long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
    long rest = Math.floorMod(nanos, NANOS_PER_SECOND);
    TextBuffer text = tree.value(time).character('"');
    if (seconds < 0 && rest != 0) {
      seconds++;
      rest = NANOS_PER_SECOND - rest;
      text.text(seconds == 0 ? "-" : "");
    }
    text.decimal(seconds).character('.').decimal(rest, NANO_DIGITS).character('"');
  }

  private void describeProtocols() {
    if (packet.size() == 0) {
      return;
    }
    TextBuffer text = tree.value(protocols).character('"');
    for (int i = 0; i < packet.size(); i++) {
      text.text(i == 0 ? "" : ":").text(packet.layer(i).protocolField().key());
    }
    text.character('"');
  }

  private void describePacket(Frame frame) {
    boolean checksumsAreReady = frame.checksum() != Checksum.NOT_READY;
    for (int i = 0; i < packet.size(); i++) {
      Header header = packet.layer(i);
      fields.begin(header.protocolField().key(), checksumsAreReady);
      header.describe(fields);
    }
    Header cut = packet.cut();
    if (cut != null) {
      fields.begin(cut.protocolField().key(), checksumsAreReady);
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

  private static void string(TextBuffer text, String printable) {
    text.character('"');
    for (int i = 0; i < printable.length(); i++) {
      char character = printable.charAt(i);
      text.text(character == '"' || character == '\\' ? "\\" : "").character(character);
    }
    text.character('"');
  }
}
