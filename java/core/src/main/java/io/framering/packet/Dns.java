// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * A DNS message (RFC 1035, section 4.1), also of multicast DNS (RFC 6762) and LLMNR (RFC 4795). In
 * TCP its length is before it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-+-------+-+-+-+-+-+-+-+-------+
 * |              ID               |Q|Opcode |A|T|R|R|Z|A|C| Rcode |
 * |                               |R|       |A|C|D|A| |D|D|       |
 * +-------------------------------+-+-------+-+-+-+-+-+-+-+-------+
 * |           Questions           |            Answers            |
 * +-------------------------------+-------------------------------+
 * |          Authorities          |          Additional           |
 * +-------------------------------+-------------------------------+
 * |    questions: name, type, class; then the records of the other
 * |    three sections: name, type, class, TTL, length, data
 * +---------------------------------------------------------------
 * </pre>
 */
public final class Dns extends Header {
  /** Bytes of the header before the first question. */
  public static final int LENGTH = 12;

  /** The port of UDP and TCP. */
  public static final int PORT = 53;

  /** The UDP port of multicast DNS. */
  public static final int MULTICAST_PORT = 5353;

  /** The UDP port of LLMNR. */
  public static final int LINK_LOCAL_PORT = 5355;

  /** The flag of responses. */
  public static final int RESPONSE = 0x8000;

  static final Problem BEYOND_MESSAGE = Problem.malformed("record beyond the message");

  private static final int PREFIX = 2;

  private static final int FLAGS_OFFSET = 2;
  private static final int QUESTIONS_OFFSET = 4;
  private static final int ANSWERS_OFFSET = 6;
  private static final int AUTHORITIES_OFFSET = 8;
  private static final int ADDITIONAL_OFFSET = 10;

  // After the name of a question or record.
  private static final int CLASS_OFFSET = 2;
  private static final int QUESTION_LENGTH = 4;
  private static final int TTL_OFFSET = 4;
  private static final int VERSION_OFFSET = 5;
  private static final int OPTIONS_FLAGS_OFFSET = 6;
  private static final int DATA_LENGTH_OFFSET = 8;
  private static final int RECORD_LENGTH = 10;

  private static final int UPDATE = 5;
  private static final int TOP_OF_CLASS = 0x8000;
  private static final int AUTHENTIC_DATA = 0x20;

  private static final int A = 1;
  private static final int NS = 2;
  private static final int CNAME = 5;
  private static final int SOA = 6;
  private static final int PTR = 12;
  private static final int MX = 15;
  private static final int TXT = 16;
  private static final int AAAA = 28;
  private static final int SRV = 33;
  private static final int OPT = 41;

  private static final int IPV6_LENGTH = 16;
  private static final int SOA_NUMBERS = 20;
  private static final int SRV_NUMBERS = 6;

  private static final Field HEADING = Field.of("DNS Message", "dns");
  private static final Field MULTICAST = Field.of("Multicast DNS Message", "mdns");
  private static final Field LINK_LOCAL = Field.of("LLMNR Message", "llmnr");

  private static final Field MESSAGE_LENGTH = Field.of("Length", "dns.length").hidden();
  private static final Field ID = Field.hex("ID", "dns.id", 4);
  private static final Field FLAGS = Field.hex("Flags", "dns.flags", 4).unlessZero();
  private static final FlagsField.Flag QR =
      new FlagsField.Flag("QR", "dns.flags.response", RESPONSE);
  private static final FlagsField.Flag TC =
      new FlagsField.Flag("TC", "dns.flags.truncated", 0x0200);
  private static final FlagsField.Flag RD =
      new FlagsField.Flag("RD", "dns.flags.recdesired", 0x0100);
  private static final FlagsField.Flag Z = new FlagsField.Flag("Z", "dns.flags.z", 0x0040);
  private static final FlagsField.Flag AD =
      new FlagsField.Flag("AD", "dns.flags.authenticated", AUTHENTIC_DATA);
  private static final FlagsField.Flag CD =
      new FlagsField.Flag("CD", "dns.flags.checkdisable", 0x0010);
  private static final FlagsField QUERY_FLAGS = FlagsField.of(FLAGS, CD, Z, RD, TC, QR);
  private static final FlagsField AD_QUERY_FLAGS =
      FlagsField.of(Field.hex("Flags", "dns.flags", 4), CD, AD, Z, RD, TC, QR);
  private static final FlagsField RESPONSE_FLAGS =
      FlagsField.of(
          Field.hex("Flags", "dns.flags", 4),
          CD,
          AD,
          Z,
          new FlagsField.Flag("RA", "dns.flags.recavail", 0x0080),
          RD,
          TC,
          new FlagsField.Flag("AA", "dns.flags.authoritative", 0x0400),
          QR);
  private static final FlagsField LINK_LOCAL_FLAGS =
      FlagsField.of(
          Field.hex("Flags", "dns.flags", 4).unlessZero(),
          new FlagsField.Flag("T", "dns.flags.tentative", 0x0100),
          TC,
          new FlagsField.Flag("C", "dns.flags.conflict", 0x0400),
          QR);
  private static final Field OPERATION = Field.of("Operation", "dns.flags.opcode");
  private static final Field REPLY_CODE = Field.of("Reply Code", "dns.flags.rcode");
  private static final Field QUESTIONS = Field.of("Questions", "dns.count.queries").hidden();
  private static final Field ANSWERS = Field.of("Answers", "dns.count.answers").hidden();
  private static final Field AUTHORITIES = Field.of("Authorities", "dns.count.auth_rr").hidden();
  private static final Field ADDITIONAL = Field.of("Additional", "dns.count.add_rr").hidden();
  private static final Field ZONES = Field.of("Zones", "dns.count.zones").hidden();
  private static final Field REQUIRED =
      Field.of("Prerequisites", "dns.count.prerequisites").hidden();
  private static final Field UPDATES = Field.of("Updates", "dns.count.updates").hidden();

  private static final Field QUESTION = Field.of("Question", "dns.qry.name");
  private static final Field QUESTION_TYPE = Field.of("Type", "dns.qry.type");
  private static final Field QUESTION_CLASS = Field.hex("Class", "dns.qry.class", 4).hidden();
  private static final Field UNICAST = Field.of("Unicast", "dns.qry.qu").unlessZero();
  private static final Field ANSWER = Field.of("Answer", "dns.resp.name");
  private static final Field AUTHORITY = Field.of("Authority", "dns.resp.name");
  private static final Field EXTRA = Field.of("Additional", "dns.resp.name");
  private static final Field TYPE = Field.of("Type", "dns.resp.type");
  private static final Field CLASS = Field.hex("Class", "dns.resp.class", 4).hidden();
  private static final Field FLUSH = Field.of("Cache Flush", "dns.resp.cache_flush").unlessZero();
  private static final Field TTL = Field.of("TTL", "dns.resp.ttl");
  private static final Field DATA_LENGTH = Field.of("Length", "dns.resp.len").hidden();
  private static final Field IPV4_ADDRESS = Field.of("Address", "dns.a");
  private static final Field IPV6_ADDRESS = Field.of("Address", "dns.aaaa");
  private static final Field CANONICAL = Field.of("Name", "dns.cname");
  private static final Field SERVER = Field.of("Server", "dns.ns");
  private static final Field DOMAIN = Field.of("Name", "dns.ptr.domain_name");
  private static final Field PREFERENCE = Field.of("Preference", "dns.mx.preference");
  private static final Field EXCHANGE = Field.of("Exchange", "dns.mx.mail_exchange");
  private static final Field TEXT_LENGTH = Field.of("Length", "dns.txt.length").hidden();
  private static final Field TEXT = Field.of("Text", "dns.txt");
  private static final Field PRIMARY = Field.of("Server", "dns.soa.mname");
  private static final Field MAILBOX = Field.of("Mailbox", "dns.soa.rname");
  private static final Field SERIAL = Field.of("Serial", "dns.soa.serial_number");
  private static final Field REFRESH = Field.of("Refresh", "dns.soa.refresh_interval").hidden();
  private static final Field RETRY = Field.of("Retry", "dns.soa.retry_interval").hidden();
  private static final Field EXPIRE = Field.of("Expire", "dns.soa.expire_limit").hidden();
  private static final Field MINIMUM = Field.of("Minimum TTL", "dns.soa.minimum_ttl").hidden();
  private static final Field PRIORITY = Field.of("Priority", "dns.srv.priority");
  private static final Field WEIGHT = Field.of("Weight", "dns.srv.weight");
  private static final Field SERVICE_PORT = Field.of("Port", "dns.srv.port");
  private static final Field TARGET = Field.of("Target", "dns.srv.target");
  private static final Field PAYLOAD_SIZE = Field.of("Payload Size", "dns.rr.udp_payload_size");
  private static final Field MULTICAST_SIZE =
      Field.hex("Payload Size", "dns.rr.udp_payload_size", 4); // as tshark shows it there
  private static final Field EXTENDED_CODE =
      Field.hex("Extended Code", "dns.resp.ext_rcode", 2).unlessZero();
  private static final Field VERSION = Field.of("Version", "dns.resp.edns0_version").unlessZero();
  private static final FlagsField OPTIONS_FLAGS =
      FlagsField.of(
          Field.hex("Flags", "dns.resp.z", 4).unlessZero(),
          new FlagsField.Flag("DO", "dns.resp.z.do", 0x8000));

  private static final Problem SHORT_DATA = Problem.malformed("record data of a wrong length");

  private static final int NONE = -1;

  private final Field kind;
  private final int base;
  private final DomainName name = new DomainName();

  /** A message in UDP, which wraps nothing yet. */
  public Dns() {
    this(HEADING, LENGTH, 0);
  }

  private Dns(Field kind, int fixedLength, int base) {
    super(kind, fixedLength);
    this.kind = kind;
    this.base = base;
  }

  /** {@return a message in TCP} A segment that is not exactly one message is not one. */
  public static Dns tcp() {
    return new Dns(HEADING, PREFIX, PREFIX);
  }

  /** {@return a message of multicast DNS} */
  public static Dns multicast() {
    return new Dns(MULTICAST, LENGTH, 0);
  }

  /** {@return a message of LLMNR} */
  public static Dns linkLocal() {
    return new Dns(LINK_LOCAL, LENGTH, 0);
  }

  /** {@return the identifier, 0 to 65535, which the answer repeats} */
  public int id() {
    return unsignedShort(base);
  }

  /** {@return 16 bits with flags, operation and reply code: {@link #RESPONSE} and others} */
  public int flags() {
    return unsignedShort(base + FLAGS_OFFSET);
  }

  /** {@return the operation, 0 to 15: 0 is a query, 5 an update} */
  public int operation() {
    return flags() >>> 11 & 0xF;
  }

  /** {@return the reply code, 0 to 15: 0 is no error, 3 a name that does not exist} */
  public int replyCode() {
    return flags() & 0xF;
  }

  @Override
  protected Problem examine() {
    if (base != 0 && unsignedShort(0) != wireLength() - PREFIX) {
      return Problem.FOREIGN;
    }
    return holds(base + LENGTH) ? Problem.NONE : Problem.TRUNCATED;
  }

  @Override
  public int headerLength() {
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    visitor.line();
    if (base != 0) {
      visitor.number(MESSAGE_LENGTH, unsignedShort(0));
    }
    if (!holds(base + LENGTH)) {
      return;
    }
    visitor.number(ID, id());
    int flags = flags();
    int operation = flags >>> 11 & 0xF;
    visitor.number(OPERATION, operation, operationName(operation));
    visitor.flags(flagsField(flags), flags);
    if ((flags & RESPONSE) != 0) {
      visitor.number(REPLY_CODE, flags & 0xF, replyName(flags & 0xF));
    }
    boolean update = operation == UPDATE;
    int questions = unsignedShort(base + QUESTIONS_OFFSET);
    int answers = unsignedShort(base + ANSWERS_OFFSET);
    int authorities = unsignedShort(base + AUTHORITIES_OFFSET);
    int additional = unsignedShort(base + ADDITIONAL_OFFSET);
    visitor.number(update ? ZONES : QUESTIONS, questions);
    visitor.number(update ? REQUIRED : ANSWERS, answers);
    visitor.number(update ? UPDATES : AUTHORITIES, authorities);
    visitor.number(ADDITIONAL, additional);
    int at = base + LENGTH;
    for (int i = 0; i < questions && at != NONE; i++) {
      at = describeQuestion(visitor, at);
    }
    at = describeRecords(visitor, ANSWER, answers, at);
    at = describeRecords(visitor, AUTHORITY, authorities, at);
    describeRecords(visitor, EXTRA, additional, at);
  }

  private FlagsField flagsField(int flags) {
    if (kind == LINK_LOCAL) {
      return LINK_LOCAL_FLAGS;
    }
    if ((flags & RESPONSE) != 0) {
      return RESPONSE_FLAGS;
    }
    return (flags & AUTHENTIC_DATA) != 0 ? AD_QUERY_FLAGS : QUERY_FLAGS;
  }

  private int describeQuestion(FieldVisitor visitor, int start) {
    visitor.line();
    int at = describeName(visitor, QUESTION, start);
    if (at == NONE) {
      return NONE;
    }
    if (!holds(at + QUESTION_LENGTH)) {
      return missing(visitor);
    }
    int type = unsignedShort(at);
    int group = unsignedShort(at + CLASS_OFFSET);
    visitor.number(QUESTION_TYPE, type, typeName(type));
    visitor.number(QUESTION_CLASS, kind == MULTICAST ? group & ~TOP_OF_CLASS : group);
    if (kind == MULTICAST) {
      visitor.number(UNICAST, group >>> 15);
    }
    return at + QUESTION_LENGTH;
  }

  private int describeRecords(FieldVisitor visitor, Field owner, int count, int start) {
    int at = start;
    for (int i = 0; i < count && at != NONE; i++) {
      visitor.line();
      at = describeName(visitor, owner, at);
      at = at == NONE ? NONE : describeRecord(visitor, at);
    }
    return at;
  }

  private int describeRecord(FieldVisitor visitor, int at) {
    if (!holds(at + RECORD_LENGTH)) {
      return missing(visitor);
    }
    int type = unsignedShort(at);
    int group = unsignedShort(at + CLASS_OFFSET);
    int length = unsignedShort(at + DATA_LENGTH_OFFSET);
    visitor.number(TYPE, type, typeName(type));
    if (type == OPT) {
      boolean multicast = kind == MULTICAST;
      visitor.number(
          multicast ? MULTICAST_SIZE : PAYLOAD_SIZE, multicast ? group & ~TOP_OF_CLASS : group);
      if (multicast) {
        visitor.number(FLUSH, group >>> 15);
      }
      visitor.number(EXTENDED_CODE, unsignedByte(at + TTL_OFFSET));
      visitor.number(VERSION, unsignedByte(at + VERSION_OFFSET));
      visitor.flags(OPTIONS_FLAGS, unsignedShort(at + OPTIONS_FLAGS_OFFSET));
    } else {
      visitor.number(CLASS, kind == MULTICAST ? group & ~TOP_OF_CLASS : group);
      if (kind == MULTICAST) {
        visitor.number(FLUSH, group >>> 15);
      }
      visitor.number(TTL, unsignedInt(at + TTL_OFFSET));
    }
    visitor.number(DATA_LENGTH, length);
    int data = at + RECORD_LENGTH;
    if (!holds(data + length)) {
      return missing(visitor);
    }
    // Without data, a record is part of an update: RFC 2136, section 2.4.
    boolean good = length == 0 || describeData(visitor, type, data, length);
    return good ? data + length : NONE;
  }

  /** Returns false after a problem. */
  private boolean describeData(FieldVisitor visitor, int type, int at, int length) {
    return switch (type) {
      case A -> {
        if (length != Integer.BYTES) {
          yield wrongLength(visitor);
        }
        visitor.ipv4(IPV4_ADDRESS, signedInt(at));
        yield true;
      }
      case AAAA -> {
        if (length != IPV6_LENGTH) {
          yield wrongLength(visitor);
        }
        visitor.ipv6(IPV6_ADDRESS, signedLong(at), signedLong(at + Long.BYTES));
        yield true;
      }
      case NS -> describeName(visitor, SERVER, at) != NONE;
      case CNAME -> describeName(visitor, CANONICAL, at) != NONE;
      case PTR -> describeName(visitor, DOMAIN, at) != NONE;
      case MX -> {
        if (length < Short.BYTES) {
          yield wrongLength(visitor);
        }
        visitor.number(PREFERENCE, unsignedShort(at));
        yield describeName(visitor, EXCHANGE, at + Short.BYTES) != NONE;
      }
      case TXT -> describeTexts(visitor, at, at + length);
      case SOA -> describeAuthority(visitor, at, at + length);
      case SRV -> {
        if (length < SRV_NUMBERS) {
          yield wrongLength(visitor);
        }
        visitor.number(PRIORITY, unsignedShort(at));
        visitor.number(WEIGHT, unsignedShort(at + Short.BYTES));
        visitor.number(SERVICE_PORT, unsignedShort(at + Integer.BYTES));
        yield describeName(visitor, TARGET, at + SRV_NUMBERS) != NONE;
      }
      default -> true;
    };
  }

  private boolean describeTexts(FieldVisitor visitor, int start, int end) {
    int at = start;
    while (at < end) {
      int length = unsignedByte(at);
      at++;
      if (at + length > end) {
        return wrongLength(visitor);
      }
      visitor.number(TEXT_LENGTH, length);
      visitor.text(TEXT, memory(), offset() + at, length);
      at += length;
    }
    return true;
  }

  private boolean describeAuthority(FieldVisitor visitor, int start, int end) {
    int mailbox = describeName(visitor, PRIMARY, start);
    int at = mailbox == NONE ? NONE : describeName(visitor, MAILBOX, mailbox);
    if (at == NONE) {
      return false;
    }
    if (at + SOA_NUMBERS > end) {
      return wrongLength(visitor);
    }
    visitor.number(SERIAL, unsignedInt(at));
    visitor.number(REFRESH, unsignedInt(at + 1 * Integer.BYTES));
    visitor.number(RETRY, unsignedInt(at + 2 * Integer.BYTES));
    visitor.number(EXPIRE, unsignedInt(at + 3 * Integer.BYTES));
    visitor.number(MINIMUM, unsignedInt(at + 4 * Integer.BYTES));
    return true;
  }

  private int describeName(FieldVisitor visitor, Field field, int at) {
    int end = name.read(this, base, at);
    if (end == NONE) {
      visitor.problem(name.problem);
    } else {
      name.describe(visitor, field);
    }
    return end;
  }

  private int missing(FieldVisitor visitor) {
    visitor.problem(isWhole() ? BEYOND_MESSAGE : Problem.TRUNCATED);
    return NONE;
  }

  private static boolean wrongLength(FieldVisitor visitor) {
    visitor.problem(SHORT_DATA);
    return false;
  }

  private static String operationName(int operation) {
    return switch (operation) {
      case 0 -> "query";
      case 1 -> "inverse query";
      case 2 -> "status";
      case 4 -> "notify";
      case UPDATE -> "update";
      case 6 -> "stateful operation";
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
      case 6 -> "name exists";
      case 7 -> "records exist";
      case 8 -> "no such records";
      case 9 -> "not authoritative";
      case 10 -> "not in the zone";
      default -> "unknown";
    };
  }

  private static String typeName(int type) {
    return switch (type) {
      case A -> "A";
      case NS -> "NS";
      case CNAME -> "CNAME";
      case SOA -> "SOA";
      case PTR -> "PTR";
      case 13 -> "HINFO";
      case MX -> "MX";
      case TXT -> "TXT";
      case AAAA -> "AAAA";
      case SRV -> "SRV";
      case 35 -> "NAPTR";
      case OPT -> "OPT";
      case 43 -> "DS";
      case 46 -> "RRSIG";
      case 47 -> "NSEC";
      case 48 -> "DNSKEY";
      case 50 -> "NSEC3";
      case 52 -> "TLSA";
      case 64 -> "SVCB";
      case 65 -> "HTTPS";
      case 99 -> "SPF";
      case 250 -> "TSIG";
      case 251 -> "IXFR";
      case 252 -> "AXFR";
      case 255 -> "ANY";
      case 257 -> "CAA";
      default -> "unknown";
    };
  }
}
