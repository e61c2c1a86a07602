// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Several capture files as one, ordered by time like those that {@code mergecap} writes: the next
 * frame is always the earliest of the files' next frames. Of two frames with the same time, that of
 * the file named first comes first. Frames of one file keep their order, even if their times
 * decrease.
 *
 * <pre>{@code
 * try (SavefileMerge merge =
 *     SavefileMerge.of(List.of(SavefileReader.open(left), SavefileReader.open(right)))) {
 *   merge.run(writer::write);
 *   merge.readers().forEach(writer::complete);
 * }
 * }</pre>
 *
 * <p><b>Interfaces.</b> Each file keeps its own: {@link #interfaces()} has those of the first file
 * first, and {@link io.framering.frame.Frame#interfaceIndex()} is the number among them.
 *
 * <p><b>Damage.</b> A damaged file ends where it is damaged. The other files are delivered to their
 * end, then {@link #next} throws the {@link SavefileException}; those of further files are
 * suppressed ones of it.
 *
 * <p><b>Lifetime.</b> The methods of a frame throw after its batch was released. Its {@linkplain
 * io.framering.frame.Frame#memory() memory} may stay readable longer, until its file is read on,
 * and has the same bytes until then.
 *
 * <p><b>Threads.</b> One thread reads, from the first batch to the last. {@link #stop()} and {@link
 * #close()} may be called from any thread at any time.
 */
public final class SavefileMerge implements FrameSource {
  private final List<SavefileReader> readers;
  private final List<FileInterface> interfaces = new ArrayList<>();
  private final List<MergedFile> files = new ArrayList<>();
  private final MergeOrder order = new MergeOrder(files);
  private SavefileException damage;
  private volatile MergedBatch lent;
  private volatile boolean ended;

  private SavefileMerge(List<SavefileReader> readers) {
    this.readers = List.copyOf(readers);
    for (SavefileReader each : readers) {
      files.add(new MergedFile(files.size(), each, interfaces));
    }
  }

  /**
   * Merges files.
   *
   * @param readers from which nothing has been read yet; closed with the result
   * @return the source of their frames; close it
   */
  public static SavefileMerge of(List<SavefileReader> readers) {
    return new SavefileMerge(readers);
  }

  /** {@return the files, in their order} */
  public List<SavefileReader> readers() {
    return readers;
  }

  /**
   * {@return the interfaces described in the files so far, with their counts so far; number 1 is
   * first} Only for the reading thread.
   */
  public List<SavefileInterface> interfaces() {
    List<SavefileInterface> described = new ArrayList<>();
    for (FileInterface each : interfaces) {
      described.add(each.snapshot().numbered(described.size() + 1));
    }
    return described;
  }

  /**
   * {@return the name of the interface with this number; empty if its file does not contain it, or
   * if there is none with this number yet} Only for the reading thread.
   *
   * @param number the number of the interface, as in frames
   */
  public String interfaceName(int number) {
    boolean known = number >= 1 && number <= interfaces.size();
    return known ? interfaces.get(number - 1).described.name() : "";
  }

  /**
   * {@inheritDoc}
   *
   * @throws SavefileException once, after the last frame of all files, if a file is damaged, ends
   *     inside a packet, or cannot be read further; this source has ended then
   * @throws IllegalStateException if another thread is reading
   * @throws WrongThreadException if another thread has fetched the previous batch
   */
  @Override
  public FrameBatch next(Duration timeout) {
    release();
    long began = System.nanoTime();
    for (MergedFile each : files) {
      if (!ended && !fill(each, left(timeout, began))) {
        return null;
      }
    }
    if (ended) {
      return null;
    }
    if (order.merge() > 0) {
      return lend();
    }
    ended = true;
    if (damage != null) {
      throw damage;
    }
    return null;
  }

  private static Duration left(Duration timeout, long began) {
    Duration left = timeout.minusNanos(System.nanoTime() - began);
    return timeout.isNegative() || !left.isNegative() ? left : Duration.ZERO;
  }

  private boolean fill(MergedFile file, Duration timeout) {
    try {
      return file.fill(timeout);
    } catch (SavefileException e) {
      if (damage == null) {
        damage = e;
      } else {
        damage.addSuppressed(e);
      }
      return true;
    }
  }

  private void release() {
    MergedBatch batch = lent;
    if (batch != null) {
      batch.close();
      lent = null;
    }
  }

  private MergedBatch lend() {
    MergedBatch batch = new MergedBatch(order);
    lent = batch;
    if (ended) { // close() may have run before there was a batch to end
      release();
      return null;
    }
    return batch;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public void stop() {
    ended = true;
    readers.forEach(SavefileReader::stop);
  }

  @Override
  public void close() {
    stop();
    MergedBatch batch = lent;
    if (batch != null) {
      batch.end();
    }
    readers.forEach(SavefileReader::close);
  }
}
