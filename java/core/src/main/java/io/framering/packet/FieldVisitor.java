// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;

/**
 * Receives the fields of a header in reading order. Each protocol describes itself once, and each
 * output format implements this interface once.
 *
 * <p>Labels, keys and names are constants; the one text that comes from a packet is {@link #text}.
 */
public interface FieldVisitor {
  /** The fields from here on belong on a new line. Formats for machines ignore it. */
  void line();

  /**
   * An unsigned number.
   *
   * @param field the field
   * @param value the value, all 64 bits of it
   */
  void number(Field field, long value);

  /**
   * A number with a meaning.
   *
   * @param field the field
   * @param value the value, all 64 bits of it
   * @param name the meaning, or "unknown"
   */
  void number(Field field, long value, String name);

  /**
   * A verified checksum: it is right if {@code value == expected}.
   *
   * @param field the field
   * @param value the checksum in the header
   * @param expected the correct checksum
   */
  void checksum(Field field, long value, long expected);

  /**
   * An unverified checksum.
   *
   * @param field the field
   * @param value the checksum in the header
   * @param present false if the value means that the sender computed none
   */
  void unverifiedChecksum(Field field, long value, boolean present);

  /**
   * Flags; {@code value} may have bits without a name.
   *
   * @param field the field, with the names of its flags
   * @param value the flags that are set
   */
  void flags(FlagsField field, int value);

  /**
   * A MAC address, in the lower 48 bits.
   *
   * @param field the field
   * @param address its first byte is bits 47 to 40
   */
  void mac(Field field, long address);

  /**
   * An IPv4 address.
   *
   * @param field the field
   * @param address its first byte is bits 31 to 24
   */
  void ipv4(Field field, int address);

  /**
   * An IPv6 address.
   *
   * @param field the field
   * @param high the first 64 bits of the address: the first byte is bits 63 to 56
   * @param low the last 64 bits of the address
   */
  void ipv6(Field field, long high, long low);

  /**
   * Bytes without a known meaning.
   *
   * @param field the field
   * @param memory contains them
   * @param offset of the first one
   * @param length their number, 0 or more
   */
  void bytes(Field field, MemorySegment memory, long offset, int length);

  /**
   * Characters that the packet contains: any bytes, which are not ASCII if the sender wants so.
   *
   * @param field the field
   * @param memory contains them
   * @param offset of the first one
   * @param length their number, 0 or more
   */
  void text(Field field, MemorySegment memory, long offset, int length);

  /**
   * The items up to {@link #endGroup()} are parts of {@code field}. Groups do not nest.
   *
   * @param field the group as a whole
   */
  void group(Field field);

  /** Ends a group. */
  void endGroup();

  /**
   * Begins an item of a group, such as one option of a list: the fields up to the next item belong
   * to it.
   *
   * @param field the kind of the items
   * @param type the item's type
   * @param name the meaning of the type, or "unknown"
   */
  void item(Field field, int type, String name);

  /**
   * A problem of the header, or of the open group.
   *
   * @param problem what is wrong
   */
  void problem(Problem problem);
}
