// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

/**
 * TLS records (RFC 8446, section 5.1), and in them the greetings of client and server (section
 * 4.1). A segment of TCP that does not begin with a record is not one.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+-------------------------------+---------------+
 * | Content Type  |            Version            |    Length ... |
 * +---------------+---------------+---------------+---------------+
 * |  ... Length   |Handshake Type |           Length
 * +---------------+---------------+-------------------------------+
 * |           Version             |  random (32), session ID, ciphers,
 * +-------------------------------+  compression, extensions
 * </pre>
 */
public final class Tls extends Header {
  /** Bytes of a record before its contents. */
  public static final int LENGTH = 5;

  /** The TCP port of HTTP over TLS. */
  public static final int PORT = 443;

  private static final int VERSION_OFFSET = 1;
  private static final int LENGTH_OFFSET = 3;
  private static final int FIRST_TYPE = 20;
  private static final int LAST_TYPE = 24;
  private static final int HANDSHAKE = 22;
  private static final int MAJOR = 3;
  private static final int LONGEST = 16_384 + 2048;

  private static final int CLIENT = 1;
  private static final int SERVER = 2;
  private static final int MESSAGE_PREFIX = 4;
  private static final int RANDOM = 32;

  private static final int SERVER_NAME = 0;
  private static final int APPLICATION_PROTOCOL = 16;
  private static final int SUPPORTED_VERSIONS = 43;
  private static final int NAME_PREFIX = 5;

  private static final Field HEADING = Field.of("TLS Record", "tls");
  private static final Field CONTENT = Field.of("Content Type", "tls.record.content_type");
  private static final Field VERSION = Field.hex("Version", "tls.record.version", 4);
  private static final Field RECORD_LENGTH = Field.of("Length", "tls.record.length");
  private static final Field TYPE = Field.of("Handshake", "tls.handshake.type");
  private static final Field MESSAGE_LENGTH = Field.of("Length", "tls.handshake.length").hidden();
  private static final Field MESSAGE_VERSION = Field.hex("Version", "tls.handshake.version", 4);
  private static final Field SESSION_LENGTH =
      Field.of("Session ID Length", "tls.handshake.session_id_length").hidden();
  private static final Field OFFERED =
      Field.hex("Cipher Suite", "tls.handshake.ciphersuite", 4).hidden();
  private static final Field CHOSEN = Field.hex("Cipher Suite", "tls.handshake.ciphersuite", 4);
  private static final Field EXTENSION =
      Field.of("Extension", "tls.handshake.extension.type").hidden();
  private static final Field NAME = Field.of("Server Name", "tls.handshake.extensions_server_name");
  private static final Field APPLICATION =
      Field.of("Application", "tls.handshake.extensions_alpn_str");
  private static final Field SUPPORTED =
      Field.hex("Supported Version", "tls.handshake.extensions.supported_version", 4);

  private static final int NONE = -1;

  /** A header that wraps nothing yet. */
  public Tls() {
    super(HEADING, 1);
  }

  @Override
  protected Problem examine() {
    return isRecord(0) ? Problem.NONE : Problem.FOREIGN;
  }

  private boolean isRecord(int at) {
    if (!holds(at + LENGTH)) {
      return false;
    }
    int type = unsignedByte(at);
    return type >= FIRST_TYPE
        && type <= LAST_TYPE
        && unsignedByte(at + VERSION_OFFSET) == MAJOR
        && unsignedShort(at + LENGTH_OFFSET) <= LONGEST;
  }

  @Override
  public int headerLength() {
    return (int) Math.min(Integer.MAX_VALUE, end() - offset());
  }

  @Override
  protected void describeFields(FieldVisitor visitor) {
    int at = 0;
    while (isRecord(at)) {
      int type = unsignedByte(at);
      int length = unsignedShort(at + LENGTH_OFFSET);
      visitor.line();
      visitor.number(CONTENT, type, contentName(type));
      visitor.number(VERSION, unsignedShort(at + VERSION_OFFSET));
      visitor.number(RECORD_LENGTH, length);
      int contents = at + LENGTH;
      at = contents + length;
      if (type == HANDSHAKE) {
        describeHandshake(visitor, contents, length);
      }
    }
  }

  private void describeHandshake(FieldVisitor visitor, int at, int length) {
    if (length < MESSAGE_PREFIX || !holds(at + MESSAGE_PREFIX + Short.BYTES)) {
      return;
    }
    int type = unsignedByte(at);
    int messageLength = signedInt(at) & 0xFF_FFFF;
    if (type != CLIENT && type != SERVER || messageLength > length - MESSAGE_PREFIX) {
      return; // or it is encrypted
    }
    int end = at + MESSAGE_PREFIX + messageLength;
    visitor.line();
    visitor.number(TYPE, type, type == CLIENT ? "client hello" : "server hello");
    visitor.number(MESSAGE_LENGTH, messageLength);
    visitor.number(MESSAGE_VERSION, unsignedShort(at + MESSAGE_PREFIX));
    int session = at + MESSAGE_PREFIX + Short.BYTES + RANDOM;
    int ciphers = list(session, 1, end);
    if (ciphers == NONE) {
      return;
    }
    visitor.number(SESSION_LENGTH, unsignedByte(session));
    int extensions = type == CLIENT ? offer(visitor, ciphers, end) : choice(visitor, ciphers, end);
    if (extensions != NONE && list(extensions, Short.BYTES, end) != NONE) {
      describeExtensions(visitor, type, extensions + Short.BYTES, end);
    }
  }

  /** The end of a list with a length of this many bytes before it, or {@link #NONE}. */
  private int list(int at, int lengthBytes, int end) {
    if (at + lengthBytes > end || !holds(at + lengthBytes)) {
      return NONE;
    }
    int length = lengthBytes == 1 ? unsignedByte(at) : unsignedShort(at);
    int listEnd = at + lengthBytes + length;
    return listEnd <= end ? listEnd : NONE;
  }

  /** Describes the cipher suites of a client. Returns the offset of the extensions. */
  private int offer(FieldVisitor visitor, int ciphers, int end) {
    int compression = list(ciphers, Short.BYTES, end);
    if (compression == NONE) {
      return NONE;
    }
    int last = compression - Short.BYTES;
    for (int at = ciphers + Short.BYTES; at <= last && holds(at + Short.BYTES); at += Short.BYTES) {
      visitor.number(OFFERED, unsignedShort(at));
    }
    return list(compression, 1, end);
  }

  private int choice(FieldVisitor visitor, int cipher, int end) {
    int compression = cipher + Short.BYTES;
    if (compression >= end || !holds(compression)) {
      return NONE;
    }
    visitor.number(CHOSEN, unsignedShort(cipher));
    return compression + 1;
  }

  private void describeExtensions(FieldVisitor visitor, int sender, int start, int end) {
    int at = start;
    while (at + MESSAGE_PREFIX <= end && holds(at + MESSAGE_PREFIX)) {
      int type = unsignedShort(at);
      int data = at + MESSAGE_PREFIX;
      int dataEnd = data + unsignedShort(at + Short.BYTES);
      visitor.number(EXTENSION, type);
      if (dataEnd > end || !holds(dataEnd)) {
        return;
      }
      switch (type) {
        case SERVER_NAME -> describeName(visitor, data, dataEnd);
        case APPLICATION_PROTOCOL -> describeApplications(visitor, data + Short.BYTES, dataEnd);
        case SUPPORTED_VERSIONS ->
            describeVersions(visitor, sender == CLIENT ? data + 1 : data, dataEnd);
        default -> {}
      }
      at = dataEnd;
    }
  }

  /** A list with one name: RFC 6066, section 3. */
  private void describeName(FieldVisitor visitor, int at, int end) {
    if (at + NAME_PREFIX <= end) {
      int length = unsignedShort(at + NAME_PREFIX - Short.BYTES);
      if (at + NAME_PREFIX + length <= end) {
        visitor.text(NAME, memory(), offset() + at + NAME_PREFIX, length);
      }
    }
  }

  private void describeApplications(FieldVisitor visitor, int start, int end) {
    int at = start;
    while (at < end && at + 1 + unsignedByte(at) <= end) {
      int length = unsignedByte(at);
      visitor.text(APPLICATION, memory(), offset() + at + 1, length);
      at += 1 + length;
    }
  }

  private void describeVersions(FieldVisitor visitor, int start, int end) {
    for (int at = start; at + Short.BYTES <= end; at += Short.BYTES) {
      visitor.number(SUPPORTED, unsignedShort(at));
    }
  }

  private static String contentName(int type) {
    return switch (type) {
      case FIRST_TYPE -> "change cipher spec";
      case 21 -> "alert";
      case HANDSHAKE -> "handshake";
      case 23 -> "application data";
      case LAST_TYPE -> "heartbeat";
      default -> "unknown";
    };
  }
}
