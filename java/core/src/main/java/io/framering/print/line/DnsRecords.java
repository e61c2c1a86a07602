// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/** The questions and resource records of DNS messages. */
final class DnsRecords extends ProtocolPrinter {
  /** The type of the record that holds EDNS options. */
  static final int OPT = 41;

  private static final int A = 1;
  private static final int NS = 2;
  private static final int CNAME = 5;
  private static final int SOA = 6;
  private static final int PTR = 12;
  private static final int MX = 15;
  private static final int TXT = 16;
  private static final int AAAA = 28;
  private static final int SRV = 33;
  private static final int A6 = 38;
  private static final int DNAME = 39;
  private static final int UNSPECA = 104;
  private static final int TSIG = 250;
  private static final int URI = 256;

  private static final int IN = 1;
  private static final int FIXED_LENGTH = 10;
  private static final int ADDRESS_LENGTH = 16;

  // Multicast DNS: unicast response requested; cache flush.
  private static final int MULTICAST_FLAG = 0x8000;
  private static final int DNSSEC_OK = 0x8000;

  private final DnsNames names;
  private final DnsOptions options;

  private long message;
  private boolean multicast;

  DnsRecords(LineContext line, DnsNames names) {
    super(line);
    this.names = names;
    options = new DnsOptions(line, names);
  }

  /** Begins a message, to which pointers in names refer. */
  void begin(long at, boolean isMulticast) {
    message = at;
    multicast = isMulticast;
  }

  /** Prints a question. Returns the offset after it, or {@link DnsNames#BAD}. */
  long question(long at) {
    long fixed = names.skip(at);
    if (fixed == DnsNames.BAD || !in.has(fixed, 4)) {
      return DnsNames.BAD;
    }
    TextBuffer out = line.out.character(' ');
    DnsNumbers.type(in.u16(fixed), out);
    int group = in.u16(fixed + 2);
    group(group);
    if (multicast) {
      out.text((group & MULTICAST_FLAG) != 0 ? " (QU)" : " (QM)");
    }
    out.text("? ");
    long end = names.print(at, message);
    return end == DnsNames.BAD ? end : end + 4;
  }

  private int withoutFlag(int group) {
    return multicast ? group & ~MULTICAST_FLAG : group;
  }

  private void group(int group) {
    if (withoutFlag(group) != IN) {
      line.out.character(' ');
      DnsNumbers.group(withoutFlag(group), line.out);
    }
  }

  /** Prints a record. Returns the offset after it, or {@link DnsNames#BAD}. */
  long record(long at) {
    TextBuffer out = line.out;
    long fixed;
    if (line.verbose()) {
      out.character(' ');
      fixed = names.print(at, message);
      if (fixed == DnsNames.BAD) {
        return DnsNames.BAD;
      }
    } else {
      fixed = names.skip(at);
    }
    if (fixed == DnsNames.BAD || !in.has(fixed, FIXED_LENGTH)) {
      return in.end();
    }
    int type = in.u16(fixed);
    int group = in.u16(fixed + 2);
    if (type != OPT) {
      group(group);
    }
    if (multicast && (group & MULTICAST_FLAG) != 0) {
      out.text(" (Cache flush)");
    }
    if (type != OPT && line.verbosity > 2) {
      out.text(" [");
      Durations.print(in.u32(fixed + 4), out);
      out.character(']');
    }
    out.character(' ');
    DnsNumbers.type(type, out);
    int length = in.u16(fixed + 8);
    long data = fixed + FIXED_LENGTH;
    if (!in.has(data, length)) {
      return DnsNames.BAD;
    }
    boolean whole = type == OPT ? options(fixed) : data(type, data, length);
    return whole ? data + length : DnsNames.BAD;
  }

  private boolean options(long fixed) {
    line.out.text(" UDPsize=").decimal(withoutFlag(in.u16(fixed + 2)));
    if ((in.u16(fixed + 6) & DNSSEC_OK) != 0) {
      line.out.text(" DO");
    }
    return options.print(fixed + FIXED_LENGTH, in.u16(fixed + 8));
  }

  private boolean data(int type, long at, int length) {
    return switch (type) {
      case A -> ipv4(at);
      case NS, CNAME, PTR, DNAME -> name(at) != DnsNames.BAD;
      case SOA -> !line.verbose() || authority(at);
      case MX -> exchange(at);
      case TXT -> strings(at, length);
      case SRV -> service(at);
      case AAAA -> ipv6(at);
      case A6 -> partOfIpv6(at);
      case URI -> uri(at, length);
      case UNSPECA -> names.characters(at, length);
      case TSIG -> !line.verbose() || signature(at);
      default -> true;
    };
  }

  private long name(long at) {
    line.out.character(' ');
    return names.print(at, message);
  }

  private boolean ipv4(long at) {
    if (!in.has(at, 4)) {
      return false;
    }
    line.out.character(' ');
    line.ipv4(at);
    return true;
  }

  private boolean ipv6(long at) {
    if (!in.has(at, ADDRESS_LENGTH)) {
      return false;
    }
    line.out.character(' ');
    line.ipv6(at);
    return true;
  }

  private boolean authority(long at) {
    long next = name(at);
    next = next == DnsNames.BAD ? next : name(next);
    if (next == DnsNames.BAD || !in.has(next, 5 * 4)) {
      return false;
    }
    for (int i = 0; i < 5; i++) {
      line.out.character(' ').decimal(in.u32(next + 4 * i));
    }
    return true;
  }

  private boolean exchange(long at) {
    line.out.character(' ');
    if (!in.has(at, 2) || names.print(at + 2, message) == DnsNames.BAD) {
      return false;
    }
    line.out.character(' ').decimal(in.u16(at));
    return true;
  }

  private boolean strings(long at, int length) {
    long next = at;
    while (next < at + length) {
      line.out.text(" \"");
      if (!in.has(next, 1)) {
        return false;
      }
      int count = in.u8(next);
      if (!names.characters(next + 1, count)) {
        return false;
      }
      line.out.character('"');
      next += 1 + count;
    }
    return true;
  }

  private boolean service(long at) {
    line.out.character(' ');
    if (!in.has(at, 6) || names.print(at + 6, message) == DnsNames.BAD) {
      return false;
    }
    line.out.character(':').decimal(in.u16(at + 4));
    line.out.character(' ').decimal(in.u16(at)).character(' ').decimal(in.u16(at + 2));
    return true;
  }

  /** The end of an address, and the name for its beginning (RFC 2874). */
  private boolean partOfIpv6(long at) {
    TextBuffer out = line.out;
    if (!in.has(at, 1)) {
      return false;
    }
    int prefix = in.u8(at);
    if (prefix > 128) {
      out.character(' ').decimal(prefix).text("(bad plen)");
      return true;
    }
    int missing = prefix / 8;
    if (prefix < 128) {
      in.need(at + 1, ADDRESS_LENGTH - missing);
      long high = 0;
      long low = 0;
      for (int i = missing; i < ADDRESS_LENGTH; i++) {
        long value = (long) in.u8(at + 1 + i - missing) << (7 - i % 8) * 8;
        high |= i < 8 ? value : 0;
        low |= i < 8 ? 0 : value;
      }
      out.character(' ').decimal(prefix).character(' ');
      Ipv6Text.print(high, low, out);
    }
    return prefix == 0 || name(at + 1 + ADDRESS_LENGTH - missing) != DnsNames.BAD;
  }

  private boolean uri(long at, int length) {
    in.need(at, 4);
    line.out.character(' ').decimal(in.u16(at));
    line.out.character(' ').decimal(in.u16(at + 2)).character(' ');
    // If it is shorter than the bytes read, only the end of the frame bounds it.
    return names.characters(at + 4, length < 4 ? 0xFFFF_FFFFL : length - 4);
  }

  private boolean signature(long at) {
    long next = name(at);
    if (next == DnsNames.BAD) {
      return false;
    }
    next += 6;
    if (!number(" fudge=", next) || !number(" maclen=", next + 2)) {
      return false;
    }
    next += 4 + in.u16(next + 2);
    return number(" origid=", next)
        && number(" error=", next + 2)
        && number(" otherlen=", next + 4);
  }

  private boolean number(String label, long at) {
    if (!in.has(at, 2)) {
      return false;
    }
    line.out.text(label).decimal(in.u16(at));
    return true;
  }
}
