package io.framering.print;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text in the making: ASCII bytes in an array that grows, and is reused. Once it has grown to what
 * is put into it between two {@linkplain #clear() clearings}, it allocates nothing.
 */
public final class TextBuffer {
  private static final int INITIAL_CAPACITY = 16 * 1024;
  private static final byte[] LOWER = ascii("0123456789abcdef");
  private static final byte[] UPPER = ascii("0123456789ABCDEF");

  // The first and the second digit of 00 to 99.
  private static final byte[] TENS = new byte[100];
  private static final byte[] ONES = new byte[100];

  static {
    for (int i = 0; i < 100; i++) {
      TENS[i] = (byte) ('0' + i / 10);
      ONES[i] = (byte) ('0' + i % 10);
    }
  }

  // Long.MIN_VALUE and its sign.
  private static final int LONGEST_DECIMAL = 20;
  private static final int MOST_DIGITS = 19;
  private static final int LONGEST_HEX = 16;
  private static final int LONGEST_ADDRESS = 39;

  private byte[] bytes = new byte[INITIAL_CAPACITY];
  private ByteBuffer view = ByteBuffer.wrap(bytes);
  private int length;

  /** An empty buffer. */
  public TextBuffer() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Number of bytes. */
  public int length() {
    return length;
  }

  /** Empties this buffer. */
  public TextBuffer clear() {
    length = 0;
    return this;
  }

  /** Takes back what was appended since {@link #length()} was {@code newLength}. */
  public TextBuffer truncate(int newLength) {
    length = Math.min(length, newLength);
    return this;
  }

  /** Appends {@code text}, which has to be ASCII and must not come from a packet. */
  @SuppressWarnings("deprecation") // it copies bytes; getBytes(charset) would allocate an array
  public TextBuffer text(String text) {
    int count = text.length();
    reserve(count);
    text.getBytes(0, count, bytes, length);
    length += count;
    return this;
  }

  /** Appends what lies in {@code other} from {@code from} to {@code to}. */
  TextBuffer part(TextBuffer other, int from, int to) {
    reserve(to - from);
    System.arraycopy(other.bytes, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  /** Appends a character, which has to be ASCII. */
  public TextBuffer character(char character) {
    reserve(1);
    bytes[length++] = (byte) character;
    return this;
  }

  /** Appends {@code count} times {@code character}, which has to be ASCII. */
  public TextBuffer repeat(char character, int count) {
    reserve(count);
    Arrays.fill(bytes, length, length + count, (byte) character);
    length += count;
    return this;
  }

  /** Appends a line feed. */
  public TextBuffer newline() {
    return character('\n');
  }

  /** Appends {@code value} in decimal, with a minus sign if it is negative. */
  public TextBuffer decimal(long value) {
    reserve(LONGEST_DECIMAL);
    if (value < 0) {
      bytes[length++] = '-';
    }
    putDecimal(value, decimalDigits(value));
    return this;
  }

  /** Appends the last {@code digits} decimal digits of {@code value}, 0 or more, zeros first. */
  public TextBuffer decimal(long value, int digits) {
    reserve(digits);
    putDecimal(value, digits);
    return this;
  }

  /** Appends {@code value}, taken as unsigned, in decimal. */
  public TextBuffer unsigned(long value) {
    if (value >= 0) {
      return decimal(value);
    }
    return decimal(Long.divideUnsigned(value, 10)).decimal(Long.remainderUnsigned(value, 10));
  }

  // Counted below zero, where there is room for every number without its sign.
  private static int decimalDigits(long value) {
    long negative = value < 0 ? value : -value;
    int digits = 1;
    for (long bound = -10; negative <= bound && digits < MOST_DIGITS; bound *= 10) {
      digits++;
    }
    return digits;
  }

  private void putDecimal(long value, int digits) {
    int begin = length;
    int at = begin + digits;
    length = at;
    long large = value;
    for (; large != (int) large || large < 0; large /= 10) {
      if (at == begin) {
        return;
      }
      bytes[--at] = (byte) ('0' + Math.abs((int) (large % 10)));
    }
    // Nearly every number gets here at once: ints, two digits at a time, are twice as fast.
    int rest = (int) large;
    for (; at - begin >= 2; rest /= 100) {
      int pair = rest % 100;
      bytes[--at] = ONES[pair];
      bytes[--at] = TENS[pair];
    }
    if (at > begin) {
      bytes[--at] = ONES[rest % 100];
    }
  }

  /**
   * Appends the last {@code digits} hexadecimal digits of {@code value}, in lower case, 1 to 16.
   */
  public TextBuffer hex(long value, int digits) {
    reserve(LONGEST_HEX);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      bytes[length++] = LOWER[(int) (value >>> shift) & 0xF];
    }
    return this;
  }

  /** Appends {@code value}, taken as unsigned, in as few hexadecimal digits as it needs. */
  public TextBuffer hex(long value) {
    return hex(value, Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 3) / 4));
  }

  /**
   * Appends a MAC address in lower case, of which the first byte is bits 47 to 40: {@code
   * aa:bb:cc:dd:ee:ff}.
   */
  public TextBuffer lowerMac(long address) {
    reserve(LONGEST_ADDRESS);
    for (int shift = 40; shift >= 0; shift -= 8) {
      bytes[length++] = LOWER[(int) (address >>> shift + 4) & 0xF];
      bytes[length++] = LOWER[(int) (address >>> shift) & 0xF];
      bytes[length++] = ':';
    }
    length--;
    return this;
  }

  /** Appends a MAC address, of which the first byte is bits 47 to 40: {@code AA:BB:CC:DD:EE:FF}. */
  public TextBuffer mac(long address) {
    reserve(LONGEST_ADDRESS);
    for (int shift = 40; shift >= 0; shift -= 8) {
      bytes[length++] = UPPER[(int) (address >>> shift + 4) & 0xF];
      bytes[length++] = UPPER[(int) (address >>> shift) & 0xF];
      bytes[length++] = ':';
    }
    length--;
    return this;
  }

  /** Appends {@code length} bytes in hexadecimal, in lower case: {@code 0badcafe}. */
  public TextBuffer hex(MemorySegment memory, long offset, int length) {
    reserve(2 * length);
    for (int i = 0; i < length; i++) {
      byte b = memory.get(ValueLayout.JAVA_BYTE, offset + i);
      bytes[this.length++] = LOWER[b >>> 4 & 0xF];
      bytes[this.length++] = LOWER[b & 0xF];
    }
    return this;
  }

  /** Appends an IPv4 address, of which the first byte is bits 31 to 24: {@code 10.0.0.1}. */
  public TextBuffer ipv4(int address) {
    reserve(LONGEST_ADDRESS);
    for (int shift = 24; shift >= 0; shift -= 8) {
      int octet = address >>> shift & 0xFF;
      int hundreds = octet / 100;
      int rest = octet % 100;
      if (hundreds > 0) {
        bytes[length++] = ONES[hundreds];
      }
      if (octet > 9) {
        bytes[length++] = TENS[rest];
      }
      bytes[length++] = ONES[rest];
      bytes[length++] = '.';
    }
    length--;
    return this;
  }

  /**
   * Appends an IPv6 address, of which the first byte is bits 63 to 56 of {@code high}, as RFC 5952
   * wants it: {@code 2001:db8::1}.
   */
  public TextBuffer ipv6(long high, long low) {
    int zerosAt = 0;
    int zeros = 0;
    for (int i = 0; i < 8; i++) {
      int run = zeroGroups(high, low, i);
      if (run > zeros) {
        zerosAt = i;
        zeros = run;
      }
    }
    // A single group of zeros is written out.
    int gapEnd = zeros > 1 ? zerosAt + zeros : 0;
    int gap = zeros > 1 ? zerosAt : -1;
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text("::");
        i = gapEnd - 1;
      } else {
        if (i != 0 && i != gapEnd) {
          character(':');
        }
        ipv6Group(group(high, low, i));
      }
    }
    return this;
  }

  private static int zeroGroups(long high, long low, int from) {
    int count = 0;
    while (from + count < 8 && group(high, low, from + count) == 0) {
      count++;
    }
    return count;
  }

  private static int group(long high, long low, int index) {
    long half = index < 4 ? high : low;
    return (int) (half >>> 48 - (index & 3) * 16) & 0xFFFF;
  }

  private void ipv6Group(int group) {
    hex(group, group > 0xFFF ? 4 : group > 0xFF ? 3 : group > 0xF ? 2 : 1);
  }

  /** Appends a number of bytes with its unit: {@code 1 byte}, {@code 52 bytes}. */
  public TextBuffer byteCount(long count) {
    return decimal(count).text(count == 1 ? " byte" : " bytes");
  }

  /**
   * Writes everything to {@code channel}, which has to be a blocking one, and empties this buffer.
   * When that fails, what was not written is still here.
   */
  public void writeTo(WritableByteChannel channel) throws IOException {
    view.limit(length).position(0);
    try {
      while (view.hasRemaining()) {
        channel.write(view);
      }
    } finally {
      System.arraycopy(bytes, view.position(), bytes, 0, view.remaining());
      length = view.remaining();
    }
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** The text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
      view = ByteBuffer.wrap(bytes);
    }
  }
}
