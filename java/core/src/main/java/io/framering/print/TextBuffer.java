package io.framering.print;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text in the making: ASCII bytes in an array that grows, and is reused. Once it has grown to what
 * is put into it between two {@linkplain #clear() clearings}, it allocates nothing.
 */
public final class TextBuffer {
  private static final int INITIAL_CAPACITY = 16 * 1024;

  // What may be stored, but not counted, behind the text: numbers are stored in pieces of 8 bytes.
  static final int SLACK = Long.BYTES;

  // Of the longest number: Long.MIN_VALUE and its sign.
  private static final int LONGEST_DECIMAL = 20;
  private static final int LONGEST_HEX = 16;
  private static final int LONGEST_ADDRESS = 39;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[INITIAL_CAPACITY];
  private ByteBuffer view = ByteBuffer.wrap(bytes);
  private int length;

  /** An empty buffer. */
  public TextBuffer() {}

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
    return part(other.bytes, from, to);
  }

  /**
   * Appends some of {@code source}, which has {@value #SLACK} bytes more than those: it is copied
   * in pieces of as many, as few are more than two of them.
   */
  TextBuffer part(byte[] source, int from, int to) {
    int count = to - from;
    reserve(count);
    for (int i = 0; i < count; i += Long.BYTES) {
      LONG.set(bytes, length + i, (long) LONG.get(source, from + i));
    }
    length += count;
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
    if (value >= 0) {
      putDecimal(value);
    } else {
      character('-').unsigned(-value);
    }
    return this;
  }

  /** Appends {@code value}, taken as unsigned, in decimal. */
  public TextBuffer unsigned(long value) {
    reserve(LONGEST_DECIMAL);
    if (value >= 0) {
      putDecimal(value);
    } else {
      putDecimal(Long.divideUnsigned(value, Digits.DECIMAL_BOUND));
      int rest = (int) Long.remainderUnsigned(value, Digits.DECIMAL_BOUND);
      put(Digits.decimal(rest), Digits.COUNT);
    }
    return this;
  }

  private void putDecimal(long value) {
    if (value < Digits.DECIMAL_BOUND) {
      long digits = Digits.decimal((int) value);
      int count = Digits.COUNT - Digits.leadingZeros(digits);
      put(Digits.last(count, digits), count);
    } else {
      putDecimal(value / Digits.DECIMAL_BOUND);
      put(Digits.decimal((int) (value % Digits.DECIMAL_BOUND)), Digits.COUNT);
    }
  }

  /** Appends the last {@code digits} decimal digits of {@code value}, 0 or more, zeros first. */
  public TextBuffer decimal(long value, int digits) {
    if (digits > Digits.COUNT) {
      return decimal(value / Digits.DECIMAL_BOUND, digits - Digits.COUNT)
          .decimal(value, Digits.COUNT);
    }
    reserve(digits);
    put(Digits.last(digits, Digits.decimal((int) (value % Digits.DECIMAL_BOUND))), digits);
    return this;
  }

  /**
   * Appends the last {@code digits} hexadecimal digits of {@code value}, in lower case, 1 to 16.
   */
  public TextBuffer hex(long value, int digits) {
    reserve(LONGEST_HEX);
    if (digits > Digits.COUNT) {
      int first = digits - Digits.COUNT;
      put(Digits.last(first, Digits.hexadecimal((int) (value >>> Integer.SIZE))), first);
      put(Digits.hexadecimal((int) value), Digits.COUNT);
    } else {
      put(Digits.last(digits, Digits.hexadecimal((int) value)), digits);
    }
    return this;
  }

  /** Appends {@code value}, taken as unsigned, in as few hexadecimal digits as it needs. */
  public TextBuffer hex(long value) {
    return hex(value, hexDigits(value));
  }

  private static int hexDigits(long value) {
    return (Long.SIZE + 3 - Long.numberOfLeadingZeros(value | 1)) / 4;
  }

  // There has to be room for 8 bytes.
  private void put(long characters, int count) {
    LONG.set(bytes, length, characters);
    length += count;
  }

  /**
   * Appends a MAC address in lower case, of which the first byte is bits 47 to 40: {@code
   * aa:bb:cc:dd:ee:ff}.
   */
  public TextBuffer lowerMac(long address) {
    reserve(LONGEST_ADDRESS);
    int at = length;
    for (int shift = 40; shift >= 0; shift -= 8, at += 3) {
      INT.set(bytes, at, Digits.lowerPair((int) (address >>> shift)));
    }
    length = at - 1;
    return this;
  }

  /** Appends a MAC address, of which the first byte is bits 47 to 40: {@code AA:BB:CC:DD:EE:FF}. */
  public TextBuffer mac(long address) {
    reserve(LONGEST_ADDRESS);
    int at = length;
    for (int shift = 40; shift >= 0; shift -= 8, at += 3) {
      INT.set(bytes, at, Digits.upperPair((int) (address >>> shift)));
    }
    length = at - 1;
    return this;
  }

  /** Appends {@code length} bytes in hexadecimal, in lower case: {@code 0badcafe}. */
  public TextBuffer hex(MemorySegment memory, long offset, int length) {
    reserve(2 * length);
    for (int i = 0; i < length; i++) {
      INT.set(bytes, this.length, Digits.lowerPair(memory.get(ValueLayout.JAVA_BYTE, offset + i)));
      this.length += 2;
    }
    return this;
  }

  /** Appends an IPv4 address, of which the first byte is bits 31 to 24: {@code 10.0.0.1}. */
  public TextBuffer ipv4(int address) {
    reserve(LONGEST_ADDRESS);
    int at = length;
    for (int shift = 24; shift >= 0; shift -= 8) {
      int octet = address >>> shift;
      INT.set(bytes, at, Digits.octet(octet));
      at += Digits.octetLength(octet);
    }
    length = at - 1;
    return this;
  }

  /**
   * Appends an IPv6 address, of which the first byte is bits 63 to 56 of {@code high}, as RFC 5952
   * wants it: {@code 2001:db8::1}.
   */
  public TextBuffer ipv6(long high, long low) {
    reserve(LONGEST_ADDRESS);
    int zeros = zeroGroups(high) | zeroGroups(low) << 4;
    // Bit by bit, where a run of zeros of some length begins: longer and longer, until none does.
    int runs = zeros & zeros >>> 1; // a single group of zeros is written out
    int gapLength = runs == 0 ? 0 : 2;
    for (int longer; (longer = runs & zeros >>> gapLength) != 0; gapLength++) {
      runs = longer;
    }
    int gap = Integer.numberOfTrailingZeros(runs); // the first of the longest runs; 32 for none
    int gapEnd = gap + gapLength;
    for (int i = 0; i < 8; i++) {
      if (i == gap) {
        text("::");
      }
      if (i < gap || i >= gapEnd) {
        if (i != 0 && i != gapEnd) {
          character(':');
        }
        hex(group(i < 4 ? high : low, i & 3));
      }
    }
    return this;
  }

  /** The groups that are zero among four, the first of them in the lowest bit. */
  private static int zeroGroups(long half) {
    int zeros = 0;
    for (int i = 0; i < 4; i++) {
      zeros |= (group(half, i) - 1 >>> Integer.SIZE - 1) << i;
    }
    return zeros;
  }

  private static int group(long half, int index) {
    return (int) (half >>> 48 - index * 16) & 0xFFFF;
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
    if (bytes.length - length < count + SLACK) {
      grow(count);
    }
  }

  private void grow(int count) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count + SLACK));
    view = ByteBuffer.wrap(bytes);
  }
}
