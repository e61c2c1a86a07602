// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Writes a sequence of capture files according to a {@link Rotation}. Existing files of the same
 * name are overwritten.
 *
 * <p>As with tcpdump, a new file begins only when a frame is written, and the time of the clock
 * decides, not the frame's.
 *
 * <p>Interrupts lose nothing, as with {@link SavefileWriter}. Not thread-safe.
 */
public final class RotatingWriter implements FrameWriter {
  private static final long MILLIS_PER_SECOND = 1000;

  private final String pattern;
  private final Rotation rotation;
  private final SavefileOptions options;
  private final Consumer<FrameWriter> atEndOfFile;
  private final LongSupplier clock;
  private final RecordBuffer buffer;
  private final WriteCounts counts = new WriteCounts();
  private final Set<SavefileInterface> described = new LinkedHashSet<>();
  private final RepeatedBlocks repeated = new RepeatedBlocks();

  private Consumer<Path> rotated = path -> {};
  private SavefileWriter file;

  /** The bytes of {@link #repeated} in this file, which do not count for its size. */
  private long repeatedBytes;

  private Path path;
  private long begun;
  private int number;
  private int times;
  private boolean finished;

  // The frames lost before the next frame, and their interface: that frame may begin a file.
  private long lost;
  private int lostOf;

  RotatingWriter(
      String pattern,
      Rotation rotation,
      SavefileOptions options,
      Consumer<FrameWriter> atEndOfFile,
      LongSupplier clock) {
    this.pattern = pattern;
    this.rotation = rotation;
    this.options = options;
    this.atEndOfFile = atEndOfFile;
    this.clock = clock;
    buffer = new RecordBuffer(options);
    begun = clock.getAsLong();
    checkName();
    file = begin();
  }

  /**
   * Creates the first file.
   *
   * @param pattern the name; if files rotate by time, a {@link Strftime} pattern in local time
   * @param rotation when the next file begins, and how many are kept
   * @param options the options of each file
   * @param atEndOfFile called before each file is closed, to write the current counts
   * @return the writer; close it
   * @throws SavefileException when that fails
   */
  public static RotatingWriter create(
      String pattern,
      Rotation rotation,
      SavefileOptions options,
      Consumer<FrameWriter> atEndOfFile) {
    return new RotatingWriter(
        pattern,
        rotation,
        options,
        atEndOfFile,
        () -> System.currentTimeMillis() / MILLIS_PER_SECOND);
  }

  /**
   * Sets a listener for each file that the rotation finishes, called after the file is closed and
   * before the next one is created. It is not called for a file that was {@linkplain #reopen moved
   * away}, nor for the last file. Must be called before frames are written.
   *
   * @param listener receives the path of the finished file
   */
  public void onRotation(Consumer<Path> listener) {
    rotated = listener;
  }

  /** Checks the name before a number is appended. */
  private void checkName() {
    try {
      OutputFile.checkName(pattern, options);
    } catch (IOException e) {
      String text = pattern + ": " + Inputs.reason(e);
      throw new SavefileException(SavefileException.Reason.CANNOT_OPEN, 0, 0, text, e);
    }
  }

  private SavefileWriter begin() {
    String name = pattern;
    if (rotation.byTime()) {
      name = Strftime.format(pattern, Instant.ofEpochSecond(begun).atZone(ZoneId.systemDefault()));
    }
    String suffix = options.compressor() == null ? "" : OutputFile.compressionSuffix(name);
    String plain = name.substring(0, name.length() - suffix.length());
    path = Path.of(rotation.numbered(plain, number) + suffix);
    SavefileWriter next = SavefileWriter.create(path, options, buffer, counts);
    repeatedBytes = repeated.writeTo(next, counts);
    described.forEach(next::add);
    return next;
  }

  private void end() {
    atEndOfFile.accept(file);
    file.close();
  }

  private void endForRotation() {
    end();
    rotated.accept(path);
  }

  /** Begins the next file if it is due and allowed. The clock is read only if needed. */
  private void rotate() {
    if (rotation.byTime()) {
      rotateByTime();
    }
    if (rotation.bySize() && !finished && file.bytes() > mostBytes()) {
      number = rotation.after(number);
      endForRotation();
      file = begin();
    }
  }

  /** The next file begins when the current one has more bytes. */
  private long mostBytes() {
    return rotation.bytes() + repeatedBytes;
  }

  private void rotateByTime() {
    long now = clock.getAsLong();
    begun = Math.min(begun, now); // if the clock was set back, the period starts again
    if (now - begun < rotation.seconds()) {
      return;
    }
    begun = now;
    times++;
    number = 0;
    endForRotation();
    finished = !rotation.bySize() && rotation.files() > 0 && times >= rotation.files();
    if (!finished) {
      file = begin();
    }
  }

  @Override
  public void add(SavefileInterface added) {
    described.add(added);
    if (!finished) {
      file.add(added);
    }
  }

  @Override
  public boolean write(Frame frame) {
    prepareFor(1);
    return !finished && file.write(frame);
  }

  @Override
  public boolean write(Frame frame, String comment) {
    prepareFor(1);
    return !finished && file.write(frame, comment);
  }

  @Override
  public boolean writeAll(FrameBatch batch) {
    FrameCursor frame = batch.cursor();
    if (!frame.advance()) {
      return !finished;
    }
    int size = batch.size();
    prepareFor(size);
    if (!rotation.bySize()) {
      return !finished && file.writeAll(batch);
    }
    counts.given += size;
    file.put(frame, mostBytes());
    while (frame.advance()) {
      prepareFor(0);
      file.put(frame, mostBytes());
    }
    return true;
  }

  @Override
  public boolean write(SavefileBlock block) {
    boolean written = !finished && file.write(block);
    if (written) {
      repeated.add(block);
    }
    return written;
  }

  /** Begins the next file if it is due; if that fails, this many frames more are lost. */
  private void prepareFor(int frames) {
    if (!finished) {
      counts.given += frames;
      rotate();
      counts.given -= frames;
    }
    passLossOn();
  }

  private void passLossOn() {
    if (lost > 0 && !finished) {
      file.lost(lostOf, lost);
    }
    lost = 0;
  }

  /**
   * Begins a new file with the name of the current one, which was moved away, for example by
   * logrotate; if files are numbered, begins the next file.
   *
   * @return false if the current file was not moved; then it is continued
   * @throws SavefileException when that fails
   */
  public boolean reopen() {
    if (finished || !rotation.bySize() && file.isInPlace()) {
      return finished;
    }
    if (rotation.bySize()) {
      number = rotation.after(number);
      endForRotation();
    } else {
      end();
    }
    file = begin();
    return true;
  }

  @Override
  public void lost(int interfaceIndex, long count) {
    if (interfaceIndex != lostOf) {
      passLossOn();
    }
    lostOf = interfaceIndex;
    lost += count;
  }

  @Override
  public void statistics(int interfaceIndex, long received, long dropped) {
    if (!finished) {
      file.statistics(interfaceIndex, received, dropped);
    }
  }

  @Override
  public void complete(SavefileReader source) {
    if (!finished) {
      file.complete(source);
    }
  }

  @Override
  public void flush() {
    if (!finished) {
      file.flush();
    }
  }

  @Override
  public long frames() {
    return counts.accepted;
  }

  @Override
  public long unwritable() {
    return counts.unwritable();
  }

  @Override
  public long leftOut(LeftOut reason) {
    return counts.leftOut(reason);
  }

  @Override
  public boolean finished() {
    return finished;
  }

  @Override
  public void close() {
    if (file.isOpen()) {
      end();
    }
  }
}
