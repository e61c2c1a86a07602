// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import io.framering.print.text.TextBuffer;

/**
 * Radiotap: what the radio knew of a frame of 802.11. Words of flags say which fields are present.
 * A field is aligned to its size, and its numbers have their low byte first.
 */
final class RadiotapPrinter extends ProtocolPrinter {
  private static final int FIXED_LENGTH = 8;
  private static final int LENGTH = 2;
  private static final int PRESENT = 4;
  private static final int WORD = 4;

  // Bits of a word of flags.
  private static final int FLAGS = 1;
  private static final int EXTENDED_CHANNEL = 18;
  private static final int MCS = 19;
  private static final int NAMESPACE = 29;
  private static final int VENDOR = 30;
  private static final int EXTENDED = 31;

  private static final int FLAG_CHECK_SEQUENCE = 0x10;
  private static final int FLAG_PADDED = 0x20;
  private static final int CHECK_LENGTH = 4;

  // Flags of a channel.
  private static final int TURBO = 0x10;
  private static final int CCK = 0x20;
  private static final int OFDM = 0x40;
  private static final int TWO_GHZ = 0x80;
  private static final int FIVE_GHZ = 0x100;
  private static final int DYNAMIC = 0x400;
  private static final int GFSK = 0x800;
  private static final int HALF = 0x4000;
  private static final int QUARTER = 0x8000;
  private static final int HT_20 = 0x10000;
  private static final int HT_40_ABOVE = 0x20000;
  private static final int HT_40_BELOW = 0x40000;

  private static final int KNOWS_BANDWIDTH = 1;
  private static final int KNOWS_INDEX = 2;
  private static final int KNOWS_GUARD_INTERVAL = 4;
  private static final int KNOWS_FORMAT = 8;
  private static final int KNOWS_ERROR_CORRECTION = 0x10;
  private static final int KNOWS_BLOCK_CODING = 0x20;
  private static final int SHORT_GUARD_INTERVAL = 4;
  private static final int VHT_KNOWS_BANDWIDTH = 0x40;

  private static final int HIGHEST_INDEX = 76;
  private static final int EQUAL_INDEXES = 32;

  // Bits per subcarrier of the eight modulations, in quarters.
  private static final int[] MODULATIONS = {2, 4, 6, 8, 12, 16, 18, 20};

  // Bits of all streams with unequal modulations, from index 33 on: each row is at code rate 1/2,
  // then at 3/4.
  private static final int[][] UNEQUAL = {
    {6, 8, 10},
    {8, 10, 10, 12, 14, 14, 16},
    {10, 12, 14, 12, 14, 16, 18, 16, 18, 20, 20, 22}
  };

  private static final String[] BANDWIDTHS = {"20 MHz", "40 MHz", "20 MHz (L)", "20 MHz (U)"};
  private static final String[] VHT_PARTS = {
    "80 MHz",
    "80 MHz (L)",
    "80 MHz (U)",
    "80 MHz (LL)",
    "80 MHz (LU)",
    "80 MHz (UL)",
    "80 MHz (UU)",
    "160 MHz",
    "160 MHz (L)",
    "160 MHz (U)",
    "160 MHz (LL)",
    "160 MHz (LU)",
    "160 MHz (UL)",
    "160 MHz (UU)",
    "160 MHz (LLL)",
    "160 MHz (LLU)",
    "160 MHz (LUL)",
    "160 MHz (UUU)",
    "160 MHz (ULL)",
    "160 MHz (ULU)",
    "160 MHz (UUL)",
    "160 MHz (UUU)"
  };

  private final Dispatch dispatch;

  private long begin;
  private long end;

  /** The offset of the next field, before its alignment. */
  private long at;

  private int flags;

  RadiotapPrinter(LineContext line, Dispatch dispatch) {
    super(line);
    this.dispatch = dispatch;
  }

  /** Prints a frame. Returns the length of its headers. */
  long print(long from, long length, long captured) {
    line.protocol = "802.11_radio";
    if (captured < FIXED_LENGTH) {
      line.truncated();
      return captured;
    }
    int header = in.u16LittleEndian(from + LENGTH);
    if (header < FIXED_LENGTH || captured < header) {
      line.truncated();
      return captured;
    }
    begin = from;
    end = from + header;
    long last = from + PRESENT;
    while (last + WORD <= end && isSet(word(last), EXTENDED)) {
      last += WORD;
    }
    if (last + WORD > end) {
      line.truncated();
      return captured;
    }
    at = last + WORD;
    flags = 0;
    fields(from + PRESENT, last);
    boolean padded = (flags & FLAG_PADDED) != 0;
    int check = (flags & FLAG_CHECK_SEQUENCE) != 0 ? CHECK_LENGTH : 0;
    return header + dispatch.wlan(end, length - header, captured - header, padded, check);
  }

  private int word(long position) {
    return Integer.reverseBytes((int) in.u32(position));
  }

  private static boolean isSet(int word, int bit) {
    return (word >>> bit & 1) != 0;
  }

  private void fields(long first, long last) {
    int numbers = 0;
    boolean vendor = false;
    int skipped = 0;
    for (long position = first; position <= last; position += WORD) {
      int present = word(position);
      if (vendor) {
        if (at + skipped > end) {
          return;
        }
        at += skipped;
        skipped = 0;
      } else if (!fields(present, numbers)) {
        return;
      }
      boolean radiotapNext = isSet(present, NAMESPACE);
      boolean vendorNext = isSet(present, VENDOR);
      if (radiotapNext && vendorNext) {
        continue;
      }
      if (!radiotapNext && !vendorNext) {
        numbers += Integer.SIZE;
        continue;
      }
      numbers = 0;
      vendor = vendorNext;
      skipped = vendorNext ? vendorLength(skipped) : 0;
    }
  }

  /** Reads the head of a vendor's fields. Returns their length. */
  private int vendorLength(int before) {
    long aligned = aligned(2);
    if (aligned + 2 > end || at + 4 > end) {
      at = aligned + 2 > end ? at : end;
      line.truncated();
      return before;
    }
    at += 4;
    if (!reserve(2)) {
      line.truncated();
      return before;
    }
    return u16();
  }

  private long aligned(int size) {
    return begin + (at - begin + size - 1) / size * size;
  }

  /** Aligns to a number of this size. Returns false if it is not in the header. */
  private boolean reserve(int size) {
    long aligned = aligned(size);
    if (aligned + size > end) {
      return false;
    }
    at = aligned;
    return true;
  }

  private int u8() {
    return in.u8(at++);
  }

  private int u16() {
    int value = in.u16LittleEndian(at);
    at += 2;
    return value;
  }

  /** Appends the fields of one word of flags. Returns false if those after them are unknown. */
  private boolean fields(int present, int first) {
    for (int bit = 0; bit < NAMESPACE; bit++) {
      if (!isSet(present, bit)) {
        continue;
      }
      int number = first + bit;
      int size = size(number);
      if (size == 0) {
        line.out.text("[bit ").decimal(number).text("] ");
        return false;
      }
      if (!reserve(alignment(number)) || at + size > end) {
        line.truncated();
        return false;
      }
      long field = at;
      field(number, present);
      at = field + size;
    }
    return true;
  }

  private static int size(int number) {
    return switch (number) {
      case FLAGS, 2, 5, 6, 9, 10, 11, 12, 13 -> 1;
      case 4, 7, 8, 14 -> 2;
      case MCS -> 3;
      case 3 -> 4;
      case 0, EXTENDED_CHANNEL, 20 -> 8;
      case 21 -> 12;
      default -> 0;
    };
  }

  private static int alignment(int number) {
    return switch (number) {
      case 0 -> 8;
      case EXTENDED_CHANNEL, 20 -> 4;
      case 3, 7, 8, 14, 21 -> 2;
      default -> 1;
    };
  }

  private void field(int number, int present) {
    TextBuffer out = line.out;
    switch (number) {
      case 0 -> out.unsigned(Long.reverseBytes(in.u64(at))).text("us tsft ");
      case FLAGS -> flags();
      case 2 -> rate(u8());
      case 3 -> {
        int frequency = u16();
        int flagsOfChannel = u16();
        if (!isSet(present, EXTENDED_CHANNEL)) {
          channel(frequency, flagsOfChannel, present);
        }
      }
      case 4 -> out.text("fhset ").decimal(u8()).text(" fhpat ").decimal(u8()).character(' ');
      case 5 -> signed((byte) u8(), "dBm signal ");
      case 6 -> signed((byte) u8(), "dBm noise ");
      case 7 -> signed(u16(), " sq ");
      case 8 -> signed(-(short) u16(), " tx power ");
      case 9 -> signed(-(byte) u8(), "dB tx attenuation ");
      case 10 -> signed((byte) u8(), "dBm tx power ");
      case 11 -> out.text("antenna ").decimal(u8()).character(' ');
      case 12 -> signed(u8(), "dB signal ");
      case 13 -> signed(u8(), "dB noise ");
      case EXTENDED_CHANNEL -> channel(in.u16LittleEndian(at + 4), word(at), present);
      case MCS -> modulation(u8(), u8(), u8());
      case 21 -> vht();
      default -> {}
    }
  }

  private void signed(int value, String unit) {
    if (value < 0) {
      line.out.character('-');
    }
    line.out.decimal(Math.abs(value)).text(unit);
  }

  private void flags() {
    flags = u8();
    flag(flags, 1, "cfp ");
    flag(flags, 2, "short preamble ");
    flag(flags, 4, "wep ");
    flag(flags, 8, "fragmented ");
    flag(flags, 0x40, "bad-fcs ");
  }

  private void flag(int value, int flag, String name) {
    if ((value & flag) == flag) {
      line.out.text(name);
    }
  }

  private void rate(int rate) {
    if (rate >= 0x80 && rate <= 0x8F) {
      line.out.text("MCS ").decimal(rate & 0x7F).character(' ');
    } else {
      WlanPrinter.halves(rate, line.out);
      line.out.text(" Mb/s ");
    }
  }

  private void channel(int frequency, int channel, int present) {
    TextBuffer out = line.out;
    out.decimal(frequency).text(" MHz");
    if (isSet(present, MCS)) {
      out.text(" 11n");
    } else {
      flag(channel, TWO_GHZ | GFSK, " FHSS");
      if (has(channel, FIVE_GHZ | OFDM)) {
        standard(" 11a", channel);
      }
      if (has(channel, TWO_GHZ | OFDM) || has(channel, TWO_GHZ | DYNAMIC)) {
        standard(" 11g", channel);
      } else {
        flag(channel, TWO_GHZ | CCK, " 11b");
      }
      flag(channel, TURBO, " Turbo");
    }
    if (has(channel, HT_20)) {
      out.text(" ht/20");
    } else if (has(channel, HT_40_BELOW)) {
      out.text(" ht/40-");
    } else {
      flag(channel, HT_40_ABOVE, " ht/40+");
    }
    out.character(' ');
  }

  private static boolean has(int value, int flags) {
    return (value & flags) == flags;
  }

  private void standard(String name, int channel) {
    line.out.text(name);
    if (has(channel, HALF)) {
      line.out.text("/10Mhz");
    } else if (has(channel, QUARTER)) {
      line.out.text("/5Mhz");
    }
  }

  private void modulation(int known, int value, int index) {
    TextBuffer out = line.out;
    if (has(known, KNOWS_INDEX)) {
      boolean isRateKnown = (known & (KNOWS_BANDWIDTH | KNOWS_GUARD_INTERVAL)) != 0;
      int tenths =
          isRateKnown ? tenths(index, (value & 3) == 1, has(value, SHORT_GUARD_INTERVAL)) : 0;
      if (tenths > 0) {
        out.decimal(tenths / 10).character('.').decimal(tenths % 10).text(" Mb/s ");
      }
      out.text("MCS ").decimal(index).character(' ');
    }
    if (has(known, KNOWS_BANDWIDTH)) {
      out.text(BANDWIDTHS[value & 3]).character(' ');
    }
    guardInterval(has(known, KNOWS_GUARD_INTERVAL), value);
    if (has(known, KNOWS_FORMAT)) {
      out.text((value & 8) == 0 ? "mixed " : "greenfield ");
    }
    if (has(known, KNOWS_ERROR_CORRECTION)) {
      errorCorrection((value & 0x10) != 0);
    }
    if (has(known, KNOWS_BLOCK_CODING)) {
      out.text("RX-STBC").decimal(value >>> 5 & 3).character(' ');
    }
  }

  private void guardInterval(boolean known, int value) {
    if (known) {
      line.out.text(has(value, SHORT_GUARD_INTERVAL) ? "short GI " : "long GI ");
    }
  }

  private void errorCorrection(boolean lowDensity) {
    line.out.text(lowDensity ? "LDPC FEC " : "BCC FEC ");
  }

  /**
   * The rate of a modulation and coding scheme of 802.11n in tenths of Mb/s; 0 if there is none:
   * the data bits of a symbol, 52 or 108 subcarriers of them, in 4 or 3.6 microseconds.
   */
  private static int tenths(int index, boolean wide, boolean shortInterval) {
    int quarters = index > HIGHEST_INDEX ? 0 : quarters(index);
    if (index == EQUAL_INDEXES) {
      return !wide ? 0 : shortInterval ? 67 : 60;
    }
    int bits = (wide ? 108 : 52) * quarters;
    return shortInterval ? (bits * 100 + 72) / 144 : bits * 10 / 16;
  }

  /** The data bits per subcarrier of all streams, in quarters. */
  private static int quarters(int index) {
    if (index < EQUAL_INDEXES) {
      return MODULATIONS[index % 8] * (index / 8 + 1);
    }
    int place = index - EQUAL_INDEXES - 1;
    for (int[] row : UNEQUAL) {
      if (place >= 0 && place < 2 * row.length) {
        return row[place % row.length] * (place < row.length ? 2 : 3);
      }
      place -= 2 * row.length;
    }
    return 0;
  }

  private void vht() {
    TextBuffer out = line.out;
    int known = in.u16LittleEndian(at);
    int value = in.u8(at + 2);
    int bandwidth = in.u8(at + 3) & 0x1F;
    int coding = in.u8(at + 8);
    for (int user = 0; user < 4; user++) {
      int scheme = in.u8(at + 4 + user);
      if ((scheme & 0xF) != 0) {
        out.text("User ").decimal(user).text(" MCS ").decimal(scheme >>> 4).character(' ');
        errorCorrection((coding >>> user & 1) != 0);
      }
    }
    if (has(known, VHT_KNOWS_BANDWIDTH)) {
      if (bandwidth < 4) {
        out.text(BANDWIDTHS[bandwidth]);
      } else if (bandwidth < 26) {
        out.text(VHT_PARTS[bandwidth - 4]);
      } else {
        out.text("unknown (").decimal(bandwidth).character(')');
      }
      out.character(' ');
    }
    guardInterval(has(known, KNOWS_GUARD_INTERVAL), value);
  }
}
