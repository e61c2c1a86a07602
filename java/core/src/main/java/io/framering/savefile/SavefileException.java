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

  /** See {@link #reason()}. */
  private final Reason reason;

  /** See {@link #offset()}. */
  private final long offset;

  /** See {@link #packets()}. */
  private final long packets;

  /** See {@link #lost()}. */
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

  /** {@return the reason of the failure} */
  public Reason reason() {
    return reason;
  }

  /**
   * {@return the position in bytes from the beginning of the file, uncompressed: of the wrong
   * record when reading, of the end of the last complete packet when writing}
   */
  public long offset() {
    return offset;
  }

  /**
   * {@return the number of complete packets before that position, which were delivered or are in
   * the file}
   */
  public long packets() {
    return packets;
  }

  /**
   * {@return the number of packets passed to the writer that are in no file, when writing: buffered
   * ones, and the packet or batch that failed, but not packets that the format could not represent}
   * 0 when reading.
   */
  public long lost() {
    return lost;
  }
}
