// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * The messages of multicast listener discovery, which are ICMPv6 messages (version 1: RFC 2710,
 * section 3; 2: RFC 3810, section 5).
 */
final class ListenerDiscovery {
  private static final int ADDRESS_LENGTH = 16;
  private static final int LISTENER_LENGTH = 24;
  private static final int QUERY_2_LENGTH = 28;
  private static final int REPORT_2_LENGTH = 8;
  private static final int DELAY_OFFSET = 4;
  private static final int ADDRESS_OFFSET = 8;
  private static final int FLAGS_OFFSET = 24;
  private static final int INTERVAL_OFFSET = 25;
  private static final int SOURCE_COUNT_OFFSET = 26;
  private static final int RECORD_COUNT_OFFSET = 6;
  private static final int RECORD_LENGTH = 20;
  private static final int SUPPRESS = 8;
  private static final int ROBUSTNESS_MASK = 7;

  private static final Field DELAY =
      Field.of("Max Response Delay", "icmpv6.mld.maximum_response_delay");
  private static final Field DELAY_2 =
      Field.of("Max Response Delay", "icmpv6.mld.maximum_response_code");
  private static final Field ADDRESS = Field.of("Group", "icmpv6.mld.multicast_address");
  private static final FlagsField FLAGS =
      FlagsField.of(
          Field.hex("Flags", "icmpv6.mld.flag", 2).hidden(),
          new FlagsField.Flag("suppress", "icmpv6.mld.flag.s", SUPPRESS));
  private static final Field ROBUSTNESS = Field.of("Robustness", "icmpv6.mld.flag.qrv");
  private static final Field INTERVAL = Field.of("Query Interval", "icmpv6.mld.qqi");
  private static final Field SOURCE_COUNT = Field.of("Sources", "icmpv6.mld.nb_sources");
  private static final Field SOURCE = Field.of("Source", "icmpv6.mld.source_address");

  private static final Field RECORD_COUNT =
      Field.of("Records", "icmpv6.mldr.nb_mcast_records").hidden();
  private static final Field RECORDS = Field.of("Records", "icmpv6.mldr.mar");
  private static final Field RECORD = Field.of("Record", "icmpv6.mldr.mar.record_type");
  private static final Field AUXILIARY_LENGTH =
      Field.of("Auxiliary Length", "icmpv6.mldr.mar.aux_data_len").hidden();
  private static final Field RECORD_SOURCE_COUNT =
      Field.of("Sources", "icmpv6.mldr.mar.nb_sources").hidden();
  private static final Field RECORD_ADDRESS = Field.of("", "icmpv6.mldr.mar.multicast_address");
  private static final Field RECORD_SOURCE = Field.of("", "icmpv6.mldr.mar.source_address");

  private ListenerDiscovery() {}

  static boolean isOne(int type) {
    return fixedLength(type) != 0;
  }

  /** The minimum length of such a message in bytes; 0 for other types. */
  static int fixedLength(int type) {
    return switch (type) {
      case Icmpv6.LISTENER_QUERY, Icmpv6.LISTENER_REPORT, Icmpv6.LISTENER_DONE -> LISTENER_LENGTH;
      case Icmpv6.LISTENER_REPORT_2 -> REPORT_2_LENGTH;
      default -> 0;
    };
  }

  /**
   * Describes the specific fields of this message, if it is one of these and its fixed part was
   * captured.
   */
  static void describe(Icmpv6 message, FieldVisitor visitor) {
    if (message.type() == Icmpv6.LISTENER_REPORT_2) {
      visitor.number(RECORD_COUNT, message.unsignedShort(RECORD_COUNT_OFFSET));
      describeRecords(message, visitor);
    } else if (isOne(message.type())) {
      boolean isVersion2 =
          message.type() == Icmpv6.LISTENER_QUERY && message.wireLength() >= QUERY_2_LENGTH;
      visitor.line();
      int code = message.unsignedShort(DELAY_OFFSET);
      visitor.number(isVersion2 ? DELAY_2 : DELAY, isVersion2 ? delay(code) : code);
      address(message, visitor, ADDRESS, ADDRESS_OFFSET);
      if (isVersion2) {
        describeVersion2(message, visitor);
      }
    }
  }

  // RFC 3810, section 5.1.3: from 32768 on a floating-point number.
  private static int delay(int code) {
    return code >= 0x8000 ? (code & 0xFFF | 0x1000) << (code >>> 12 & 7) + 3 : code;
  }

  private static void describeVersion2(Icmpv6 message, FieldVisitor visitor) {
    if (!message.holds(QUERY_2_LENGTH)) {
      visitor.problem(Problem.TRUNCATED);
      return;
    }
    visitor.line();
    visitor.flags(FLAGS, message.unsignedByte(FLAGS_OFFSET));
    visitor.number(ROBUSTNESS, message.unsignedByte(FLAGS_OFFSET) & ROBUSTNESS_MASK);
    visitor.number(INTERVAL, message.unsignedByte(INTERVAL_OFFSET));
    int sources = message.unsignedShort(SOURCE_COUNT_OFFSET);
    visitor.number(SOURCE_COUNT, sources);
    describeSources(message, visitor, SOURCE, QUERY_2_LENGTH, sources);
  }

  private static void describeSources(
      Icmpv6 message, FieldVisitor visitor, Field field, int from, int count) {
    for (int i = 0; i < count; i++) {
      int at = from + i * ADDRESS_LENGTH;
      if (!message.holds(at + ADDRESS_LENGTH)) {
        visitor.problem(Problem.TRUNCATED);
        return;
      }
      address(message, visitor, field, at);
    }
  }

  private static void describeRecords(Icmpv6 message, FieldVisitor visitor) {
    visitor.line();
    visitor.group(RECORDS);
    int at = REPORT_2_LENGTH;
    for (int i = 0; i < message.unsignedShort(RECORD_COUNT_OFFSET); i++) {
      if (!message.holds(at + RECORD_LENGTH)) {
        visitor.problem(Problem.TRUNCATED);
        break;
      }
      int type = message.unsignedByte(at);
      int auxiliaryLength = message.unsignedByte(at + 1);
      int sources = message.unsignedShort(at + 2);
      visitor.item(RECORD, type, Igmp.recordName(type));
      visitor.number(AUXILIARY_LENGTH, auxiliaryLength);
      visitor.number(RECORD_SOURCE_COUNT, sources);
      address(message, visitor, RECORD_ADDRESS, at + 4);
      describeSources(message, visitor, RECORD_SOURCE, at + RECORD_LENGTH, sources);
      at += RECORD_LENGTH + sources * ADDRESS_LENGTH + auxiliaryLength * Integer.BYTES;
    }
    visitor.endGroup();
  }

  private static void address(Icmpv6 message, FieldVisitor visitor, Field field, int at) {
    visitor.ipv6(field, message.signedLong(at), message.signedLong(at + Long.BYTES));
  }
}
