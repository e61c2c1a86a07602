// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

/**
 * A capture file could not be opened, read to its end, or written. The message is one readable
 * line: the file, the problem, its position, and what to do.
 */
public final class SavefileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The reasons that a program can distinguish. */
  public enum Reason {
    /** The file could not be opened or created. */
    CANNOT_OPEN,
    /** This is not a capture file, or one of an unsupported kind. */
    NOT_A_CAPTURE_FILE,
    /** It is compressed in a way that needs a {@link Decompressor}. */
    NO_DECOMPRESSOR,
    /** The file ends inside a packet or a header. */
    TRUNCATED,
    /** The file contains invalid data. */
    DAMAGED,
    /** The system failed to read. */
    CANNOT_READ,
    /** The system failed to write, as on a full disk. */
    CANNOT_WRITE
  }

  private final Reason reason;
  private final long offset;
  private final long packets;
  private final long lost;

  SavefileException(Reason reason, long offset, long packets, String message, Throwable cause) {
    this(reason, offset, packets, 0, message, cause);
  }

  SavefileException(
      Reason reason, long offset, long packets, long lost, String message, Throwable cause) {
    super(message, cause);
    this.lost = lost;
    this.reason = reason;
    this.offset = offset;
    this.packets = packets;
  }

  /** The reason of the failure. */
  public Reason reason() {
    return reason;
  }

  /**
   * The position in bytes from the beginning of the file, uncompressed: of the wrong record when
   * reading, of the end of the last complete packet when writing.
   */
  public long offset() {
    return offset;
  }

  /** Complete packets before that position, which were delivered or are in the file. */
  public long packets() {
    return packets;
  }

  /**
   * When writing, packets passed to the writer that are in no file: buffered ones, and the packet
   * or batch that failed, but not packets that the format could not represent. 0 when reading.
   */
  public long lost() {
    return lost;
  }
}
