// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.frame.Checksum;
import io.framering.frame.Frame;
import io.framering.print.text.HexDump;
import io.framering.print.text.InterfaceNames;
import io.framering.print.text.PayloadType;
import io.framering.print.text.TextBuffer;
import io.framering.print.text.TextOptions;
import java.util.TimeZone;

/** The shared state of all protocol printers: options, bytes, text and position. */
final class LineContext {
  final CapturedBytes in = new CapturedBytes();

  /** 0 to 3: {@code -v}. */
  final int verbosity;

  /** 0 to 2: {@code -q}. */
  final int quiet;

  /** {@code -e}. */
  final boolean linkLevel;

  /** {@code -S}. */
  final boolean absoluteSequence;

  /** Not {@code -K}: the checksums of IPv4, TCP and UDP are verified. */
  final boolean checksums;

  /** {@code -T}. */
  final PayloadType payloadType;

  /** Of times without a zone of their own. */
  final TimeZone zone;

  final InterfaceNames interfaceNames;

  /** The text to which the frame is appended. */
  TextBuffer out = new TextBuffer();

  /** The name in the truncation mark; each printer sets it at its start. */
  String protocol = "";

  private final boolean bytesOfUnknown;
  private boolean checksumReady;

  LineContext(TextOptions options) {
    verbosity = options.verbosity();
    quiet = options.quiet();
    linkLevel = options.linkLevel();
    absoluteSequence = options.absoluteSequence();
    checksums = options.checksums();
    payloadType = options.payloadType();
    zone = options.zone();
    interfaceNames = new InterfaceNames(options.interfaceNames());
    bytesOfUnknown = quiet == 0 && !options.dump().hex();
  }

  void begin(Frame frame, TextBuffer text) {
    in.wrap(frame.memory(), frame.offset(), frame.end());
    out = text;
    protocol = "";
    checksumReady = frame.checksum() != Checksum.NOT_READY;
  }

  /**
   * Whether a transport checksum may be reported as wrong: not if the frame was captured before the
   * card computed it.
   */
  boolean checksumReady() {
    return checksumReady;
  }

  /** Whether there is any {@code -v}. */
  boolean verbose() {
    return verbosity > 0;
  }

  /** Prints the truncation mark: {@code [|ip]}. */
  void truncated() {
    out.text(" [|").text(protocol).character(']');
  }

  /** Prints that the bytes are invalid. */
  void invalid() {
    out.text(" (invalid)");
  }

  /** Appends the MAC address at {@code at}. */
  void mac(long at) {
    long address = in.u48(at);
    out.lowerMac(address);
  }

  /** Appends the IPv4 address at {@code at}. */
  void ipv4(long at) {
    int address = (int) in.u32(at);
    out.ipv4(address);
  }

  /** Appends the IPv6 address at {@code at}. */
  void ipv6(long at) {
    in.need(at, 16);
    Ipv6Text.print(in.u64(at), in.u64(at + 8), out);
  }

  /** Appends two IPv4 addresses, {@code 10.0.0.1 > 10.0.0.2}, or nothing if one is truncated. */
  void ipv4Pair(long source, long destination) {
    int first = (int) in.u32(source);
    int second = (int) in.u32(destination);
    out.ipv4(first).text(" > ").ipv4(second);
  }

  /** Appends two IPv6 addresses, or nothing if one is truncated. */
  void ipv6Pair(long source, long destination) {
    in.need(source, 16);
    in.need(destination, 16);
    ipv6(source);
    out.text(" > ");
    ipv6(destination);
  }

  /** Whether bytes without a printer are dumped here; a dump option may show them anyway. */
  boolean showsUnknown() {
    return bytesOfUnknown;
  }

  /**
   * Dumps bytes without a printer, unless a dump option shows them anyway or the output is quiet.
   */
  void unknown(long at, long length) {
    if (bytesOfUnknown) {
      dump(at, length);
    }
  }

  /** Dumps bytes in hexadecimal and ASCII, on separate lines. */
  void dump(long at, long length) {
    long available = Math.max(0, in.available(at));
    long shown = Math.min(length, available);
    if (shown > 0) {
      out.newline();
      HexDump.hex(in.memory(), at, at + shown, true, "\t", out);
    }
    if (length > available) {
      throw Truncation.INSTANCE;
    }
  }

  /**
   * Dumps the captured ones of {@code length} bytes in hexadecimal, on separate lines.
   *
   * @param indent the beginning of each line
   */
  void hex(long at, long length, String indent) {
    if (in.available(at) < 0) {
      out.newline().text(indent);
      out.text("Dissector error: print_unknown_data called with pointer past end of packet");
      return;
    }
    long end = at + Math.min(length, in.available(at));
    if (end > at) {
      out.newline();
      HexDump.hex(in.memory(), at, end, false, indent, out);
    }
  }
}
