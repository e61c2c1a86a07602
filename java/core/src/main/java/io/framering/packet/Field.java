// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The name of a header field and its presentation. There is one constant for each field of each
 * protocol, compared by identity.
 */
public final class Field {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /**
   * The cases in which a format for people shows a field. A format for machines shows all fields.
   */
  public enum Interest {
    /** Always. */
    ALWAYS,
    /** If it is not zero. */
    UNLESS_ZERO,
    /** Never, or only if it is wrong. */
    NEVER
  }

  private final String label;
  private final String key;
  private final int hexDigits;
  private final int unit;
  private final Interest interest;
  private final int number = COUNT.getAndIncrement();

  private Field(String label, String key, int hexDigits, int unit, Interest interest) {
    this.label = label;
    this.key = key;
    this.hexDigits = hexDigits;
    this.unit = unit;
    this.interest = interest;
  }

  /**
   * {@return a field that is always shown: a decimal number, or not a number}
   *
   * @param label the readable name, ASCII
   * @param key the name of Wireshark's display filter, or one like it; printable ASCII without
   *     quotes and backslashes
   */
  public static Field of(String label, String key) {
    return new Field(label, key, 0, 1, Interest.ALWAYS);
  }

  /**
   * {@return a field that is always shown: a number with this many hexadecimal digits}
   *
   * @param label the readable name, ASCII
   * @param key the name of Wireshark's display filter, or one like it; printable ASCII without
   *     quotes and backslashes
   * @param digits the number of hexadecimal digits, 1 to 16
   */
  public static Field hex(String label, String key, int digits) {
    return new Field(label, key, digits, 1, Interest.ALWAYS);
  }

  /**
   * {@return this field with another {@link #unit()}}
   *
   * @param newUnit the divisor, 1 or more
   */
  public Field per(int newUnit) {
    return new Field(label, key, hexDigits, newUnit, interest);
  }

  /** {@return this field, shown to people only if it is not zero} */
  public Field unlessZero() {
    return new Field(label, key, hexDigits, unit, Interest.UNLESS_ZERO);
  }

  /** {@return this field, not shown to people unless it is wrong} */
  public Field hidden() {
    return new Field(label, key, hexDigits, unit, Interest.NEVER);
  }

  /** {@return the readable name, ASCII: "TTL"; empty in an item whose value is self-explanatory} */
  public String label() {
    return label;
  }

  /** {@return the name of Wireshark's display filter: "ip.ttl"} */
  public String key() {
    return key;
  }

  /** {@return 0 for a decimal number, else the number of hexadecimal digits} */
  public int hexDigits() {
    return hexDigits;
  }

  /**
   * {@return the divisor of the number under the name {@link #key()}, where the header uses another
   * unit than people; usually 1}
   */
  public int unit() {
    return unit;
  }

  /** {@return when a format for people shows it} */
  public Interest interest() {
    return interest;
  }

  /** {@return a unique number of this field, 0 or more, small enough for an index} */
  public int number() {
    return number;
  }

  /**
   * {@return whether a format for people shows this field with this value}
   *
   * @param value the field's value
   */
  public boolean interesting(long value) {
    return interest == Interest.ALWAYS || interest == Interest.UNLESS_ZERO && value != 0;
  }

  @Override
  public String toString() {
    return key;
  }
}
