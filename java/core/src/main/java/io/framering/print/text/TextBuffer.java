// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A buffer for text, nearly always ASCII, else UTF-8: an array that grows and is reused. Once it
 * has grown to the size needed between two calls of {@link #clear()}, it allocates nothing.
 */
public final class TextBuffer {
  private static final int INITIAL_CAPACITY = 16 * 1024;

  private byte[] bytes;
  private ByteBuffer view;
  private int length;

  /** An empty buffer. */
  public TextBuffer() {
    this(INITIAL_CAPACITY);
  }

  /**
   * An empty buffer, which grows as necessary.
   *
   * @param capacity bytes that fit before it grows, 1 or more
   */
  public TextBuffer(int capacity) {
    bytes = new byte[capacity];
    view = ByteBuffer.wrap(bytes);
  }

  /** {@return the number of bytes} */
  public int length() {
    return length;
  }

  /**
   * Empties this buffer.
   *
   * @return this buffer
   */
  public TextBuffer clear() {
    length = 0;
    return this;
  }

  /**
   * Removes the text appended since {@link #length()} was {@code newLength}.
   *
   * @param newLength the length, 0 to {@link #length()}
   * @return this buffer
   */
  public TextBuffer truncate(int newLength) {
    length = Math.min(length, newLength);
    return this;
  }

  /**
   * Appends {@code text}, which must be ASCII and must not come from a packet.
   *
   * @param text the text
   * @return this buffer
   */
  @SuppressWarnings("deprecation") // it copies bytes; getBytes(charset) would allocate an array
  public TextBuffer text(String text) {
    int count = text.length();
    reserve(count);
    text.getBytes(0, count, bytes, length);
    length += count;
    return this;
  }

  /**
   * Appends the text of {@code other} from {@code from} to {@code to}.
   *
   * @param other another buffer
   * @param from the index of the first character
   * @param to the index after the last character
   * @return this buffer
   */
  public TextBuffer part(TextBuffer other, int from, int to) {
    return part(other.bytes, from, to);
  }

  /**
   * Appends part of {@code source}, which must have {@link Ascii#SLACK} bytes after it.
   *
   * @param source an array of ASCII
   * @param from the index of the first character
   * @param to the index after the last character
   * @return this buffer
   */
  public TextBuffer part(byte[] source, int from, int to) {
    reserve(to - from);
    length = Ascii.copy(source, from, to, bytes, length);
    return this;
  }

  /**
   * Appends a character, which must be ASCII.
   *
   * @param character the character
   * @return this buffer
   */
  public TextBuffer character(char character) {
    reserve(1);
    bytes[length++] = (byte) character;
    return this;
  }

  /**
   * Appends a character of any script in UTF-8.
   *
   * @param codePoint its number; not that of a surrogate
   * @return this buffer
   */
  public TextBuffer utf8(int codePoint) {
    reserve(Integer.BYTES);
    if (codePoint < 0x80) {
      bytes[length++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xC0 | codePoint >> 6);
      bytes[length++] = continuation(codePoint);
    } else if (codePoint < 0x10000) {
      bytes[length++] = (byte) (0xE0 | codePoint >> 12);
      bytes[length++] = continuation(codePoint >> 6);
      bytes[length++] = continuation(codePoint);
    } else {
      bytes[length++] = (byte) (0xF0 | codePoint >> 18);
      bytes[length++] = continuation(codePoint >> 12);
      bytes[length++] = continuation(codePoint >> 6);
      bytes[length++] = continuation(codePoint);
    }
    return this;
  }

  private static byte continuation(int codePoint) {
    return (byte) (0x80 | codePoint & 0x3F);
  }

  /**
   * Appends {@code character}, which must be ASCII, {@code count} times.
   *
   * @param character the character
   * @param count how often
   * @return this buffer
   */
  public TextBuffer repeat(char character, int count) {
    reserve(count);
    Arrays.fill(bytes, length, length + count, (byte) character);
    length += count;
    return this;
  }

  /**
   * Appends a line feed.
   *
   * @return this buffer
   */
  public TextBuffer newline() {
    return character('\n');
  }

  /**
   * Appends {@code value} in decimal, with a minus sign if it is negative.
   *
   * @param value the number
   * @return this buffer
   */
  public TextBuffer decimal(long value) {
    reserve(Ascii.LONGEST);
    length = Ascii.decimal(value, bytes, length);
    return this;
  }

  /**
   * Appends {@code value} as an unsigned number, in decimal.
   *
   * @param value the number
   * @return this buffer
   */
  public TextBuffer unsigned(long value) {
    reserve(Ascii.LONGEST);
    length = Ascii.unsigned(value, bytes, length);
    return this;
  }

  /**
   * Appends the last {@code digits} decimal digits of {@code value}, 0 or more, zeros first.
   *
   * @param value the number
   * @param digits the number of digits
   * @return this buffer
   */
  public TextBuffer decimal(long value, int digits) {
    reserve(digits);
    length = Ascii.decimal(value, digits, bytes, length);
    return this;
  }

  /**
   * Appends the last {@code digits} hexadecimal digits of {@code value}, in lower case, 1 to 16.
   *
   * @param value the number
   * @param digits the number of digits
   * @return this buffer
   */
  public TextBuffer hex(long value, int digits) {
    reserve(Ascii.LONGEST);
    length = Ascii.hex(value, digits, bytes, length);
    return this;
  }

  /**
   * Appends {@code value} as an unsigned number, in as few hexadecimal digits as it needs.
   *
   * @param value the number
   * @return this buffer
   */
  public TextBuffer hex(long value) {
    return hex(value, Ascii.hexDigits(value));
  }

  /**
   * Appends a MAC address in lower case, of which the first byte is bits 47 to 40: {@code
   * aa:bb:cc:dd:ee:ff}.
   *
   * @param address the address
   * @return this buffer
   */
  public TextBuffer lowerMac(long address) {
    reserve(Ascii.LONGEST);
    length = Ascii.lowerMac(address, bytes, length);
    return this;
  }

  /**
   * Appends a MAC address, of which the first byte is bits 47 to 40: {@code AA:BB:CC:DD:EE:FF}.
   *
   * @param address the address
   * @return this buffer
   */
  public TextBuffer mac(long address) {
    reserve(Ascii.LONGEST);
    length = Ascii.mac(address, bytes, length);
    return this;
  }

  /**
   * Appends {@code length} bytes in hexadecimal, in lower case: {@code 0badcafe}.
   *
   * @param memory contains the bytes
   * @param offset the offset of the first byte
   * @param length the number of bytes
   * @return this buffer
   */
  public TextBuffer hex(MemorySegment memory, long offset, int length) {
    reserve(2 * length);
    for (int i = 0; i < length; i++) {
      byte octet = memory.get(ValueLayout.JAVA_BYTE, offset + i);
      this.length = Ascii.octet(octet, bytes, this.length);
    }
    return this;
  }

  /**
   * Appends an IPv4 address, of which the first byte is bits 31 to 24: {@code 10.0.0.1}.
   *
   * @param address the address
   * @return this buffer
   */
  public TextBuffer ipv4(int address) {
    reserve(Ascii.LONGEST);
    length = Ascii.ipv4(address, bytes, length);
    return this;
  }

  /**
   * Appends an IPv6 address, of which the first byte is bits 63 to 56 of {@code high}, as RFC 5952
   * wants it: {@code 2001:db8::1}.
   *
   * @param high the first 64 bits: the first byte is bits 63 to 56
   * @param low the last 64 bits
   * @return this buffer
   */
  public TextBuffer ipv6(long high, long low) {
    reserve(Ascii.LONGEST);
    length = Ascii.ipv6(high, low, bytes, length);
    return this;
  }

  /**
   * Writes the text to {@code channel}, which must be blocking, and empties this buffer. After a
   * failure, the buffer contains the unwritten rest.
   *
   * @param channel where the text goes
   * @throws IOException if writing fails
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

  /** {@return a copy of the bytes} */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** The text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * {@return the array, with room for {@code count} bytes and {@link Ascii#SLACK} from {@link
   * #length()} on} Callers that write into it must call {@link #endAt}.
   *
   * @param count the number of bytes, 0 or more
   */
  public byte[] room(int count) {
    reserve(count);
    return bytes;
  }

  /**
   * Sets the end of the text in the array.
   *
   * @param newLength the index after the last byte of text
   */
  public void endAt(int newLength) {
    length = newLength;
  }

  private void reserve(int count) {
    if (bytes.length - length < count + Ascii.SLACK) {
      grow(count);
    }
  }

  private void grow(int count) {
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count + Ascii.SLACK));
    view = ByteBuffer.wrap(bytes);
  }
}
