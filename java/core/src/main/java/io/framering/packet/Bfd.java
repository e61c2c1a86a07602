// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A BFD control packet (RFC 5880, section 4.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
 * | Vers|Diagnost.|Sta|P|F|C|A|D|M|   Multiplier  |     Length    |
 * +-----+---------+---+-+-+-+-+-+-+---------------+---------------+
 * |                       My Discriminator                        |
 * +---------------------------------------------------------------+
 * |                      Your Discriminator                       |
 * +---------------------------------------------------------------+
 * |                   Desired Min TX Interval                     |
 * +---------------------------------------------------------------+
 * |                   Required Min RX Interval                    |
 * +---------------------------------------------------------------+
 * |                 Required Min Echo RX Interval                 |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class Bfd extends Header {
  /** Bytes without authentication. */
  public static final int LENGTH = 24;

  /** The UDP port of sessions over one hop. */
  public static final int PORT = 3784;

  /** The UDP port of sessions over several hops (RFC 5883). */
  public static final int MULTIHOP_PORT = 4784;

  /** The UDP port of sessions over the links of a group (RFC 7130). */
  public static final int LINK_GROUP_PORT = 6784;

  private static final int VERSION_OFFSET = 0;
  private static final int FLAGS_OFFSET = 1;
  private static final int MULTIPLIER_OFFSET = 2;
  private static final int LENGTH_OFFSET = 3;
  private static final int MINE_OFFSET = 4;
  private static final int YOURS_OFFSET = 8;
  private static final int TRANSMIT_OFFSET = 12;
  private static final int RECEIVE_OFFSET = 16;
  private static final int ECHO_OFFSET = 20;

  private static final Field HEADING = Field.of("BFD Packet", "bfd");
  private static final Field VERSION = Field.of("Version", "bfd.version");
  private static final Field DIAGNOSTIC = Field.hex("Diagnostic", "bfd.diag", 2).unlessZero();
  private static final Field STATE = Field.hex("State", "bfd.sta", 2);
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "bfd.flags", 2),
          new FlagsField.Flag("M", "bfd.flags.m", 0x01),
          new FlagsField.Flag("D", "bfd.flags.d", 0x02),
          new FlagsField.Flag("A", "bfd.flags.a", 0x04),
          new FlagsField.Flag("C", "bfd.flags.c", 0x08),
          new FlagsField.Flag("F", "bfd.flags.f", 0x10),
          new FlagsField.Flag("P", "bfd.flags.p", 0x20));
  private static final Field MULTIPLIER = Field.of("Multiplier", "bfd.detect_time_multiplier");
  private static final Field LENGTH_FIELD = Field.of("Length", "bfd.message_length");
  private static final Field MINE = Field.hex("My Discriminator", "bfd.my_discriminator", 8);
  private static final Field YOURS = Field.hex("Your Discriminator", "bfd.your_discriminator", 8);
  private static final Field TRANSMIT =
      Field.of("Desired Tx Interval", "bfd.desired_min_tx_interval");
  private static final Field RECEIVE =
      Field.of("Required Rx Interval", "bfd.required_min_rx_interval");
  private static final Field ECHO =
      Field.of("Required Echo Interval", "bfd.required_min_echo_interval");

  private static final Problem OTHER_VERSION = Problem.malformed("version is not 1");

  /** A header that wraps nothing yet. */
  public Bfd() {
    super(HEADING, LENGTH);
  }

  /** {@return the version, 0 to 7: 1} */
  public int version() {
    return unsignedByte(VERSION_OFFSET) >>> 5;
  }

  /** {@return the reason of the last change of state, 0 to 31} */
  public int diagnostic() {
    return unsignedByte(VERSION_OFFSET) & 0x1F;
  }

  /** {@return the state, 0 to 3: admin down, down, init, up} */
  public int state() {
    return unsignedByte(FLAGS_OFFSET) >>> 6;
  }

  /** {@return the detection time multiplier, 0 to 255} */
  public int multiplier() {
    return unsignedByte(MULTIPLIER_OFFSET);
  }

  /** {@return the sender's discriminator, 0 to 2^32 - 1} */
  public long myDiscriminator() {
    return unsignedInt(MINE_OFFSET);
  }

  /** {@return the receiver's discriminator, 0 to 2^32 - 1; 0 if not known yet} */
  public long yourDiscriminator() {
    return unsignedInt(YOURS_OFFSET);
  }

  @Override
  protected Problem examine() {
    return version() == 1 ? Problem.NONE : OTHER_VERSION;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    int first = unsignedByte(VERSION_OFFSET);
    visitor.number(VERSION, first >>> 5);
    if (problem() != Problem.NONE) {
      return;
    }
    visitor.number(DIAGNOSTIC, first & 0x1F, diagnosticName(first & 0x1F));
    int flags = unsignedByte(FLAGS_OFFSET);
    visitor.number(STATE, flags >>> 6, stateName(flags >>> 6));
    visitor.flags(FLAGS, flags);
    visitor.number(MULTIPLIER, multiplier());
    visitor.number(LENGTH_FIELD, unsignedByte(LENGTH_OFFSET));
    visitor.line();
    visitor.number(MINE, myDiscriminator());
    visitor.number(YOURS, yourDiscriminator());
    visitor.line();
    visitor.number(TRANSMIT, unsignedInt(TRANSMIT_OFFSET));
    visitor.number(RECEIVE, unsignedInt(RECEIVE_OFFSET));
    visitor.number(ECHO, unsignedInt(ECHO_OFFSET));
  }

  private static String stateName(int state) {
    return switch (state) {
      case 0 -> "AdminDown";
      case 1 -> "Down";
      case 2 -> "Init";
      default -> "Up";
    };
  }

  private static String diagnosticName(int diagnostic) {
    return switch (diagnostic) {
      case 0 -> "none";
      case 1 -> "control detection time expired";
      case 2 -> "echo function failed";
      case 3 -> "neighbor signaled session down";
      case 4 -> "forwarding plane reset";
      case 5 -> "path down";
      case 6 -> "concatenated path down";
      case 7 -> "administratively down";
      case 8 -> "reverse concatenated path down";
      default -> "unknown";
    };
  }
}
