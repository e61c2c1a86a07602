// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * BSD's header of packets on the loopback interface (LINKTYPE_NULL and LINKTYPE_LOOP): a protocol
 * family.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                        Protocol Family                        |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>It is in the byte order of the capturing host, or in network byte order. Since families are
 * small numbers, the order in which the upper half is zero is the right one. Some systems write an
 * EtherType instead.
 */
public final class NullLoopback extends Header {
  /** Bytes of this header. */
  public static final int LENGTH = 4;

  /** A {@link #family()}: IPv4, on every system. */
  public static final int INET = 2;

  private static final int GREATEST_FAMILY = 1500;

  private static final Field HEADING = Field.of("Loopback Frame", "null");
  private static final Field FAMILY = Field.of("Family", "null.family");
  private static final Field TYPE = Field.hex("Protocol", "null.type", 4);

  /** A header that wraps nothing yet. */
  public NullLoopback() {
    super(HEADING, LENGTH);
  }

  /** {@return the protocol family, or an EtherType instead: 0 to 2^32 - 1} */
  public long family() {
    int asLittleEndian = Integer.reverseBytes(signedInt(0));
    return Integer.toUnsignedLong(
        asLittleEndian >>> Short.SIZE == 0 ? asLittleEndian : signedInt(0));
  }

  /** {@return whether {@link #family()} is an EtherType} */
  public boolean isEtherType() {
    return family() > GREATEST_FAMILY && family() <= 0xFFFF;
  }

  @Override
  protected Numbering payloadNumbering() {
    return Numbering.ETHER_TYPE;
  }

  @Override
  protected int payloadNumber() {
    if (isEtherType()) {
      return (int) family();
    }
    return switch ((int) family()) {
      case INET -> EtherType.IPV4;
      // NetBSD and OpenBSD, FreeBSD, Darwin.
      case 24, 28, 30 -> EtherType.IPV6;
      default -> 0;
    };
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    if (isEtherType()) {
      visitor.number(TYPE, family(), EtherType.name(payloadNumber()));
    } else {
      visitor.number(FAMILY, family(), familyName((int) family()));
    }
  }

  private static String familyName(int family) {
    return switch (family) {
      case INET -> "IPv4";
      case 7 -> "OSI";
      case 23 -> "IPX";
      case 24, 28, 30 -> "IPv6";
      default -> "unknown";
    };
  }
}
