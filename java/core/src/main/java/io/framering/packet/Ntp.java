// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An NTP message (RFC 5905, section 7.3). Control messages (RFC 9327, section 2) have only the
 * first two fields and the mode in common with it, and are in modes 6 and 7.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---+-----+-----+---------------+---------------+---------------+
 * |LI | VN  |Mode |    Stratum    |     Poll      |   Precision   |
 * +---+-----+-----+---------------+---------------+---------------+
 * |                           Root Delay                          |
 * +---------------------------------------------------------------+
 * |                        Root Dispersion                        |
 * +---------------------------------------------------------------+
 * |                          Reference ID                         |
 * +---------------------------------------------------------------+
 * |                      Reference Timestamp                      |
 * |                                                               |
 * +---------------------------------------------------------------+
 * |               Origin, Receive, Transmit Timestamp
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Ntp extends Header {
  /** Bytes of the shortest message, a control message. */
  public static final int LENGTH = 12;

  /** The UDP port that IANA assigned. */
  public static final int PORT = 123;

  /** The mode of control messages, such as queries of {@code ntpq}. */
  public static final int CONTROL = 6;

  /** The mode of private messages, which belong to an implementation. */
  public static final int PRIVATE = 7;

  private static final int STRATUM_OFFSET = 1;
  private static final int POLL_OFFSET = 2;
  private static final int PRECISION_OFFSET = 3;
  private static final int DELAY_OFFSET = 4;
  private static final int DISPERSION_OFFSET = 8;
  private static final int REFERENCE_OFFSET = 12;
  private static final int REFERENCE_TIME_OFFSET = 16;
  private static final int ORIGIN_OFFSET = 24;
  private static final int RECEIVE_OFFSET = 32;
  private static final int TRANSMIT_OFFSET = 40;
  private static final int TIME_LENGTH = 48;

  private static final int SEQUENCE_OFFSET = 2;
  private static final int STATUS_OFFSET = 4;
  private static final int ASSOCIATION_OFFSET = 6;
  private static final int OFFSET_OFFSET = 8;
  private static final int COUNT_OFFSET = 10;

  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final Field HEADING = Field.of("NTP Message", "ntp");
  private static final Field FLAGS = Field.hex("Flags", "ntp.flags", 2).hidden();
  private static final Field LEAP = Field.of("Leap Indicator", "ntp.flags.li").unlessZero();
  private static final Field VERSION = Field.of("Version", "ntp.flags.vn");
  private static final Field MODE = Field.of("Mode", "ntp.flags.mode");
  private static final Field STRATUM = Field.of("Stratum", "ntp.stratum");
  private static final Field POLL = Field.of("Poll", "ntp.ppoll");
  private static final Field PRECISION = Field.of("Precision", "ntp.precision").hidden();
  private static final Field DELAY = Field.of("Root Delay", "ntp.rootdelay").hidden();
  private static final Field DISPERSION =
      Field.of("Root Dispersion", "ntp.rootdispersion").hidden();
  private static final Field REFERENCE = Field.of("Reference ID", "ntp.refid");
  private static final Field REFERENCE_TIME = Field.of("Reference", "ntp.reftime");
  private static final Field ORIGIN = Field.of("Origin", "ntp.org");
  private static final Field RECEIVE = Field.of("Receive", "ntp.rec");
  private static final Field TRANSMIT = Field.of("Transmit", "ntp.xmt");
  private static final Field CONTROL_FLAGS = Field.hex("Flags", "ntp.ctrl.flags2", 2).hidden();
  private static final Field RESPONSE = Field.of("Response", "ntp.ctrl.flags2.r");
  private static final Field ERROR = Field.of("Error", "ntp.ctrl.flags2.error").unlessZero();
  private static final Field MORE = Field.of("More", "ntp.ctrl.flags2.more").unlessZero();
  private static final Field OPERATION = Field.of("Operation", "ntp.ctrl.flags2.opcode");
  private static final Field SEQUENCE = Field.of("Sequence", "ntp.ctrl.sequence");
  private static final Field STATUS = Field.hex("Status", "ntp.ctrl.status", 4);
  private static final Field ASSOCIATION = Field.of("Association", "ntp.ctrl.associd");
  private static final Field OFFSET = Field.of("Offset", "ntp.ctrl.offset");
  private static final Field COUNT = Field.of("Count", "ntp.ctrl.count");

  /** A header that wraps nothing yet. */
  public Ntp() {
    super(HEADING, LENGTH);
  }

  /** {@return the warning of a leap second, 0 to 3: 0 for none, 3 if the clock is not set} */
  public int leap() {
    return unsignedByte(0) >>> 6;
  }

  /** {@return the version, 0 to 7: usually 3 or 4} */
  public int version() {
    return unsignedByte(0) >>> 3 & 7;
  }

  /** {@return the mode, 0 to 7: 3 is a client's, 4 a server's, {@link #CONTROL} another format} */
  public int mode() {
    return unsignedByte(0) & 7;
  }

  /** {@return the distance from a reference clock, 0 to 255: 1 is next to one, 16 is unknown} */
  public int stratum() {
    return unsignedByte(STRATUM_OFFSET);
  }

  /** {@return the greatest interval between messages, as a power of two: -128 to 127 seconds} */
  public int poll() {
    return (byte) unsignedByte(POLL_OFFSET);
  }

  /** {@return the precision of the clock, as a power of two: -128 to 127 seconds} */
  public int precision() {
    return (byte) unsignedByte(PRECISION_OFFSET);
  }

  /** {@return the round-trip delay to the reference clock, 0 to 2^32 - 1, in 2^-16 seconds} */
  public long rootDelay() {
    return unsignedInt(DELAY_OFFSET);
  }

  /** {@return the dispersion to the reference clock, 0 to 2^32 - 1, in 2^-16 seconds} */
  public long rootDispersion() {
    return unsignedInt(DISPERSION_OFFSET);
  }

  @Override
  protected Problem examine() {
    return mode() >= CONTROL || holds(TIME_LENGTH) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  public int headerLength() {
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int mode = mode();
    visitor.line();
    visitor.number(FLAGS, unsignedByte(0));
    if (mode != PRIVATE) {
      visitor.number(LEAP, leap());
    }
    visitor.number(VERSION, version());
    visitor.number(MODE, mode, modeName(mode));
    if (mode == CONTROL) {
      describeControl(visitor);
    } else if (mode != PRIVATE) {
      describeTime(visitor);
    }
  }

  private void describeTime(FieldVisitor visitor) {
    visitor.number(STRATUM, stratum());
    visitor.number(POLL, unsignedByte(POLL_OFFSET));
    visitor.number(PRECISION, unsignedByte(PRECISION_OFFSET));
    visitor.number(DELAY, rootDelay());
    visitor.number(DISPERSION, rootDispersion());
    if (holds(REFERENCE_TIME_OFFSET)) {
      visitor.bytes(REFERENCE, memory(), offset() + REFERENCE_OFFSET, Integer.BYTES);
    }
    describeTime(visitor, REFERENCE_TIME, REFERENCE_TIME_OFFSET);
    describeTime(visitor, ORIGIN, ORIGIN_OFFSET);
    describeTime(visitor, RECEIVE, RECEIVE_OFFSET);
    describeTime(visitor, TRANSMIT, TRANSMIT_OFFSET);
  }

  /** A time of the years 1968 to 2104, as RFC 4330, section 3, reads it; none if it is zero. */
  private void describeTime(FieldVisitor visitor, Field field, int at) {
    if (!holds(at + Long.BYTES)) {
      return;
    }
    long time = signedLong(at);
    long seconds = time >>> Integer.SIZE;
    long nanos = (time & 0xFFFF_FFFFL) * NANOS_PER_SECOND >>> Integer.SIZE;
    if (seconds != 0 || nanos != 0) {
      long era = time < 0 ? 0 : 1L << Integer.SIZE;
      visitor.line();
      visitor.time(field, (seconds + era - SECONDS_1900_TO_1970) * NANOS_PER_SECOND + nanos);
    }
  }

  private void describeControl(FieldVisitor visitor) {
    int flags = unsignedByte(1);
    visitor.line();
    visitor.number(CONTROL_FLAGS, flags);
    visitor.number(RESPONSE, flags >>> 7);
    visitor.number(ERROR, flags >>> 6 & 1);
    visitor.number(MORE, flags >>> 5 & 1);
    visitor.number(OPERATION, flags & 0x1F);
    visitor.number(SEQUENCE, unsignedShort(SEQUENCE_OFFSET));
    visitor.number(STATUS, unsignedShort(STATUS_OFFSET));
    visitor.number(ASSOCIATION, unsignedShort(ASSOCIATION_OFFSET));
    visitor.number(OFFSET, unsignedShort(OFFSET_OFFSET));
    visitor.number(COUNT, unsignedShort(COUNT_OFFSET));
  }

  private static String modeName(int mode) {
    return switch (mode) {
      case 1 -> "symmetric active";
      case 2 -> "symmetric passive";
      case 3 -> "client";
      case 4 -> "server";
      case 5 -> "broadcast";
      case CONTROL -> "control";
      case PRIVATE -> "private";
      default -> "reserved";
    };
  }
}
