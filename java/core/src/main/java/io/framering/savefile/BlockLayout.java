// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.PcapngOptions.HEADER_BYTES;
import static io.framering.savefile.PcapngOptions.padded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where the blocks of pcapng have their options, and what those contain. */
final class BlockLayout {
  /** The block has no options that can be found. */
  static final int NONE = -1;

  private static final int END = 0;

  /** The contents of an option, as far as the byte order matters. */
  enum Value {
    /** Text, addresses, and what has a byte order of its own. */
    BYTES,
    INT,
    LONG,
    /** Two numbers of 32 bits. */
    TIME,
    /** A private enterprise number, then what only that enterprise knows. */
    CUSTOM,
    /** The kind of a component, then its verdict. */
    VERDICT,
    UNKNOWN
  }

  private BlockLayout() {}

  /**
   * The offset of the options of a block.
   *
   * @param in the bytes of the block, in its byte order
   * @param at the offset of its body
   * @param end the offset after its body
   * @return the offset, up to {@code end}; or {@link #NONE}
   */
  static int optionsAt(int type, ByteBuffer in, int at, int end) {
    int fixed = Pcapng.fixedBytes(type);
    if (fixed == Pcapng.NO_OPTIONS || fixed > end - at) {
      return NONE;
    }
    return switch (type) {
      case Pcapng.ENHANCED_PACKET, Pcapng.OBSOLETE_PACKET ->
          after(at + fixed, in.getInt(at + Pcapng.CAPTURED_LENGTH_AT), end);
      case Pcapng.DECRYPTION_SECRETS -> after(at + fixed, in.getInt(at + Integer.BYTES), end);
      case Pcapng.NAME_RESOLUTION -> endOfList(in, at, end);
      default -> at + fixed;
    };
  }

  private static int after(int at, int length, int end) {
    return Integer.compareUnsigned(length, end - at) <= 0
        ? Math.min(at + padded(length), end)
        : NONE;
  }

  /** The offset after the last of a list of records or options; {@link #NONE} if it has no end. */
  static int endOfList(ByteBuffer in, int at, int end) {
    int next = at;
    while (end - next >= HEADER_BYTES) {
      int length = padded(Short.toUnsignedInt(in.getShort(next + Short.BYTES)));
      if (in.getShort(next) == END) {
        return next + HEADER_BYTES;
      }
      next += HEADER_BYTES + length;
    }
    return NONE;
  }

  /** The contents of an option of a block. */
  static Value value(int type, int code) {
    return switch (code) {
      case Pcapng.COMMENT -> Value.BYTES;
      case Pcapng.CUSTOM_TEXT, Pcapng.CUSTOM_BYTES -> Value.CUSTOM;
      default ->
          switch (type) {
            case Pcapng.SECTION_HEADER, Pcapng.NAME_RESOLUTION ->
                code <= 4 ? Value.BYTES : Value.UNKNOWN;
            case Pcapng.INTERFACE_DESCRIPTION -> ofInterface(code);
            case Pcapng.INTERFACE_STATISTICS ->
                code <= 3 ? Value.TIME : code <= 8 ? Value.LONG : Value.UNKNOWN;
            case Pcapng.ENHANCED_PACKET -> ofPacket(code);
            case Pcapng.OBSOLETE_PACKET -> code <= 3 ? ofPacket(code) : Value.UNKNOWN;
            default -> Value.UNKNOWN;
          };
    };
  }

  private static Value ofInterface(int code) {
    return switch (code) {
      case 8, Pcapng.IF_TSOFFSET, 16, 17 -> Value.LONG; // speeds
      case 10 -> Value.INT; // time zone
      default -> code <= 18 ? Value.BYTES : Value.UNKNOWN;
    };
  }

  private static Value ofPacket(int code) {
    return switch (code) {
      case Pcapng.EPB_FLAGS, 6 -> Value.INT; // flags, queue
      case 3 -> Value.BYTES; // hash
      case Pcapng.EPB_DROPCOUNT, 5 -> Value.LONG; // drops, identifier
      case 7 -> Value.VERDICT;
      default -> Value.UNKNOWN;
    };
  }

  /**
   * The comments among the options of a block, in UTF-8; those before the first option that does
   * not fit.
   *
   * @param options in the block's byte order
   */
  static List<String> comments(ByteBuffer options) {
    List<String> comments = new ArrayList<>();
    int end = options.limit();
    int at = options.position();
    while (end - at >= HEADER_BYTES) {
      int code = options.getShort(at);
      int length = Short.toUnsignedInt(options.getShort(at + Short.BYTES));
      if (code == END || length > end - at - HEADER_BYTES) {
        break;
      }
      if (code == Pcapng.COMMENT) {
        byte[] text = new byte[length];
        options.get(at + HEADER_BYTES, text);
        comments.add(new String(text, StandardCharsets.UTF_8));
      }
      at += HEADER_BYTES + padded(length);
    }
    return List.copyOf(comments);
  }
}
