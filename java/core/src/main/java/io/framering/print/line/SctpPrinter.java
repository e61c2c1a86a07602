// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** SCTP (RFC 9260): the common header and the chunks. */
final class SctpPrinter extends ProtocolPrinter {
  private static final int HEADER_LENGTH = 12;
  private static final int CHUNK_LENGTH = 4;
  private static final int DATA_LENGTH = 12;
  private static final int INIT_LENGTH = 16;
  private static final int SACK_LENGTH = 12;
  private static final int WORD = 4;

  private static final int DATA = 0;
  private static final int INIT = 1;
  private static final int INIT_ACK = 2;
  private static final int SACK = 3;

  private static final int M3UA = 3;

  private static final int UNORDERED = 4;
  private static final int BEGINNING = 2;
  private static final int ENDING = 1;

  // The ports of ForCES (RFC 5811): high, medium and low priority.
  private static final int FORCES_PORT = 6704;

  private final Transport transport;
  private final M3uaPrinter m3ua;

  SctpPrinter(LineContext line, Transport transport) {
    super(line);
    this.transport = transport;
    m3ua = new M3uaPrinter(line);
  }

  /**
   * Prints a packet.
   *
   * @param length bytes on the wire
   * @param ip offset of the IP header
   */
  void print(long at, long length, long ip) {
    line.protocol = "sctp";
    TextBuffer out = line.out;
    if (length < HEADER_LENGTH) {
      out.text("truncated-sctp - ").decimal(HEADER_LENGTH - length).text(" bytes missing!");
      return;
    }
    if (!in.has(at, HEADER_LENGTH)) {
      line.truncated();
      return;
    }
    transport.endpoints(ip, in.u16(at), in.u16(at + 2));
    out.text("sctp");
    channel(in.u16(at));
    channel(in.u16(at + 2));
    chunks(at + HEADER_LENGTH, length - HEADER_LENGTH);
  }

  private void channel(int port) {
    if (port >= FORCES_PORT && port < FORCES_PORT + 3) {
      line.out.text("[ForCES ").character("HML".charAt(port - FORCES_PORT)).text("P]");
    }
  }

  private void chunks(long at, long length) {
    TextBuffer out = line.out;
    long next = at;
    long left = length;
    for (int number = 1; left > 0; number++) {
      String separator = line.verbosity >= 2 ? "\n\t" : number == 1 ? " (" : ", (";
      if (left < CHUNK_LENGTH) {
        out.text(separator).decimal(number);
        out.text(") [chunk descriptor cut off at end of packet]");
        return;
      }
      if (!in.has(next, CHUNK_LENGTH)) {
        line.truncated();
        return;
      }
      int size = in.u16(next + 2);
      int padding = -size & WORD - 1;
      if (size < CHUNK_LENGTH) {
        out.text(separator).decimal(number).text(") [Bad chunk length ").decimal(size);
        out.text(", < size of chunk descriptor]");
        return;
      }
      if (!in.has(next, size)) {
        line.truncated();
        return;
      }
      out.text(separator).decimal(number).text(") ");
      if (!chunk(next, size)) {
        out.text("bogus chunk length ").decimal(size).character(']');
        return;
      }
      if (!in.has(next + size, padding)) {
        line.truncated();
        return;
      }
      next += size + padding;
      left -= size + padding;
    }
  }

  /** Prints a chunk, all captured. Returns false if it is too short for its type. */
  private boolean chunk(long at, int size) {
    TextBuffer out = line.out;
    int type = in.u8(at);
    String name = name(type);
    if (name == null) {
      out.text("[Unknown chunk type: 0x").hex(type).text("] ");
    } else {
      out.character('[').text(name).text("] ");
    }
    long body = at + CHUNK_LENGTH;
    int length = size - CHUNK_LENGTH;
    return switch (type) {
      case DATA -> data(in.u8(at + 1), body, length);
      case INIT, INIT_ACK -> init(body, length);
      case SACK -> sack(body, length);
      default -> true;
    };
  }

  private boolean data(int flags, long at, int length) {
    TextBuffer out = line.out;
    out.text((flags & UNORDERED) != 0 ? "(U)" : "");
    out.text((flags & BEGINNING) != 0 ? "(B)" : "");
    out.text((flags & ENDING) != 0 ? "(E)" : "");
    if ((flags & (UNORDERED | BEGINNING | ENDING)) != 0) {
      out.character(' ');
    }
    if (length < DATA_LENGTH) {
      return false;
    }
    out.text("[TSN: ").decimal(in.u32(at));
    out.text("] [SID: ").decimal(in.u16(at + 4));
    out.text("] [SSEQ ").decimal(in.u16(at + 6));
    out.text("] [PPID ");
    payloadProtocol(in.u32(at + 8));
    out.text("] ");
    if (length == DATA_LENGTH) {
      return false;
    }
    if (line.verbosity >= 2) {
      payload(in.u32(at + 8), at + DATA_LENGTH, length - DATA_LENGTH);
    }
    return true;
  }

  private void payload(long protocol, long at, int length) {
    TextBuffer out = line.out;
    if (protocol == M3UA) {
      m3ua.print(at, length);
      line.protocol = "sctp";
      return;
    }
    out.text("[Payload");
    if (line.showsUnknown()) {
      out.character(':');
      line.dump(at, length);
    }
    out.character(']');
  }

  private boolean init(long at, int length) {
    if (length < INIT_LENGTH) {
      return false;
    }
    TextBuffer out = line.out;
    out.text("[init tag: ").decimal(in.u32(at));
    out.text("] [rwnd: ").decimal(in.u32(at + 4));
    out.text("] [OS: ").decimal(in.u16(at + 8));
    out.text("] [MIS: ").decimal(in.u16(at + 10));
    out.text("] [init TSN: ").decimal(in.u32(at + 12)).text("] ");
    return true;
  }

  private boolean sack(long at, int length) {
    if (length < SACK_LENGTH) {
      return false;
    }
    TextBuffer out = line.out;
    long acknowledged = in.u32(at);
    int gaps = in.u16(at + 8);
    int duplicates = in.u16(at + 10);
    out.text("[cum ack ").decimal(acknowledged);
    out.text("] [a_rwnd ").decimal(in.u32(at + 4));
    out.text("] [#gap acks ").decimal(gaps);
    out.text("] [#dup tsns ").decimal(duplicates).text("] ");
    long next = at + SACK_LENGTH;
    long end = at + length;
    for (int i = 1; i <= gaps && next < end; i++, next += WORD) {
      if (end - next < WORD) {
        return false;
      }
      out.text("\n\t\t[gap ack block #").decimal(i);
      out.text(": start = ").decimal(acknowledged + in.u16(next) & 0xFFFF_FFFFL);
      out.text(", end = ").decimal(acknowledged + in.u16(next + 2) & 0xFFFF_FFFFL).text("] ");
    }
    for (int i = 1; i <= duplicates && next < end; i++, next += WORD) {
      if (end - next < WORD) {
        return false;
      }
      out.text("\n\t\t[dup TSN #").decimal(i).text(": ").decimal(in.u32(next)).text("] ");
    }
    return true;
  }

  private static String name(int type) {
    return switch (type) {
      case DATA -> "DATA";
      case INIT -> "INIT";
      case INIT_ACK -> "INIT ACK";
      case SACK -> "SACK";
      case 4 -> "HB REQ";
      case 5 -> "HB ACK";
      case 6 -> "ABORT";
      case 7 -> "SHUTDOWN";
      case 8 -> "SHUTDOWN ACK";
      case 9 -> "OP ERR";
      case 10 -> "COOKIE ECHO";
      case 11 -> "COOKIE ACK";
      case 12 -> "ECN ECHO";
      case 13 -> "ECN CWR";
      case 14 -> "SHUTDOWN COMPLETE";
      case 0xC0 -> "FOR CUM TSN";
      case 0xC1 -> "REL CTRL";
      case 0xC2 -> "REL CTRL ACK";
      default -> null;
    };
  }

  private void payloadProtocol(long number) {
    String name =
        switch ((int) number) {
          case 1 -> "ISDN Q.921";
          case 2 -> "M2UA";
          case M3UA -> "M3UA";
          case 4 -> "SUA";
          case 5 -> "M2PA";
          case 6 -> "V5.2";
          case 7 -> "H.248";
          case 8 -> "BICC";
          case 9 -> "TALI";
          case 10 -> "DUA";
          case 11 -> "ASAP";
          case 12 -> "ENRP";
          case 13 -> "H.323";
          case 14 -> "Q.IPC";
          case 15 -> "SIMCO";
          case 16 -> "DDPSC";
          case 17 -> "DDPSSC";
          case 18 -> "S1AP";
          case 19 -> "RUA";
          case 20 -> "HNBAP";
          case 21 -> "ForCES HP";
          case 22 -> "ForCES MP";
          case 23 -> "ForCES LP";
          case 24 -> "SBc-AP";
          case 25 -> "NBAP";
          case 27 -> "X2AP";
          default -> null;
        };
    if (name == null) {
      line.out.text("0x").hex(number);
    } else {
      line.out.text(name);
    }
  }
}
