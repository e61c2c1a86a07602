// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.PcapngOptions.HEADER_BYTES;
import static io.framering.savefile.PcapngOptions.padded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Converts copied blocks to little-endian byte order, in place, and removes the options that must
 * not be copied. A block in this order stays as it is otherwise, damage included.
 */
final class BlockConverter {
  /** The block cannot be converted. */
  static final int UNKNOWN = -1;

  private static final int END = 0;
  private static final long LENGTH_UNKNOWN = -1;

  private final RecordBuffer out;
  private final WriteCounts counts;

  // The bytes, in the order of the block and of this file.
  private ByteBuffer from;
  private ByteBuffer to;

  /**
   * @param counts counts the options that cannot be converted
   */
  BlockConverter(RecordBuffer out, WriteCounts counts) {
    this.out = out;
    this.counts = counts;
  }

  /**
   * Converts the body of a block.
   *
   * @param at the offset of the body in the buffer
   * @param end the offset after it, which is a multiple of 4
   * @param order the byte order it has
   * @return the offset after it now; or {@link #UNKNOWN}
   */
  int convert(int type, int at, int end, ByteOrder order) {
    from = out.view(order);
    to = out.view(ByteOrder.LITTLE_ENDIAN);
    int options = BlockLayout.optionsAt(type, from, at, end);
    if (from != to && !convertFixed(type, at, end, options)) {
      return UNKNOWN;
    }
    if (type == Pcapng.SECTION_HEADER) {
      to.putLong(at + Pcapng.SECTION_LENGTH_AT, LENGTH_UNKNOWN); // the copy may have another one
    }
    return options == BlockLayout.NONE ? end : options(type, options, end);
  }

  /** Converts what comes before the options. */
  private boolean convertFixed(int type, int at, int end, int options) {
    if (options == BlockLayout.NONE && Pcapng.fixedBytes(type) != Pcapng.NO_OPTIONS) {
      return false;
    }
    switch (type) {
      case Pcapng.SECTION_HEADER -> {
        ints(at, 1);
        shorts(at + 4, 2);
      }
      case Pcapng.INTERFACE_DESCRIPTION -> {
        shorts(at, 2);
        ints(at + 4, 1);
      }
      case Pcapng.INTERFACE_STATISTICS -> ints(at, 3);
      case Pcapng.ENHANCED_PACKET -> ints(at, 5);
      case Pcapng.OBSOLETE_PACKET -> {
        shorts(at, 2);
        ints(at + 4, 4);
      }
      case Pcapng.SIMPLE_PACKET -> ints(at, 1);
      case Pcapng.DECRYPTION_SECRETS -> ints(at, 2);
      case Pcapng.NAME_RESOLUTION -> records(at);
      // What follows the number of its enterprise stays as it is: the draft, "Endianness Issues".
      case Pcapng.CUSTOM, Pcapng.CUSTOM_NOT_COPIED -> ints(at, Math.min(end - at, 4) / 4);
      case Pcapng.JOURNAL_EXPORT -> {}
      default -> {
        return false;
      }
    }
    return true;
  }

  private void ints(int at, int count) {
    for (int i = at; i < at + 4 * count; i += 4) {
      to.putInt(i, from.getInt(i));
    }
  }

  private void shorts(int at, int count) {
    for (int i = at; i < at + 2 * count; i += 2) {
      to.putShort(i, from.getShort(i));
    }
  }

  /** Names: their records have a header like options, and bytes. */
  private void records(int at) {
    int next = at;
    int type;
    do {
      type = from.getShort(next);
      int length = Short.toUnsignedInt(from.getShort(next + 2));
      shorts(next, 2);
      next += HEADER_BYTES + padded(length);
    } while (type != END);
  }

  private int options(int type, int at, int end) {
    int read = at;
    int write = at;
    while (end - read >= HEADER_BYTES && from.getShort(read) != END) {
      int code = Short.toUnsignedInt(from.getShort(read));
      int length = Short.toUnsignedInt(from.getShort(read + 2));
      int bytes = HEADER_BYTES + padded(length);
      if (bytes > end - read) {
        break;
      }
      if (isCopied(code)) {
        if (from == to || convertOption(type, code, read, length)) {
          out.move(read, write, bytes);
          write += bytes;
        } else {
          counts.leaveOut(LeftOut.OPTION);
        }
      }
      read += bytes;
    }
    return rest(read, write, end);
  }

  /** The end of the list, or what is no list any more. */
  private int rest(int read, int write, int end) {
    if (from == to) {
      out.move(read, write, end - read);
      return write + end - read;
    }
    if (read == end) {
      return write;
    }
    if (end - read < HEADER_BYTES || from.getShort(read) != END) {
      counts.leaveOut(LeftOut.OPTION);
    }
    if (write + HEADER_BYTES > end) {
      return write;
    }
    to.putInt(write, END);
    return write + HEADER_BYTES;
  }

  private static boolean isCopied(int code) {
    return code != Pcapng.CUSTOM_TEXT_NOT_COPIED && code != Pcapng.CUSTOM_BYTES_NOT_COPIED;
  }

  /** Converts an option in its place. */
  private boolean convertOption(int type, int code, int at, int length) {
    int value = at + HEADER_BYTES;
    boolean known =
        switch (BlockLayout.value(type, code)) {
          case BYTES -> code != Pcapng.IF_FILTER || isFilterText(type, value, length);
          case INT -> ints(value, length, Integer.BYTES);
          case LONG -> longs(value, length, Long.BYTES);
          case TIME -> ints(value, length, Long.BYTES);
          case CUSTOM -> length >= Integer.BYTES && ints(value, Integer.BYTES, Integer.BYTES);
          case VERDICT -> verdict(value, length);
          case UNKNOWN -> false;
        };
    if (known) {
      shorts(at, 2);
    }
    return known;
  }

  private boolean ints(int at, int length, int expected) {
    if (length == expected) {
      ints(at, length / Integer.BYTES);
    }
    return length == expected;
  }

  private boolean longs(int at, int length, int expected) {
    if (length == expected) {
      to.putLong(at, from.getLong(at));
    }
    return length == expected;
  }

  /** A filter is a text, or instructions, whose numbers nobody describes. */
  private boolean isFilterText(int type, int at, int length) {
    return type != Pcapng.INTERFACE_DESCRIPTION || length == 0 || from.get(at) == 0;
  }

  /** The verdict of hardware is bytes; those of the kernel's programs are numbers. */
  private boolean verdict(int at, int length) {
    return length > 0 && (from.get(at) == 0 || longs(at + 1, length - 1, Long.BYTES));
  }
}
