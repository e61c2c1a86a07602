// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A WireGuard message (wireguard.com/papers/wireguard.pdf, section 5.4): its type, and the indices
 * of the peers. All numbers are little-endian. The rest is encrypted.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-----------------------------------------------+
 * |      Type     |                    Reserved                   |
 * +---------------+-----------------------------------------------+
 * |           Sender (types 1, 2) or Receiver (types 3, 4)        |
 * +---------------------------------------------------------------+
 * |             Receiver (type 2) or Counter (type 4) ...
 * +---------------------------------------------------------------
 * </pre>
 */
public final class WireGuard extends Header {
  /** Bytes of the shortest message's head. */
  public static final int LENGTH = 8;

  /** The UDP port that most peers use. */
  public static final int PORT = 51820;

  private static final int TYPE_OFFSET = 0;
  private static final int FIRST_INDEX_OFFSET = 4;
  private static final int SECOND_INDEX_OFFSET = 8;
  private static final int COUNTER_OFFSET = 8;

  private static final int INITIATION = 1;
  private static final int RESPONSE = 2;
  private static final int COOKIE_REPLY = 3;
  private static final int DATA = 4;

  private static final Field HEADING = Field.of("WireGuard Message", "wg");
  private static final Field TYPE = Field.of("Type", "wg.type");
  private static final Field SENDER = Field.hex("Sender", "wg.sender", 8);
  private static final Field RECEIVER = Field.hex("Receiver", "wg.receiver", 8);
  private static final Field COUNTER = Field.of("Counter", "wg.counter");

  private static final Problem UNKNOWN_TYPE = Problem.malformed("unknown type");
  private static final Problem SHORT_MESSAGE = Problem.malformed("message too short for its type");

  /** A header that wraps nothing yet. */
  public WireGuard() {
    super(HEADING, LENGTH);
  }

  /** {@return the type, 0 to 255: 1 to 4} */
  public int type() {
    return unsignedByte(TYPE_OFFSET);
  }

  private static int minimumLength(int type) {
    return switch (type) {
      case INITIATION -> 148;
      case RESPONSE -> 92;
      case COOKIE_REPLY -> 64;
      case DATA -> 32;
      default -> 0;
    };
  }

  /** The message as a whole, except that encrypted packets are payload. */
  @Override
  public int headerLength() {
    int type = type();
    return type == DATA ? COUNTER_OFFSET + Long.BYTES : minimumLength(type);
  }

  @Override
  protected Problem examine() {
    int type = type();
    int minimum = minimumLength(type);
    if (minimum == 0) {
      return UNKNOWN_TYPE;
    }
    if (wireLength() < minimum) {
      return SHORT_MESSAGE;
    }
    return holds(headerLength()) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int type = type();
    visitor.line();
    visitor.number(TYPE, type, name(type));
    if (problem() != Problem.NONE) {
      return;
    }
    long index = littleEndian(FIRST_INDEX_OFFSET);
    visitor.number(type == INITIATION || type == RESPONSE ? SENDER : RECEIVER, index);
    if (type == RESPONSE) {
      visitor.number(RECEIVER, littleEndian(SECOND_INDEX_OFFSET));
    } else if (type == DATA) {
      visitor.number(COUNTER, Long.reverseBytes(signedLong(COUNTER_OFFSET)));
    }
  }

  private long littleEndian(int at) {
    return Integer.toUnsignedLong(Integer.reverseBytes(signedInt(at)));
  }

  private static String name(int type) {
    return switch (type) {
      case INITIATION -> "handshake initiation";
      case RESPONSE -> "handshake response";
      case COOKIE_REPLY -> "cookie reply";
      case DATA -> "transport data";
      default -> "unknown";
    };
  }
}
