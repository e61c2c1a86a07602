package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.savefile.SavefileException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a capture file: pcap with times in nanoseconds, or pcapng; always in little endian.
 *
 * <pre>{@code
 * SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
 * try (SavefileWriter writer = SavefileWriter.create(Path.of("trace.pcapng"), options)) {
 *   capture.run(writer::write);
 * }
 * }</pre>
 *
 * <p>Many frames go out with one write. What was flushed is a file that can be read, whatever then
 * becomes of this process; a frame that was not flushed may be lost with it.
 *
 * <p><b>Failure.</b> When the system fails to write, on a full disk for example, the method that
 * wrote throws a {@link SavefileException} which says how many whole packets are in the file; a
 * regular file is cut off behind the last of them. Nothing can be written after that; closing says
 * nothing of it again.
 *
 * <p>For one thread.
 */
public final class SavefileWriter implements AutoCloseable {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final long RETRY_NANOS = 1_000_000;

  private final String name;
  private final WritableByteChannel channel;
  private final boolean canBeCut;
  private final RecordBuffer buffer;
  private final Encoder encoder;
  private final SavefileOptions options;
  private long bytesInFile;
  private long framesInFile;
  private long frames;
  private long unwritable;
  private int fileInterfaces;
  private boolean open = true;

  SavefileWriter(
      String name,
      WritableByteChannel channel,
      boolean canBeCut,
      SavefileOptions options,
      RecordBuffer buffer) {
    this.name = name;
    this.channel = channel;
    this.canBeCut = canBeCut;
    this.options = options;
    this.buffer = buffer;
    buffer.clear();
    encoder = Encoder.of(buffer, options);
    encoder.begin();
    flush();
  }

  /**
   * Makes a file, for its owner alone (mode 0600), or empties the one that is there.
   *
   * @throws SavefileException when that fails
   */
  public static SavefileWriter create(Path path, SavefileOptions options) {
    return create(path, options, new RecordBuffer());
  }

  static SavefileWriter create(Path path, SavefileOptions options, RecordBuffer buffer) {
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.TRUNCATE_EXISTING),
              OWNER_ONLY);
    } catch (IOException e) {
      String text = path + ": " + Inputs.reason(e);
      throw new SavefileException(Reason.CANNOT_OPEN, 0, 0, text, e);
    }
    return new SavefileWriter(path.toString(), channel, Files.isRegularFile(path), options, buffer);
  }

  /**
   * Writes to a channel, as standard output.
   *
   * @param name what messages call it
   * @param channel closed with this writer
   * @throws SavefileException when the beginning of the file cannot be written
   */
  public static SavefileWriter of(
      String name, WritableByteChannel channel, SavefileOptions options) {
    return new SavefileWriter(name, channel, false, options, new RecordBuffer());
  }

  /**
   * Describes an interface, if there is none yet of this number and link type. Those that are not
   * described are so by {@link SavefileOptions#interfaceNames()} when their first frame comes;
   * frames of a {@link SavefileReader} bring the descriptions of its file with them.
   *
   * <p>Of pcap, only the first one that is described counts, unless the options have a link type.
   *
   * @throws SavefileException when writing fails
   */
  public void add(SavefileInterface described) {
    reserve(encoder.mostBytesOfInterface());
    encoder.describe(described);
  }

  /**
   * Writes a frame.
   *
   * @return false when this format has no place for it, and it was only {@linkplain #unwritable()
   *     counted}: in a pcap file one of another link type than the file's, or from before 1970 or
   *     after 2106; one whose link type has no number
   * @throws SavefileException when writing fails
   */
  public boolean write(Frame frame) {
    describeInterfaceOf(frame);
    reserve(encoder.bytesOf(frame));
    if (!encoder.put(frame)) {
      unwritable++;
      return false;
    }
    frames++;
    if (options.flushEach()) {
      flush();
    }
    return true;
  }

  private void describeInterfaceOf(Frame frame) {
    int index = frame.interfaceIndex();
    if (encoder.knows(index, frame)) {
      return;
    }
    if (frame instanceof FileFrame file) {
      for (; fileInterfaces < index; fileInterfaces++) {
        add(file.described(fileInterfaces + 1));
      }
    } else {
      String interfaceName = options.interfaceNames().apply(index);
      add(SavefileInterface.of(index, interfaceName, frame.linkType(), options.snapLength()));
    }
  }

  /**
   * Says that frames were lost since the last one: with the next frame of this interface, as its
   * {@code epb_dropcount}. pcap has no place for it.
   *
   * @param interfaceIndex of an interface that was described
   */
  public void lost(int interfaceIndex, long count) {
    encoder.lost(interfaceIndex, count);
  }

  /**
   * Writes what is counted of an interface since the capture began: an interface statistics block,
   * as of the last frame's time. pcap has no place for it.
   *
   * @param interfaceIndex of an interface that was described
   * @param received frames that arrived, or -1 when not known
   * @param dropped frames that were lost, or -1 when not known
   * @throws SavefileException when writing fails
   */
  public void statistics(int interfaceIndex, long received, long dropped) {
    reserve(encoder.mostBytesOfInterface());
    encoder.statistics(interfaceIndex, received, dropped);
  }

  /**
   * Writes what {@code source} tells besides its frames: interfaces that had none, and counts. For
   * the end of a copy.
   *
   * @throws SavefileException when writing fails
   */
  public void complete(SavefileReader source) {
    for (SavefileInterface described : source.interfaces()) {
      add(described);
      if (described.received() >= 0 || described.dropped() >= 0) {
        statistics(described.number(), described.received(), described.dropped());
      }
    }
  }

  /** Frames written, those too that are on their way to the file. */
  public long frames() {
    return frames;
  }

  /** Frames for which the format has no place. */
  public long unwritable() {
    return unwritable;
  }

  /** Bytes written, those too that are on their way to the file. */
  public long bytes() {
    return bytesInFile + buffer.length();
  }

  private void reserve(long count) {
    if (!open) {
      throw new IllegalStateException(name + " was closed, or writing to it has failed");
    }
    if (!buffer.fits(count)) {
      flush();
      if (!buffer.fits(count)) {
        buffer.grow(count);
      }
    }
  }

  /**
   * Hands all that was written to the system.
   *
   * @throws SavefileException when that fails
   */
  public void flush() {
    var bytes = buffer.bytes();
    try {
      while (bytes.hasRemaining()) {
        // Another program may have made a shared pipe non-blocking; then 0 means that it is full.
        if (channel.write(bytes) == 0) {
          LockSupport.parkNanos(RETRY_NANOS);
        }
      }
    } catch (IOException e) {
      throw failed(bytes.position(), e);
    }
    bytesInFile += buffer.length();
    framesInFile = frames;
    buffer.clear();
  }

  /** Finds the last whole record of those that were written, and makes it the last of the file. */
  private SavefileException failed(int written, IOException cause) {
    int whole = 0;
    while (whole < written) {
      boolean atBeginning = bytesInFile + whole == 0;
      long next = whole + encoder.recordBytes(whole, atBeginning);
      if (next > written) {
        break;
      }
      framesInFile += encoder.isPacket(whole, atBeginning) ? 1 : 0;
      whole = (int) next;
    }
    bytesInFile += whole;
    buffer.clear();
    cut();
    closeChannel();
    String text = "%s: %s; %d whole packets are in the file, %d are lost";
    return new SavefileException(
        Reason.CANNOT_WRITE,
        bytesInFile,
        framesInFile,
        text.formatted(name, cause.getMessage(), framesInFile, frames - framesInFile),
        cause);
  }

  private void cut() {
    try {
      if (canBeCut && channel instanceof FileChannel file) {
        file.truncate(bytesInFile);
      }
    } catch (IOException e) {
      // The file then ends with a part of a packet, which its readers are used to.
    }
  }

  private void closeChannel() {
    open = false;
    try {
      channel.close();
    } catch (IOException e) {
      // Told already, by the failure that led here.
    }
  }

  /**
   * Flushes and closes the file. Idempotent.
   *
   * @throws SavefileException when that fails
   */
  @Override
  public void close() {
    if (open) {
      reserve(encoder.mostBytesOfInterface());
      encoder.end();
      flush();
      open = false;
      try {
        channel.close();
      } catch (IOException e) {
        throw failed(0, e);
      }
    }
  }
}
