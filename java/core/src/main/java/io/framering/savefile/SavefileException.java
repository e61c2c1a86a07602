package io.framering.savefile;

/**
 * A capture file could not be opened, read to its end, or written. The message is one line for a
 * person: which file, what is wrong, where, and what to do.
 */
public final class SavefileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a program may want to tell apart. */
  public enum Reason {
    /** The file could not be opened or made. */
    CANNOT_OPEN,
    /** This is no capture file, or one of a kind that is not read. */
    NOT_A_CAPTURE_FILE,
    /** It is compressed in a way that needs a {@link Decompressor}. */
    NO_DECOMPRESSOR,
    /** The file ends inside a packet or a header. */
    TRUNCATED,
    /** The file holds what no writer writes. */
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

  /** What happened. */
  public Reason reason() {
    return reason;
  }

  /**
   * Where: bytes from the beginning of the file, of its uncompressed form when it is compressed.
   * When reading, of the record that is wrong; when writing, of the end of the last whole packet.
   */
  public long offset() {
    return offset;
  }

  /** Whole packets before that place: those that were delivered, or are in the file. */
  public long packets() {
    return packets;
  }

  /**
   * When writing, packets that the writer was given and that are in no file: those that were on
   * their way, and the one, or the batch, on which it failed. Not those for which the format had no
   * place. 0 when reading.
   */
  public long lost() {
    return lost;
  }
}
