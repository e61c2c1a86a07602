// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * An SNMP message: version 1 (RFC 1157, section 4), 2c (RFC 1901, section 3) or 3 (RFC 3412,
 * section 6, with the security of RFC 3414). All of its elements have the form of ASN.1's basic
 * encoding rules:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |      Tag      |    Length     |     value, such as elements
 * +---------------+---------------+-------------------------------
 * </pre>
 *
 * <p>A length above 127 is 0x80 and the number of the bytes that follow with the length.
 */
public final class Snmp extends Header {
  /** Bytes of the shortest element. */
  public static final int MINIMUM_LENGTH = 2;

  /** The UDP port of agents. */
  public static final int PORT = 161;

  /** The UDP port for notifications. */
  public static final int TRAP_PORT = 162;

  private static final int INTEGER = 0x02;
  private static final int STRING = 0x04;
  private static final int NULL = 0x05;
  private static final int IDENTIFIER = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int ADDRESS = 0x40;
  private static final int COUNTER = 0x41;
  private static final int GAUGE = 0x42;
  private static final int TICKS = 0x43;
  private static final int OPAQUE = 0x44;
  private static final int COUNTER_64 = 0x46;
  private static final int FIRST_REQUEST = 0xA0;
  private static final int LAST_REQUEST = 0xA8;
  private static final int ANY = -1;

  private static final int LONG_LENGTH = 0x80;
  private static final int VERSION_1 = 0;
  private static final int VERSION_2C = 1;
  private static final int VERSION_3 = 3;
  private static final int TRAP = 4;
  private static final int GET_BULK = 5;

  private static final Field HEADING = Field.of("SNMP Message", "snmp");
  private static final Field VERSION = Field.of("Version", "snmp.version");
  private static final Field COMMUNITY = Field.of("Community", "snmp.community");
  private static final Field TYPE = Field.of("Type", "snmp.data");
  private static final Field REQUEST = Field.of("Request", "snmp.request_id");
  private static final Field ERROR = Field.of("Error", "snmp.error_status").unlessZero();
  private static final Field ERROR_INDEX = Field.of("Error Index", "snmp.error_index").unlessZero();
  private static final Field NON_REPEATERS = Field.of("Non-Repeaters", "snmp.non_repeaters");
  private static final Field REPETITIONS = Field.of("Repetitions", "snmp.max_repetitions");
  private static final Field ENTERPRISE = Field.of("Enterprise", "snmp.enterprise");
  private static final Field AGENT = Field.of("Agent", "snmp.agent_addr");
  private static final Field GENERIC_TRAP = Field.of("Trap", "snmp.generic_trap");
  private static final Field SPECIFIC_TRAP =
      Field.of("Specific Trap", "snmp.specific_trap").unlessZero();
  private static final Field TIME = Field.of("Time", "snmp.time_stamp");

  private static final Field VARIABLES = Field.of("Variables", "snmp.variable_bindings");
  private static final Field VALUE_TYPE = Field.hex("Variable", "snmp.value.type", 2);
  private static final Field NAME = Field.of("", "snmp.name");
  private static final Field VALUE_INTEGER = Field.of("", "snmp.value.int");
  private static final Field VALUE_BYTES = Field.of("", "snmp.value.octets");
  private static final Field VALUE_IDENTIFIER = Field.of("", "snmp.value.oid");
  private static final Field VALUE_ADDRESS = Field.of("", "snmp.value.ipv4");
  private static final Field VALUE_COUNTER = Field.of("", "snmp.value.counter");
  private static final Field VALUE_GAUGE = Field.of("", "snmp.value.g32");
  private static final Field VALUE_TICKS = Field.of("", "snmp.value.timeticks");
  private static final Field VALUE_OPAQUE = Field.of("", "snmp.value.opaque");

  private static final Field VERSION_OF_3 = Field.of("Version", "snmp.msgVersion");
  private static final Field MESSAGE_ID = Field.of("ID", "snmp.msgID");
  private static final Field MAXIMUM = Field.of("Maximum Size", "snmp.msgMaxSize");
  private static final Field FLAGS = Field.of("Flags", "snmp.msgFlags");
  private static final Field MODEL = Field.of("Security Model", "snmp.msgSecurityModel");
  private static final Field ENGINE = Field.of("Engine", "snmp.msgAuthoritativeEngineID");
  private static final Field BOOTS = Field.of("Boots", "snmp.msgAuthoritativeEngineBoots");
  private static final Field ENGINE_TIME = Field.of("Time", "snmp.msgAuthoritativeEngineTime");
  private static final Field USER = Field.of("User", "snmp.msgUserName");
  private static final Field AUTHENTICATION =
      Field.of("Authentication", "snmp.msgAuthenticationParameters").hidden();
  private static final Field PRIVACY = Field.of("Privacy", "snmp.msgPrivacyParameters").hidden();
  private static final Field CONTEXT_ENGINE = Field.of("Context Engine", "snmp.contextEngineID");
  private static final Field CONTEXT = Field.of("Context", "snmp.contextName");
  private static final Field ENCRYPTED = Field.of("Encrypted", "snmp.encryptedPDU").hidden();
  private static final int USER_BASED = 3;

  private static final Problem BEYOND_SEQUENCE = Problem.malformed("element beyond its sequence");
  private static final Problem OTHER_ELEMENT = Problem.malformed("element of another type");

  private final ObjectIdentifier identifier = new ObjectIdentifier();

  /** The element that was read last: its tag, its value's position and length. */
  private int tag;

  private int at;
  private int size;

  /** The rest of the sequence that is read. */
  private int next;

  private int limit;

  /** A header that wraps nothing yet. */
  public Snmp() {
    super(HEADING, MINIMUM_LENGTH);
  }

  @Override
  public int headerLength() {
    return (int) wireLength();
  }

  @Override
  protected Problem examine() {
    return unsignedByte(0) == SEQUENCE ? Problem.NONE : Problem.FOREIGN;
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    next = 0;
    limit = (int) Math.min(wireLength(), Integer.MAX_VALUE);
    visitor.line();
    if (!enter(SEQUENCE, visitor) || !reads(INTEGER, visitor)) {
      return;
    }
    long version = number();
    if (version == VERSION_3) {
      visitor.number(VERSION_OF_3, version);
      describeSecured(visitor);
      return;
    }
    visitor.number(VERSION, version, versionName(version));
    if ((version == VERSION_1 || version == VERSION_2C) && reads(STRING, visitor)) {
      visitor.text(COMMUNITY, memory(), offset() + at, size);
      describeRequest(visitor);
    }
  }

  /**
   * Reads the next element of the sequence. Returns false, after reporting the problem, if there is
   * none with this tag.
   */
  private boolean reads(int wanted, FieldVisitor visitor) {
    Problem problem = read(wanted);
    if (problem != Problem.NONE) {
      visitor.problem(problem);
    }
    return problem == Problem.NONE;
  }

  private Problem read(int wanted) {
    if (next + 2 > limit || !holds(next + 2)) {
      return missing(next + 2);
    }
    tag = unsignedByte(next);
    int length = unsignedByte(next + 1);
    at = next + 2;
    if (length > LONG_LENGTH) {
      int count = length - LONG_LENGTH;
      if (count > Integer.BYTES || at + count > limit || !holds(at + count)) {
        return count > Integer.BYTES ? BEYOND_SEQUENCE : missing(at + count);
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << Byte.SIZE | unsignedByte(at + i);
      }
      at += count;
    }
    if (length < 0 || length > limit - at) {
      return BEYOND_SEQUENCE;
    }
    size = length;
    next = at + length;
    boolean isKnown = wanted == ANY || tag == wanted;
    // The parts of a sequence are read one by one.
    boolean isNeeded = wanted != SEQUENCE && tag < FIRST_REQUEST;
    return !isKnown ? OTHER_ELEMENT : isNeeded && !holds(next) ? Problem.TRUNCATED : Problem.NONE;
  }

  private Problem missing(int end) {
    return end > limit ? BEYOND_SEQUENCE : Problem.TRUNCATED;
  }

  /** Continues with the elements of the next element. */
  private boolean enter(int wanted, FieldVisitor visitor) {
    if (!reads(wanted, visitor)) {
      return false;
    }
    next = at;
    limit = at + size;
    return true;
  }

  /** The value as a number with a sign, of up to 8 bytes. */
  private long number() {
    long value = size > 0 ? (byte) unsignedByte(at) : 0;
    for (int i = 1; i < size; i++) {
      value = value << Byte.SIZE | unsignedByte(at + i);
    }
    return value;
  }

  private long unsigned() {
    return number() & 0xFFFF_FFFFL;
  }

  private boolean describeNumber(Field field, FieldVisitor visitor) {
    if (!reads(INTEGER, visitor)) {
      return false;
    }
    visitor.number(field, number());
    return true;
  }

  private boolean describeBytes(Field field, FieldVisitor visitor) {
    if (!reads(STRING, visitor)) {
      return false;
    }
    visitor.bytes(field, memory(), offset() + at, size);
    return true;
  }

  private void describeRequest(FieldVisitor visitor) {
    if (!enter(ANY, visitor)) {
      return;
    }
    if (tag < FIRST_REQUEST || tag > LAST_REQUEST) {
      visitor.problem(OTHER_ELEMENT);
      return;
    }
    int type = tag - FIRST_REQUEST;
    visitor.line();
    visitor.number(TYPE, type, typeName(type));
    boolean isComplete =
        switch (type) {
          case TRAP -> describeTrap(visitor);
          case GET_BULK ->
              describeNumber(REQUEST, visitor)
                  && describeNumber(NON_REPEATERS, visitor)
                  && describeNumber(REPETITIONS, visitor);
          default ->
              describeNumber(REQUEST, visitor)
                  && describeError(visitor)
                  && describeNumber(ERROR_INDEX, visitor);
        };
    if (isComplete && enter(SEQUENCE, visitor)) {
      visitor.line();
      visitor.group(VARIABLES);
      describeVariables(visitor);
      visitor.endGroup();
    }
  }

  private boolean describeError(FieldVisitor visitor) {
    if (!reads(INTEGER, visitor)) {
      return false;
    }
    long error = number();
    visitor.number(ERROR, error, errorName(error));
    return true;
  }

  private boolean describeTrap(FieldVisitor visitor) {
    if (!reads(IDENTIFIER, visitor)) {
      return false;
    }
    identifier.describe(this, at, size, ENTERPRISE, visitor);
    if (!reads(ADDRESS, visitor)) {
      return false;
    }
    if (size == Integer.BYTES) {
      visitor.ipv4(AGENT, signedInt(at));
    }
    if (!reads(INTEGER, visitor)) {
      return false;
    }
    long generic = number();
    visitor.number(GENERIC_TRAP, generic, trapName(generic));
    if (!describeNumber(SPECIFIC_TRAP, visitor) || !reads(TICKS, visitor)) {
      return false;
    }
    visitor.number(TIME, unsigned());
    return true;
  }

  private void describeVariables(FieldVisitor visitor) {
    int end = limit;
    while (next < end) {
      limit = end;
      if (!enter(SEQUENCE, visitor)) {
        return;
      }
      int after = limit;
      if (!reads(IDENTIFIER, visitor)) {
        return;
      }
      int nameAt = at;
      int nameSize = size;
      if (!reads(ANY, visitor)) {
        return;
      }
      visitor.item(VALUE_TYPE, tag, valueName(tag));
      identifier.describe(this, nameAt, nameSize, NAME, visitor);
      describeValue(visitor);
      next = after;
    }
  }

  private void describeValue(FieldVisitor visitor) {
    long from = offset() + at;
    switch (tag) {
      case STRING -> visitor.bytes(VALUE_BYTES, memory(), from, size);
      case IDENTIFIER -> identifier.describe(this, at, size, VALUE_IDENTIFIER, visitor);
      case OPAQUE -> visitor.bytes(VALUE_OPAQUE, memory(), from, size);
      case ADDRESS -> {
        if (size == Integer.BYTES) {
          visitor.ipv4(VALUE_ADDRESS, signedInt(at));
        }
      }
      default -> {
        if (size > 0) {
          describeNumberValue(visitor);
        }
      }
    }
  }

  private void describeNumberValue(FieldVisitor visitor) {
    switch (tag) {
      case INTEGER -> visitor.number(VALUE_INTEGER, number());
      case COUNTER -> visitor.number(VALUE_COUNTER, unsigned());
      case GAUGE -> visitor.number(VALUE_GAUGE, unsigned());
      case TICKS -> visitor.number(VALUE_TICKS, unsigned());
      case COUNTER_64 -> visitor.number(VALUE_COUNTER, number());
      default -> {}
    }
  }

  private void describeSecured(FieldVisitor visitor) {
    int end = limit;
    if (!enter(SEQUENCE, visitor)) {
      return;
    }
    int security = limit;
    if (!describeNumber(MESSAGE_ID, visitor)
        || !describeNumber(MAXIMUM, visitor)
        || !describeBytes(FLAGS, visitor)
        || !reads(INTEGER, visitor)) {
      return;
    }
    long model = number();
    visitor.number(MODEL, model, model == USER_BASED ? "user-based" : "unknown");
    next = security;
    limit = end;
    if (!reads(STRING, visitor)) {
      return;
    }
    int data = next;
    if (model == USER_BASED) {
      next = at;
      limit = data;
      visitor.line();
      if (!describeUser(visitor)) {
        return;
      }
    }
    next = data;
    limit = end;
    visitor.line();
    describeScoped(visitor);
  }

  private boolean describeUser(FieldVisitor visitor) {
    if (!enter(SEQUENCE, visitor)
        || !describeBytes(ENGINE, visitor)
        || !describeNumber(BOOTS, visitor)
        || !describeNumber(ENGINE_TIME, visitor)
        || !reads(STRING, visitor)) {
      return false;
    }
    visitor.text(USER, memory(), offset() + at, size);
    return describeBytes(AUTHENTICATION, visitor) && describeBytes(PRIVACY, visitor);
  }

  private void describeScoped(FieldVisitor visitor) {
    if (!reads(ANY, visitor)) {
      return;
    }
    if (tag == STRING) {
      visitor.bytes(ENCRYPTED, memory(), offset() + at, size);
    } else if (tag == SEQUENCE) {
      next = at;
      limit = at + size;
      if (describeBytes(CONTEXT_ENGINE, visitor) && reads(STRING, visitor)) {
        visitor.text(CONTEXT, memory(), offset() + at, size);
        describeRequest(visitor);
      }
    } else {
      visitor.problem(OTHER_ELEMENT);
    }
  }

  private static String versionName(long version) {
    return switch ((int) version) {
      case VERSION_1 -> "1";
      case VERSION_2C -> "2c";
      default -> "unknown";
    };
  }

  private static String typeName(int type) {
    return switch (type) {
      case 0 -> "get";
      case 1 -> "get next";
      case 2 -> "response";
      case 3 -> "set";
      case TRAP -> "trap of version 1";
      case GET_BULK -> "get bulk";
      case 6 -> "inform";
      case 7 -> "trap";
      default -> "report";
    };
  }

  private static String errorName(long error) {
    return switch ((int) error) {
      case 0 -> "none";
      case 1 -> "too big";
      case 2 -> "no such name";
      case 3 -> "bad value";
      case 4 -> "read only";
      case 5 -> "general error";
      case 6 -> "no access";
      case 7 -> "wrong type";
      case 8 -> "wrong length";
      case 9 -> "wrong encoding";
      case 10 -> "wrong value";
      case 11 -> "no creation";
      case 12 -> "inconsistent value";
      case 13 -> "resource unavailable";
      case 14 -> "commit failed";
      case 15 -> "undo failed";
      case 16 -> "authorization error";
      case 17 -> "not writable";
      case 18 -> "inconsistent name";
      default -> "unknown";
    };
  }

  private static String trapName(long trap) {
    return switch ((int) trap) {
      case 0 -> "cold start";
      case 1 -> "warm start";
      case 2 -> "link down";
      case 3 -> "link up";
      case 4 -> "authentication failure";
      case 5 -> "EGP neighbour loss";
      case 6 -> "enterprise specific";
      default -> "unknown";
    };
  }

  private static String valueName(int tag) {
    return switch (tag) {
      case INTEGER -> "integer";
      case STRING -> "octets";
      case NULL -> "null";
      case IDENTIFIER -> "identifier";
      case ADDRESS -> "address";
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      case TICKS -> "ticks";
      case OPAQUE -> "opaque";
      case COUNTER_64 -> "counter64";
      case 0x80 -> "no such object";
      case 0x81 -> "no such instance";
      case 0x82 -> "end of view";
      default -> "unknown";
    };
  }
}
