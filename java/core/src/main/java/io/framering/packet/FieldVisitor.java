package io.framering.packet;

import java.lang.foreign.MemorySegment;

/**
 * Is shown the fields of a header, in the order in which they are best read. Each protocol
 * describes itself once, and each output format is one implementation of this.
 *
 * <p>Nothing here is text from the packet: labels, keys and names are constants.
 */
public interface FieldVisitor {
  /** The fields from here on belong on a line of their own. Means nothing to a machine. */
  void line();

  /** A number without a sign. */
  void number(Field field, long value);

  /**
   * A number that stands for something.
   *
   * @param name what it stands for, "unknown" when that is not known
   */
  void number(Field field, long value, String name);

  /** A checksum that was verified: it is right when {@code value == expected}. */
  void checksum(Field field, long value, long expected);

  /**
   * A checksum that was not verified.
   *
   * @param present false when the value says that the sender made none
   */
  void unverifiedChecksum(Field field, long value, boolean present);

  /** Flags; {@code value} may have bits that have no name. */
  void flags(FlagsField field, int value);

  /** A MAC address, in the lower 48 bits. */
  void mac(Field field, long address);

  /** An IPv4 address. */
  void ipv4(Field field, int address);

  /** An IPv6 address. */
  void ipv6(Field field, long high, long low);

  /**
   * Bytes that have no meaning known here.
   *
   * @param memory where they lie
   * @param offset of the first one
   * @param length how many, 0 or more
   */
  void bytes(Field field, MemorySegment memory, long offset, int length);

  /** The items up to {@link #endGroup()} are parts of {@code field}. Groups do not nest. */
  void group(Field field);

  /** Ends a group. */
  void endGroup();

  /**
   * Begins an item of a group, such as one option of a list: the fields up to the next item belong
   * to it.
   *
   * @param type the number that says what it is
   * @param name what the number stands for, "unknown" when that is not known
   */
  void item(Field field, int type, String name);

  /** What is wrong with the header, or with the group that is open. */
  void problem(Problem problem);
}
