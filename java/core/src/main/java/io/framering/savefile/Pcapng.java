// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

/** Numbers of draft-ietf-opsawg-pcapng. */
final class Pcapng {
  static final int SECTION_HEADER = 0x0A0D0D0A;
  static final int INTERFACE_DESCRIPTION = 1;
  static final int OBSOLETE_PACKET = 2;
  static final int SIMPLE_PACKET = 3;
  static final int INTERFACE_STATISTICS = 5;
  static final int ENHANCED_PACKET = 6;
  static final int JOURNAL_EXPORT = 9;
  static final int NAME_RESOLUTION = SavefileBlock.NAME_RESOLUTION;
  static final int DECRYPTION_SECRETS = SavefileBlock.DECRYPTION_SECRETS;
  static final int CUSTOM = SavefileBlock.CUSTOM;
  static final int CUSTOM_NOT_COPIED = SavefileBlock.CUSTOM_NOT_COPIED;

  static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

  /** Type and length before the body of a block, and the length again after it. */
  static final int BLOCK_HEADER_BYTES = 8;

  static final int BLOCK_TRAILER_BYTES = 4;

  // Bytes of each block before its options or packet, header included.
  static final int SECTION_BYTES = 24;
  static final int INTERFACE_BYTES = 16;
  static final int PACKET_BYTES = 28;
  static final int SIMPLE_PACKET_BYTES = 12;
  static final int STATISTICS_BYTES = 20;

  /** The bytes of a decryption secrets block's body before the secrets. */
  static final int SECRETS_HEADER_BYTES = 8;

  // Offsets in bodies.
  static final int CAPTURED_LENGTH_AT = 12;
  static final int SECTION_LENGTH_AT = 8;

  /** The block has no options, or nobody knows where. */
  static final int NO_OPTIONS = -1;

  static final int COMMENT = 1;
  static final int CUSTOM_TEXT = 2988;
  static final int CUSTOM_BYTES = 2989;
  static final int CUSTOM_TEXT_NOT_COPIED = 19372;
  static final int CUSTOM_BYTES_NOT_COPIED = 19373;

  static final int SHB_OS = 3;
  static final int SHB_USERAPPL = 4;

  static final int IF_NAME = 2;
  static final int IF_DESCRIPTION = 3;
  static final int IF_TSRESOL = 9;
  static final int IF_FILTER = 11;
  static final int IF_OS = 12;
  static final int IF_FCSLEN = 13;
  static final int IF_TSOFFSET = 14;
  static final int IF_HARDWARE = 15;

  /** The same in enhanced and obsolete packet blocks. */
  static final int EPB_FLAGS = 2;

  static final int EPB_DROPCOUNT = 4;

  static final int ISB_IFRECV = 4;
  static final int ISB_IFDROP = 5;
  static final int ISB_FILTERACCEPT = 6;
  static final int ISB_OSDROP = 7;

  private Pcapng() {}

  /**
   * The bytes of a body before its options, or before data of any length and the options; or {@link
   * #NO_OPTIONS}.
   */
  static int fixedBytes(int type) {
    return switch (type) {
      case SECTION_HEADER -> SECTION_BYTES - BLOCK_HEADER_BYTES;
      case INTERFACE_DESCRIPTION -> INTERFACE_BYTES - BLOCK_HEADER_BYTES;
      case INTERFACE_STATISTICS -> STATISTICS_BYTES - BLOCK_HEADER_BYTES;
      case ENHANCED_PACKET, OBSOLETE_PACKET -> PACKET_BYTES - BLOCK_HEADER_BYTES;
      case DECRYPTION_SECRETS -> SECRETS_HEADER_BYTES;
      case NAME_RESOLUTION -> 0;
      default -> NO_OPTIONS;
    };
  }

  /** Whether only a writer itself can write blocks of this type: others depend on them. */
  static boolean isOfWriter(int type) {
    return switch (type) {
      case SECTION_HEADER,
          INTERFACE_DESCRIPTION,
          INTERFACE_STATISTICS,
          OBSOLETE_PACKET,
          SIMPLE_PACKET,
          ENHANCED_PACKET ->
          true;
      default -> false;
    };
  }
}
