// SPDX-License-Identifier: Apache-2.0
package io.framering.print.tree;

import io.framering.frame.Frame;
import io.framering.packet.EtherType;
import io.framering.packet.Ethernet;
import io.framering.packet.Ipv4;
import io.framering.print.text.Ascii;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TextPrinter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * {@code classic}: the output of a plain raw-socket sniffer, byte for byte.
 *
 * <p>The bytes are interpreted as an Ethernet frame regardless of the link type, and as an IPv4
 * packet according to the EtherType, regardless of the version: like that sniffer, this format
 * checks nothing.
 */
public final class ClassicPrinter implements TextPrinter {
  private static final String SEPARATOR = "\n" + "-".repeat(60) + "\n";
  private static final byte[] SEPARATOR_BYTES =
      Arrays.copyOf(
          SEPARATOR.getBytes(StandardCharsets.US_ASCII), SEPARATOR.length() + Ascii.SLACK);

  private final Ethernet ethernet = new Ethernet();
  private final Ipv4 ipv4 = new Ipv4();

  /** Creates a printer, which keeps no state between frames. */
  public ClassicPrinter() {}

  /** The empty line and the line of dashes, at the beginning of each frame. */
  static void separator(TextBuffer text) {
    text.part(SEPARATOR_BYTES, 0, SEPARATOR.length());
  }

  @Override
  public void print(Frame frame, TextBuffer text) {
    separator(text);
    text.text("Ethernet Frame:\n");
    if (!ethernet.wrap(frame.memory(), frame.offset(), frame.end())) {
      text.text("\tTruncated\n");
      return;
    }
    text.text("\tDestination: ")
        .mac(ethernet.destination())
        .text(", Source: ")
        .mac(ethernet.source())
        .text(", Protocol: ")
        .decimal(swapped(ethernet.etherType()))
        .newline();
    if (ethernet.etherType() == EtherType.IPV4) {
      printIpv4(frame, text);
    }
  }

  private void printIpv4(Frame frame, TextBuffer text) {
    text.text("\tIPv4 Packet:\n");
    if (!ipv4.wrap(frame.memory(), ethernet.payloadOffset(), frame.end())) {
      text.text("\t\tTruncated\n");
      return;
    }
    text.text("\t\tVersion: ")
        .decimal(ipv4.version())
        .text(", Header Length: ")
        .decimal(ipv4.headerLength())
        .text(", TTL: ")
        .decimal(ipv4.ttl())
        .text("\n\t\tProtocol: ")
        .decimal(ipv4.protocol())
        .text(", Source: ")
        .ipv4(ipv4.source())
        .text(", Target: ")
        .ipv4(ipv4.destination())
        .newline();
  }

  // The original sniffer prints the field in little-endian byte order.
  private static int swapped(int etherType) {
    return Short.toUnsignedInt(Short.reverseBytes((short) etherType));
  }
}
