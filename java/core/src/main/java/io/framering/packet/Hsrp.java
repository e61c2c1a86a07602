// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An HSRP message (RFC 2281, section 5.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * |    Version    |    Op Code    |     State     |   Hellotime   |
 * +---------------+---------------+---------------+---------------+
 * |    Holdtime   |    Priority   |     Group     |    Reserved   |
 * +---------------+---------------+---------------+---------------+
 * |                      Authentication Data                      |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                      Virtual IP Address                       |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Hsrp extends Header {
  /** Bytes of a message. */
  public static final int LENGTH = 20;

  /** The UDP port that IANA assigned. */
  public static final int PORT = 1985;

  private static final int VERSION_OFFSET = 0;
  private static final int OPERATION_OFFSET = 1;
  private static final int STATE_OFFSET = 2;
  private static final int HELLO_TIME_OFFSET = 3;
  private static final int HOLD_TIME_OFFSET = 4;
  private static final int PRIORITY_OFFSET = 5;
  private static final int GROUP_OFFSET = 6;
  private static final int RESERVED_OFFSET = 7;
  private static final int ADDRESS_OFFSET = 16;
  private static final int RESIGN = 2;

  private static final Field HEADING = Field.of("HSRP Message", "hsrp");
  private static final Field VERSION = Field.of("Version", "hsrp.version");
  private static final Field OPERATION = Field.of("Operation", "hsrp.opcode");
  private static final Field STATE = Field.of("State", "hsrp.state");
  private static final Field HELLO_TIME = Field.of("Hello Time", "hsrp.hellotime");
  private static final Field HOLD_TIME = Field.of("Hold Time", "hsrp.holdtime");
  private static final Field PRIORITY = Field.of("Priority", "hsrp.priority");
  private static final Field GROUP = Field.of("Group", "hsrp.group");
  private static final Field RESERVED = Field.of("Reserved", "hsrp.reserved").unlessZero();
  private static final Field ADDRESS = Field.of("Virtual IP", "hsrp.virt_ip");

  private static final Problem OTHER_VERSION = Problem.malformed("version is not 0");

  /** A header that wraps nothing yet. */
  public Hsrp() {
    super(HEADING, LENGTH);
  }

  /** {@return the version, 0 to 255: 0} */
  public int version() {
    return unsignedByte(VERSION_OFFSET);
  }

  /** {@return the operation, 0 to 255: 0 hello, 1 coup, 2 resign} */
  public int operation() {
    return unsignedByte(OPERATION_OFFSET);
  }

  /** {@return the sender's state, 0 to 255: 16 is active, 8 standby} */
  public int state() {
    return unsignedByte(STATE_OFFSET);
  }

  /** {@return the priority, 0 to 255} */
  public int priority() {
    return unsignedByte(PRIORITY_OFFSET);
  }

  /** {@return the standby group, 0 to 255} */
  public int group() {
    return unsignedByte(GROUP_OFFSET);
  }

  /** {@return the virtual address} */
  public int virtualAddress() {
    return signedInt(ADDRESS_OFFSET);
  }

  @Override
  protected Problem examine() {
    return version() == 0 ? Problem.NONE : OTHER_VERSION;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(VERSION, version());
    if (problem() != Problem.NONE) {
      return;
    }
    int operation = operation();
    visitor.number(OPERATION, operation, operationName(operation));
    if (operation > RESIGN) {
      return;
    }
    int state = state();
    visitor.number(STATE, state, stateName(state));
    visitor.number(HELLO_TIME, unsignedByte(HELLO_TIME_OFFSET));
    visitor.number(HOLD_TIME, unsignedByte(HOLD_TIME_OFFSET));
    visitor.line();
    visitor.number(PRIORITY, priority());
    visitor.number(GROUP, group());
    visitor.number(RESERVED, unsignedByte(RESERVED_OFFSET));
    visitor.ipv4(ADDRESS, virtualAddress());
  }

  private static String operationName(int operation) {
    return switch (operation) {
      case 0 -> "hello";
      case 1 -> "coup";
      case RESIGN -> "resign";
      default -> "unknown";
    };
  }

  private static String stateName(int state) {
    return switch (state) {
      case 0 -> "initial";
      case 1 -> "learn";
      case 2 -> "listen";
      case 4 -> "speak";
      case 8 -> "standby";
      case 16 -> "active";
      default -> "unknown";
    };
  }
}
