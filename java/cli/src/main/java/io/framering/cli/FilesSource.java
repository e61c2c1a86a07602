// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileBlock;
import io.framering.savefile.SavefileReader;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** Capture files that are read one after another as one source. */
final class FilesSource implements FrameSource {
  private final Iterator<String> names;
  private final Function<String, SavefileReader> opener;
  private Consumer<SavefileReader> atEnd = file -> {};
  private Consumer<String> atBeginning = name -> {};
  private Consumer<SavefileBlock> blocks;
  private long skippedBlocks;
  private volatile SavefileReader file;
  private boolean stopped;

  /**
   * Opens the first file.
   *
   * @param names one or more
   */
  FilesSource(List<String> names, Function<String, SavefileReader> opener) {
    this.names = names.iterator();
    this.opener = opener;
    file = opener.apply(this.names.next());
  }

  /**
   * Sets the actions between two files.
   *
   * @param end called with the finished file, before it is closed
   * @param beginning called with the name of the file just opened
   */
  void between(Consumer<SavefileReader> end, Consumer<String> beginning) {
    atEnd = end;
    atBeginning = beginning;
  }

  /**
   * Sets the receiver of the blocks of all files. Several files are one section, that of the first:
   * tshark 4.0 confuses the names of interfaces in several sections.
   */
  void onBlock(Consumer<SavefileBlock> receiver) {
    blocks = names.hasNext() ? inOneSection(receiver) : receiver;
    file.onBlock(blocks);
  }

  private static Consumer<SavefileBlock> inOneSection(Consumer<SavefileBlock> receiver) {
    AtomicBoolean begun = new AtomicBoolean();
    return block -> {
      if (!begun.getAndSet(true) || block.type() != SavefileBlock.SECTION_HEADER) {
        receiver.accept(block);
      }
    };
  }

  /** The number of blocks that were too large for their receiver. */
  long skippedBlocks() {
    return blocks == null ? 0 : skippedBlocks + file.skippedBlocks();
  }

  /** The file that is being read. */
  SavefileReader file() {
    return file;
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    file.stop();
  }

  private boolean goesOn() {
    return file.ended() && hasNext();
  }

  private synchronized boolean hasNext() {
    return !stopped && names.hasNext();
  }

  @Override
  public FrameBatch next(Duration timeout) {
    FrameBatch batch = file.next(timeout);
    while (batch == null && goesOn()) {
      begin(names.next());
      batch = file.next(timeout);
    }
    return batch;
  }

  private void begin(String name) {
    atEnd.accept(file);
    SavefileReader next = opener.apply(name);
    if (blocks != null) {
      skippedBlocks += file.skippedBlocks();
      next.onBlock(blocks);
    }
    file.close();
    replace(next);
    atBeginning.accept(name);
  }

  private synchronized void replace(SavefileReader next) {
    file = next;
    if (stopped) {
      next.stop();
    }
  }

  @Override
  public boolean ended() {
    return file.ended() && !hasNext();
  }

  @Override
  public void close() {
    file.close();
  }
}
