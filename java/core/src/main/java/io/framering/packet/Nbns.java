// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.lang.foreign.MemorySegment;

/**
 * A message of the NetBIOS name service (RFC 1002, section 4.2). It has the format of {@link Dns},
 * with names of 16 bytes, of which each is two letters on the wire. They are shown as {@code
 * HOST<20>}: the last byte is the kind of the name.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-+-------+-+-+-+-+---+-+-------+
 * |              ID               |R|Opcode |A|T|R|R|   |B| Rcode |
 * |                               | |       |A|C|D|A|   | |       |
 * +-------------------------------+-+-------+-+-+-+-+---+-+-------+
 * |           Questions           |            Answers            |
 * +-------------------------------+-------------------------------+
 * |          Authorities          |          Additional           |
 * +-------------------------------+-------------------------------+
 * |    questions and records, as in DNS
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Nbns extends Header {
  /** Bytes of the header before the first question. */
  public static final int LENGTH = 12;

  /** The UDP port that IANA assigned. */
  public static final int PORT = 137;

  /** The flag of responses. */
  public static final int RESPONSE = 0x8000;

  private static final int FLAGS_OFFSET = 2;
  private static final int QUESTIONS_OFFSET = 4;
  private static final int ANSWERS_OFFSET = 6;
  private static final int AUTHORITIES_OFFSET = 8;
  private static final int ADDITIONAL_OFFSET = 10;

  // After the name of a question or record.
  private static final int CLASS_OFFSET = 2;
  private static final int QUESTION_LENGTH = 4;
  private static final int TTL_OFFSET = 4;
  private static final int DATA_LENGTH_OFFSET = 8;
  private static final int RECORD_LENGTH = 10;

  private static final int NAME = 0x20;
  private static final int STATUS = 0x21;
  private static final int ADDRESS_LENGTH = 6;

  private static final int LETTERS = 32;
  private static final int LONGEST = 512;

  private static final Field HEADING = Field.of("NetBIOS Name Service Message", "nbns");
  private static final Field ID = Field.hex("ID", "nbns.id", 4);
  private static final FlagsField.Flag BROADCAST =
      new FlagsField.Flag("B", "nbns.flags.broadcast", 0x0010);
  private static final FlagsField.Flag RD =
      new FlagsField.Flag("RD", "nbns.flags.recdesired", 0x0100);
  private static final FlagsField.Flag TC =
      new FlagsField.Flag("TC", "nbns.flags.truncated", 0x0200);
  private static final FlagsField.Flag R =
      new FlagsField.Flag("R", "nbns.flags.response", RESPONSE);
  private static final FlagsField QUERY_FLAGS =
      FlagsField.of(Field.hex("Flags", "nbns.flags", 4).unlessZero(), BROADCAST, RD, TC, R);
  private static final FlagsField RESPONSE_FLAGS =
      FlagsField.of(
          Field.hex("Flags", "nbns.flags", 4),
          BROADCAST,
          new FlagsField.Flag("RA", "nbns.flags.recavail", 0x0080),
          RD,
          TC,
          new FlagsField.Flag("AA", "nbns.flags.authoritative", 0x0400),
          R);
  private static final Field OPERATION = Field.of("Operation", "nbns.flags.opcode");
  private static final Field REPLY_CODE = Field.of("Reply Code", "nbns.flags.rcode");
  private static final Field QUESTIONS = Field.of("Questions", "nbns.count.queries").hidden();
  private static final Field ANSWERS = Field.of("Answers", "nbns.count.answers").hidden();
  private static final Field AUTHORITIES = Field.of("Authorities", "nbns.count.auth_rr").hidden();
  private static final Field ADDITIONAL = Field.of("Additional", "nbns.count.add_rr").hidden();
  private static final Field QUESTION = Field.of("Question", "nbns.name");
  private static final Field ANSWER = Field.of("Answer", "nbns.name");
  private static final Field AUTHORITY = Field.of("Authority", "nbns.name");
  private static final Field EXTRA = Field.of("Additional", "nbns.name");
  private static final Field TYPE = Field.of("Type", "nbns.type");
  private static final Field CLASS = Field.of("Class", "nbns.class").hidden();
  private static final Field TTL = Field.of("TTL", "nbns.ttl");
  private static final Field DATA_LENGTH = Field.of("Length", "nbns.data_length").hidden();
  private static final FlagsField NAME_FLAGS =
      FlagsField.of(
          Field.hex("Flags", "nbns.nb_flags", 4).unlessZero(),
          new FlagsField.Flag("group", "nbns.nb_flags.group", 0x8000));
  private static final Field NODE = Field.of("Node Type", "nbns.nb_flags.ont").hidden();
  private static final Field ADDRESS = Field.of("Address", "nbns.addr");
  private static final Field NAMES = Field.of("Names", "nbns.number_of_names");

  private static final Problem BAD_NAME = Problem.malformed("name that is not of NetBIOS");

  private static final int NONE = -1;
  private static final String DIGITS = "0123456789abcdef";

  private final DomainName name = new DomainName();
  private final byte[] text = new byte[LONGEST];
  private final MemorySegment textMemory = MemorySegment.ofArray(text);
  private int textLength;

  /** A header that wraps nothing yet. */
  public Nbns() {
    super(HEADING, LENGTH);
  }

  /** {@return the identifier, 0 to 65535, which the answer repeats} */
  public int id() {
    return unsignedShort(0);
  }

  /** {@return 16 bits with flags, operation and reply code: {@link #RESPONSE} and others} */
  public int flags() {
    return unsignedShort(FLAGS_OFFSET);
  }

  @Override
  public int headerLength() {
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int flags = flags();
    int operation = flags >>> 11 & 0xF;
    visitor.line();
    visitor.number(ID, id());
    visitor.number(OPERATION, operation, operationName(operation));
    visitor.flags((flags & RESPONSE) != 0 ? RESPONSE_FLAGS : QUERY_FLAGS, flags);
    if ((flags & RESPONSE) != 0) {
      visitor.number(REPLY_CODE, flags & 0xF, replyName(flags & 0xF));
    }
    int questions = unsignedShort(QUESTIONS_OFFSET);
    int answers = unsignedShort(ANSWERS_OFFSET);
    int authorities = unsignedShort(AUTHORITIES_OFFSET);
    int additional = unsignedShort(ADDITIONAL_OFFSET);
    visitor.number(QUESTIONS, questions);
    visitor.number(ANSWERS, answers);
    visitor.number(AUTHORITIES, authorities);
    visitor.number(ADDITIONAL, additional);
    int at = LENGTH;
    for (int i = 0; i < questions && at != NONE; i++) {
      at = describeHead(visitor, QUESTION, at, QUESTION_LENGTH);
      at = at == NONE ? NONE : at + QUESTION_LENGTH;
    }
    at = describeRecords(visitor, ANSWER, answers, at);
    at = describeRecords(visitor, AUTHORITY, authorities, at);
    describeRecords(visitor, EXTRA, additional, at);
  }

  /** Describes name, type and class. Returns the offset of the type. */
  private int describeHead(FieldVisitor visitor, Field field, int start, int length) {
    visitor.line();
    int at = name.read(this, 0, start);
    if (at == NONE || !decode()) {
      visitor.problem(at == NONE ? name.problem : BAD_NAME);
      return NONE;
    }
    visitor.text(field, textMemory, 0, textLength);
    if (!holds(at + length)) {
      return missing(visitor);
    }
    int type = unsignedShort(at);
    visitor.number(TYPE, type, typeName(type));
    visitor.number(CLASS, unsignedShort(at + CLASS_OFFSET));
    return at;
  }

  private int describeRecords(FieldVisitor visitor, Field owner, int count, int start) {
    int at = start;
    for (int i = 0; i < count && at != NONE; i++) {
      at = describeHead(visitor, owner, at, RECORD_LENGTH);
      at = at == NONE ? NONE : describeData(visitor, at);
    }
    return at;
  }

  private int describeData(FieldVisitor visitor, int at) {
    int type = unsignedShort(at);
    int length = unsignedShort(at + DATA_LENGTH_OFFSET);
    visitor.number(TTL, unsignedInt(at + TTL_OFFSET));
    visitor.number(DATA_LENGTH, length);
    int data = at + RECORD_LENGTH;
    int end = data + length;
    if (!holds(end)) {
      return missing(visitor);
    }
    if (type == NAME) {
      for (int next = data; next + ADDRESS_LENGTH <= end; next += ADDRESS_LENGTH) {
        int flags = unsignedShort(next);
        visitor.flags(NAME_FLAGS, flags);
        visitor.number(NODE, flags >>> 13 & 3);
        visitor.ipv4(ADDRESS, signedInt(next + Short.BYTES));
      }
    } else if (type == STATUS && length > 0) {
      visitor.number(NAMES, unsignedByte(data));
    }
    return end;
  }

  private int missing(FieldVisitor visitor) {
    visitor.problem(isWhole() ? Dns.BEYOND_MESSAGE : Problem.TRUNCATED);
    return NONE;
  }

  /** Decodes the name that was read: its first label, and the rest, which is the scope. */
  private boolean decode() {
    textLength = 0;
    int last = LETTERS - 2;
    while (last > 0 && octet(last - 2) == ' ') {
      last -= 2;
    }
    for (int i = 0; i < last; i += 2) {
      int value = octet(i);
      if (value < 0) {
        return false;
      }
      if (value < ' ' || value > '~') {
        appendHex(value);
      } else {
        text[textLength++] = (byte) value;
      }
    }
    int kind = octet(LETTERS - 2);
    if (kind < 0 || name.length() > LETTERS && name.character(LETTERS) != '.') {
      return false;
    }
    appendHex(kind);
    for (int i = LETTERS; i < name.length(); i++) {
      text[textLength++] = (byte) name.character(i);
    }
    return true;
  }

  /** The byte of the two letters at {@code at}, or -1. */
  private int octet(int at) {
    if (at < 0 || at + 2 > name.length()) {
      return NONE;
    }
    int high = name.character(at) - 'A';
    int low = name.character(at + 1) - 'A';
    return high >= 0 && high < 16 && low >= 0 && low < 16 ? high << 4 | low : NONE;
  }

  private void appendHex(int value) {
    text[textLength++] = '<';
    text[textLength++] = (byte) DIGITS.charAt(value >>> 4);
    text[textLength++] = (byte) DIGITS.charAt(value & 0xF);
    text[textLength++] = '>';
  }

  private static String operationName(int operation) {
    return switch (operation) {
      case 0 -> "query";
      case 5 -> "registration";
      case 6 -> "release";
      case 7 -> "wait";
      case 8, 9 -> "refresh";
      default -> "unknown";
    };
  }

  private static String replyName(int code) {
    return switch (code) {
      case 0 -> "no error";
      case 1 -> "format error";
      case 2 -> "server failure";
      case 3 -> "no such name";
      case 4 -> "not implemented";
      case 5 -> "refused";
      case 6 -> "active";
      case 7 -> "conflict";
      default -> "unknown";
    };
  }

  private static String typeName(int type) {
    return switch (type) {
      case NAME -> "NB";
      case STATUS -> "NBSTAT";
      case 1 -> "A";
      case 2 -> "NS";
      case 10 -> "NULL";
      default -> "unknown";
    };
  }
}
