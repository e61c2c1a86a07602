package io.framering.print;

import io.framering.frame.Checksum;
import io.framering.frame.Direction;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.frame.VlanTag;
import io.framering.packet.Header;
import io.framering.packet.Packet;
import io.framering.packet.Problem;
import java.lang.foreign.ValueLayout;

/**
 * {@link OutputFormat#TREE}: a line about the frame, then a block for each header.
 *
 * <p>The headers describe themselves; here is only what the frame and the packet as a whole have to
 * tell.
 */
public final class TreePrinter implements FramePrinter {
  private static final int VLAN_ID_MASK = 0x0FFF;

  private final Packet packet = new Packet();
  private final TreeFields fields = new TreeFields();
  private final ClockText clock;
  private final InterfaceNames interfaceNames;

  /** A printer of its own memory: it remembers interface names and the date. */
  public TreePrinter(PrintOptions options) {
    clock = new ClockText(options.zone());
    interfaceNames = new InterfaceNames(options.interfaceNames());
  }

  @Override
  public void print(Frame frame, TextBuffer text) {
    ClassicPrinter.separator(text);
    printFrame(frame, text);
    packet.wrap(
        frame.linkType().number(),
        frame.memory(),
        frame.offset(),
        frame.end(),
        frame.originalLength());
    printPacket(frame, text);
  }

  private void printFrame(Frame frame, TextBuffer text) {
    clock.print(frame.timestampNanos(), text);
    if (frame.interfaceIndex() != 0) {
      String name = interfaceNames.name(frame.interfaceIndex());
      text.text(name.isEmpty() ? "" : ", ").text(name); // a file may not tell it
    }
    if (frame.direction() != Direction.UNKNOWN) {
      text.text(", ").text(words(frame.direction()));
    }
    text.text(", ").byteCount(frame.originalLength());
    if (frame.capturedLength() < frame.originalLength()) {
      text.text(", ").decimal(frame.capturedLength()).text(" captured");
    }
    printRemarks(frame, text);
    text.newline();
  }

  private static void printRemarks(Frame frame, TextBuffer text) {
    if (frame.vlanTag() == VlanTag.RESTORED) {
      text.text(", VLAN tag restored");
    } else if (frame.vlanTag() == VlanTag.STRIPPED) {
      text.text(", VLAN tag ").decimal(frame.vlanTci() & VLAN_ID_MASK).text(" taken out");
    }
    if (frame.offloaded()) {
      text.text(", segmentation offloaded");
    }
    if (frame.checksum() == Checksum.NOT_READY) {
      text.text(", checksum left to the card");
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

  private void printPacket(Frame frame, TextBuffer text) {
    boolean checksumsAreReady = frame.checksum() != Checksum.NOT_READY;
    boolean hasLink = hasLink(frame.linkType());
    for (int i = 0; i < packet.size(); i++) {
      Header header = packet.layer(i);
      int indent = indent(i, hasLink);
      printHeading(header, indent, text);
      fields.begin(text, indent + 1, checksumsAreReady);
      header.describe(fields);
      fields.end();
    }
    Header cut = packet.cut();
    if (cut != null) {
      int indent = indent(packet.size(), hasLink);
      printHeading(cut, indent, text);
      fields.begin(text, indent + 1, checksumsAreReady);
      packet.describeCut(fields);
      fields.end();
    } else if (packet.size() > 0) {
      printPayload(indent(packet.size() - 1, hasLink), text);
    } else {
      printUnknown(frame, text);
    }
  }

  private void printPayload(int indent, TextBuffer text) {
    if (packet.layer(packet.size() - 1).problem() != Problem.NONE) {
      return;
    }
    text.repeat('\t', indent + 1).text("Payload: ").byteCount(packet.payloadLength());
    if (packet.capturedPayloadLength() < packet.payloadLength()) {
      text.text(", truncated to ").decimal(packet.capturedPayloadLength());
    }
    text.newline();
  }

  /** What begins with nothing that is decoded. */
  private static void printUnknown(Frame frame, TextBuffer text) {
    boolean raw = frame.linkType() == LinkType.RAW;
    text.text(raw ? "Raw IP Frame:\n" : "Unknown Frame:\n");
    if (raw && frame.capturedLength() > 0) {
      int first = frame.memory().get(ValueLayout.JAVA_BYTE, frame.offset()) & 0xFF;
      text.text("\tVersion: ").decimal(first >>> 4).newline();
    }
    text.text("\tPayload: ").byteCount(frame.originalLength());
    if (frame.capturedLength() < frame.originalLength()) {
      text.text(", truncated to ").decimal(frame.capturedLength());
    }
    text.newline();
  }

  private static boolean hasLink(LinkType linkType) {
    return switch (linkType) {
      case RAW, IPV4, IPV6 -> false;
      default -> true;
    };
  }

  private static void printHeading(Header header, int indent, TextBuffer text) {
    text.repeat('\t', indent).text(header.protocolField().label()).text(":\n");
  }

  // As in CLASSIC: the link at the margin, and all that it carries, however deep, one step in; what
  // an error quotes one step further.
  private int indent(int layer, boolean hasLink) {
    if (layer == 0 && hasLink) {
      return 0;
    }
    return layer >= packet.quotedFrom() ? 2 : 1;
  }
}
