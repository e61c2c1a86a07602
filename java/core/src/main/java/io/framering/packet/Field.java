package io.framering.packet;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a field is called, and how it is best shown. A constant: one for each field of each
 * protocol, and equal to itself alone.
 */
public final class Field {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** When people want to see a field. A format for machines shows them all. */
  public enum Interest {
    /** Always. */
    ALWAYS,
    /** When it is not zero. */
    UNLESS_ZERO,
    /** Never, or only when it is wrong. */
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

  /** A number that people read in decimal, or what is no number, and always want to see. */
  public static Field of(String label, String key) {
    return new Field(label, key, 0, 1, Interest.ALWAYS);
  }

  static Field hex(String label, String key, int digits) {
    return new Field(label, key, digits, 1, Interest.ALWAYS);
  }

  Field per(int newUnit) {
    return new Field(label, key, hexDigits, newUnit, interest);
  }

  Field unlessZero() {
    return new Field(label, key, hexDigits, unit, Interest.UNLESS_ZERO);
  }

  Field hidden() {
    return new Field(label, key, hexDigits, unit, Interest.NEVER);
  }

  /** For people, ASCII: "TTL"; empty within an item that the value alone explains. */
  public String label() {
    return label;
  }

  /** The name of Wireshark's display filter: "ip.ttl". */
  public String key() {
    return key;
  }

  /** 0 for a number that people read in decimal, else the digits it has in hexadecimal. */
  public int hexDigits() {
    return hexDigits;
  }

  /**
   * What the number is divided by under the name of {@link #key()}, as the header has it in other
   * units than people do; mostly 1.
   */
  public int unit() {
    return unit;
  }

  /** When people want to see it. */
  public Interest interest() {
    return interest;
  }

  /** Of this field among all, which no other has: 0 or more, and small enough for an index. */
  public int number() {
    return number;
  }

  /** Whether people want to see this field when it has this value. */
  public boolean interesting(long value) {
    return interest == Interest.ALWAYS || interest == Interest.UNLESS_ZERO && value != 0;
  }

  @Override
  public String toString() {
    return key;
  }
}
