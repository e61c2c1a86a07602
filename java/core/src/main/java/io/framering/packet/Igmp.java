// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An IGMP message (version 1: RFC 1112, appendix I; 2: RFC 2236, section 2; 3: RFC 3376, section
 * 4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     Type      |Max Resp. Time |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |   Group Address; in a report of version 3: number of records  |
 * +-------+-+-----+---------------+-------------------------------+
 * | Resv  |S| QRV |     QQIC      |      Number of Sources        |
 * +-------+-+-----+---------------+-------------------------------+
 * |       source addresses of a query; records of a report
 * +---------------------------------------------------------------
 * </pre>
 *
 * <p>Only messages of version 3 have the third line and the bytes after it.
 */
public final class Igmp extends Header {
  /** The minimum length in bytes. */
  public static final int LENGTH = 8;

  /** A {@link #type()}: membership query. */
  public static final int QUERY = 0x11;

  /** A {@link #type()}: membership report of version 1. */
  public static final int REPORT_1 = 0x12;

  /** A {@link #type()}: membership report of version 2. */
  public static final int REPORT_2 = 0x16;

  /** A {@link #type()}: leave group. */
  public static final int LEAVE = 0x17;

  /** A {@link #type()}: membership report of version 3. */
  public static final int REPORT_3 = 0x22;

  private static final int TYPE_OFFSET = 0;
  private static final int TIME_OFFSET = 1;
  private static final int CHECKSUM_OFFSET = 2;
  private static final int GROUP_OFFSET = 4;
  private static final int RECORD_COUNT_OFFSET = 6;
  private static final int FLAGS_OFFSET = 8;
  private static final int INTERVAL_OFFSET = 9;
  private static final int SOURCE_COUNT_OFFSET = 10;
  private static final int SOURCES_OFFSET = 12;

  private static final int SUPPRESS = 8;
  private static final int ROBUSTNESS_MASK = 7;
  private static final int RECORDS_OFFSET = 8;
  private static final int RECORD_LENGTH = 8;

  private static final Field HEADING = Field.of("IGMP Message", "igmp");
  private static final Field VERSION = Field.of("Version", "igmp.version");
  private static final Field TYPE = Field.hex("Type", "igmp.type", 2);
  private static final Field TIME = Field.of("Max Response Time", "igmp.max_resp").unlessZero();
  private static final Field CHECKSUM = Field.hex("Checksum", "igmp.checksum", 4).hidden();
  private static final Field GROUP = Field.of("Group", "igmp.maddr");
  private static final Field S = Field.of("Suppress", "igmp.s").unlessZero();
  private static final Field QRV = Field.of("Robustness", "igmp.qrv");
  private static final Field QQIC = Field.of("Query Interval", "igmp.qqic");
  private static final Field SOURCE_COUNT = Field.of("Sources", "igmp.num_src");
  private static final Field SOURCE = Field.of("Source", "igmp.saddr");
  private static final Field RECORD_COUNT = Field.of("Records", "igmp.num_grp_recs").hidden();
  private static final Field RECORDS = Field.of("Records", "igmp.record");
  private static final Field RECORD = Field.of("Record", "igmp.record_type");
  private static final Field AUXILIARY_LENGTH =
      Field.of("Auxiliary Length", "igmp.aux_data_len").hidden();
  private static final Field RECORD_SOURCE_COUNT = Field.of("Sources", "igmp.num_src").hidden();
  private static final Field RECORD_GROUP = Field.of("", "igmp.maddr");
  private static final Field RECORD_SOURCE = Field.of("", "igmp.saddr");

  /** A header that wraps nothing yet. */
  public Igmp() {
    super(HEADING, LENGTH);
  }

  /** {@return the type, 0 to 255} */
  public int type() {
    return unsignedByte(TYPE_OFFSET);
  }

  /**
   * {@return the version of the protocol: 1 to 3, or 0 if the type is unknown} The version of a
   * query depends on its length.
   */
  public int version() {
    return switch (type()) {
      case QUERY -> wireLength() >= SOURCES_OFFSET ? 3 : unsignedByte(TIME_OFFSET) == 0 ? 1 : 2;
      case REPORT_1 -> 1;
      case REPORT_2, LEAVE -> 2;
      case REPORT_3 -> 3;
      default -> 0;
    };
  }

  /**
   * {@return the maximum response time of a query in tenths of a second, 0 to 31744: in version 3,
   * a value of 128 or more is a floating-point number (RFC 3376, section 4.1.1)}
   */
  public int maximumResponseTime() {
    int code = unsignedByte(TIME_OFFSET);
    return version() == 3 && code >= 0x80 ? (code & 0xF | 0x10) << (code >>> 4 & 7) + 3 : code;
  }

  /** {@return the checksum, 0 to 65535} */
  public int checksum() {
    return unsignedShort(CHECKSUM_OFFSET);
  }

  /** {@return the group address: its first byte is bits 31 to 24} Not in a report of version 3. */
  public int group() {
    return signedInt(GROUP_OFFSET);
  }

  @Override
  public int headerLength() {
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected Problem examine() {
    return type() == QUERY && version() == 3 && !holds(SOURCES_OFFSET)
        ? Problem.TRUNCATED
        : Problem.NONE;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    visitor.number(TYPE, type(), typeName(type()));
    if (version() == 0) {
      return;
    }
    visitor.number(VERSION, version());
    if (version() == 2 || type() == QUERY && version() == 3) {
      visitor.number(TIME, maximumResponseTime());
    }
    describeChecksum(visitor);
    if (type() == REPORT_3) {
      visitor.number(RECORD_COUNT, unsignedShort(RECORD_COUNT_OFFSET));
      describeRecords(visitor);
    } else {
      visitor.ipv4(GROUP, group());
      describeQuery(visitor);
    }
  }

  private void describeChecksum(FieldVisitor visitor) {
    if (isVerifiable()) {
      long sum = InternetChecksum.add(0, memory(), offset(), end());
      visitor.checksum(CHECKSUM, checksum(), InternetChecksum.expected(checksum(), sum));
    } else {
      visitor.unverifiedChecksum(CHECKSUM, checksum(), true);
    }
  }

  private void describeQuery(FieldVisitor visitor) {
    if (type() != QUERY || version() != 3 || problem() != Problem.NONE) {
      return;
    }
    visitor.line();
    visitor.number(S, (unsignedByte(FLAGS_OFFSET) & SUPPRESS) / SUPPRESS);
    visitor.number(QRV, unsignedByte(FLAGS_OFFSET) & ROBUSTNESS_MASK);
    visitor.number(QQIC, unsignedByte(INTERVAL_OFFSET));
    visitor.number(SOURCE_COUNT, unsignedShort(SOURCE_COUNT_OFFSET));
    describeSources(visitor, SOURCE, SOURCES_OFFSET, unsignedShort(SOURCE_COUNT_OFFSET));
  }

  private void describeSources(FieldVisitor visitor, Field field, int from, int count) {
    for (int i = 0; i < count; i++) {
      int at = from + i * Integer.BYTES;
      if (!holds(at + Integer.BYTES)) {
        visitor.problem(Problem.TRUNCATED);
        return;
      }
      visitor.ipv4(field, signedInt(at));
    }
  }

  private void describeRecords(FieldVisitor visitor) {
    visitor.line();
    visitor.group(RECORDS);
    int at = RECORDS_OFFSET;
    for (int i = 0; i < unsignedShort(RECORD_COUNT_OFFSET); i++) {
      if (!holds(at + RECORD_LENGTH)) {
        visitor.problem(Problem.TRUNCATED);
        break;
      }
      int sources = unsignedShort(at + Short.BYTES);
      visitor.item(RECORD, unsignedByte(at), recordName(unsignedByte(at)));
      visitor.number(AUXILIARY_LENGTH, unsignedByte(at + 1));
      visitor.number(RECORD_SOURCE_COUNT, sources);
      visitor.ipv4(RECORD_GROUP, signedInt(at + Integer.BYTES));
      describeSources(visitor, RECORD_SOURCE, at + RECORD_LENGTH, sources);
      at += RECORD_LENGTH + (sources + unsignedByte(at + 1)) * Integer.BYTES;
    }
    visitor.endGroup();
  }

  private static String typeName(int type) {
    return switch (type) {
      case QUERY -> "membership query";
      case REPORT_1, REPORT_2, REPORT_3 -> "membership report";
      case LEAVE -> "leave group";
      case 0x13 -> "DVMRP";
      case 0x14 -> "PIM version 1";
      default -> "unknown";
    };
  }

  /** The name of a group record type; MLD has the same types. */
  static String recordName(int type) {
    return switch (type) {
      case 1 -> "is include";
      case 2 -> "is exclude";
      case 3 -> "to include";
      case 4 -> "to exclude";
      case 5 -> "allow";
      case 6 -> "block";
      default -> "unknown";
    };
  }
}
