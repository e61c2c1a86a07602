// SPDX-License-Identifier: Apache-2.0
package io.framering.print.layout;

import io.framering.print.text.Ascii;
import io.framering.print.text.TextBuffer;
import java.util.Arrays;

/** The fixed text for notes of one shape, and the positions of the values in it. */
public final class Layout {
  private static final int INITIAL_CAPACITY = 32;
  private static final int INITIAL_TEXT = 512;

  private static final int TIME_LENGTH = 21; // of Long.MIN_VALUE nanoseconds, with sign and point
  private static final int LONGEST = Math.max(Ascii.LONGEST, TIME_LENGTH);

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANO_DIGITS = 9;
  private static final int MAPPED_PREFIX = 0xFFFF;

  // How a value becomes text.
  public static final int DECIMAL = 0;

  /** Hexadecimal, with the parameter as number of digits. */
  public static final int HEX = 1;

  /** 1 if one of the bits of the parameter is set, else 0. */
  public static final int FLAG = 2;

  public static final int MAC = 3;
  public static final int LOWER_MAC = 4;
  public static final int IPV4 = 5;
  public static final int IPV6 = 6;

  /** As in {@code inet_ntop(3)}: embedded IPv4 addresses are shown as such. */
  public static final int MIXED_IPV6 = 7;

  public static final int TIME = 8;
  public static final int TEXT = 9;

  private final Notes.Shape shape = new Notes.Shape();
  private final TextBuffer fixed = new TextBuffer(INITIAL_TEXT);

  // By value, in the order of the text: the fixed text before it, its note, and its style.
  private int[] ends = new int[INITIAL_CAPACITY];
  private int[] places = new int[INITIAL_CAPACITY];
  private int[] styles = new int[INITIAL_CAPACITY];
  private int[] parameters = new int[INITIAL_CAPACITY];
  private int count;

  /** Begins a layout for the shape of these notes. */
  public void begin(Notes notes) {
    shape.copy(notes);
    fixed.clear();
    count = 0;
  }

  /** Whether this is the layout for these notes. */
  public boolean isOf(Notes notes) {
    return notes.isOf(shape);
  }

  /** The buffer for the fixed text up to the next value. */
  public TextBuffer fixed() {
    return fixed;
  }

  /** Adds the value of a note. */
  public void value(int note, int style, int parameter) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      places = Arrays.copyOf(places, 2 * count);
      styles = Arrays.copyOf(styles, 2 * count);
      parameters = Arrays.copyOf(parameters, 2 * count);
    }
    ends[count] = fixed.length();
    places[count] = note;
    styles[count] = style;
    parameters[count++] = parameter;
  }

  /** Appends the text with the values of a frame to {@code text}. */
  public void write(Notes notes, TextBuffer text) {
    long[] values = notes.values();
    TextBuffer texts = notes.texts();
    byte[] to = text.room(fixed.length() + texts.length() + count * LONGEST);
    byte[] from = fixed.room(0);
    int at = text.length();
    int written = 0;
    for (int i = 0; i < count; i++) {
      at = Ascii.copy(from, written, ends[i], to, at);
      written = ends[i];
      int note = places[i];
      long value = values[note];
      at =
          switch (styles[i]) {
            case DECIMAL -> Ascii.decimal(value, to, at);
            case HEX -> Ascii.hex(value, parameters[i], to, at);
            case FLAG -> flag((value & parameters[i]) != 0, to, at);
            case MAC -> Ascii.mac(value, to, at);
            case LOWER_MAC -> Ascii.lowerMac(value, to, at);
            case IPV4 -> Ascii.ipv4((int) value, to, at);
            case IPV6 -> Ascii.ipv6(value, values[note + 1], to, at);
            case MIXED_IPV6 -> mixedIpv6(value, values[note + 1], to, at);
            case TIME -> time(value, to, at);
            default -> // TEXT
                Ascii.copy(texts.room(0), (int) (value >>> Integer.SIZE), (int) value, to, at);
          };
    }
    text.endAt(Ascii.copy(from, written, fixed.length(), to, at));
  }

  private static int flag(boolean set, byte[] to, int at) {
    to[at] = (byte) (set ? '1' : '0');
    return at + 1;
  }

  private static int mixedIpv6(long high, long low, byte[] to, int at) {
    long prefix = low >>> Integer.SIZE;
    boolean mapped = prefix == MAPPED_PREFIX;
    if (high != 0 || !mapped && (prefix != 0 || low >>> Short.SIZE == 0)) {
      return Ascii.ipv6(high, low, to, at);
    }
    String before = mapped ? "::ffff:" : "::";
    for (int i = 0; i < before.length(); i++) {
      to[at + i] = (byte) before.charAt(i);
    }
    return Ascii.ipv4((int) low, to, at + before.length());
  }

  /** Seconds since 1970 with nine decimal places. */
  private static int time(long nanos, byte[] to, int at) {
    long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND);
    long rest = Math.floorMod(nanos, NANOS_PER_SECOND);
    int end = at;
    if (seconds < 0 && rest != 0) {
      seconds++;
      rest = NANOS_PER_SECOND - rest;
      if (seconds == 0) {
        to[end++] = '-';
      }
    }
    end = Ascii.decimal(seconds, to, end);
    to[end++] = '.';
    return Ascii.decimal(rest, NANO_DIGITS, to, end);
  }
}
