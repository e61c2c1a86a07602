// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileBlock;
import io.framering.savefile.SavefileException;
import io.framering.savefile.SavefileInterface;
import io.framering.savefile.SavefileMerge;
import io.framering.savefile.SavefileReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Capture files as one source: groups of files that are read one after another. The files of a
 * group are merged by time.
 */
final class FilesSource implements FrameSource {
  private static final Set<Integer> OF_SECTION =
      Set.of(
          SavefileBlock.SECTION_HEADER,
          SavefileBlock.INTERFACE_DESCRIPTION,
          SavefileBlock.INTERFACE_STATISTICS);

  private final Iterator<List<String>> groups;
  private final Function<String, SavefileReader> opener;
  private Consumer<List<SavefileReader>> atEnd = files -> {};
  private Consumer<List<String>> atBeginning = names -> {};

  /** Whether to go on with the next group if a file ends too early, and report it here; or null. */
  private Consumer<SavefileException> truncations;

  private Consumer<SavefileBlock> blocks;
  private long skippedBlocks;
  private long sectionComments;
  private volatile Group group;
  private boolean stopped;

  /**
   * Files that are read together.
   *
   * @param source of their frames
   */
  private record Group(List<SavefileReader> files, FrameSource source) {
    static Group open(List<String> names, Function<String, SavefileReader> opener) {
      List<SavefileReader> files = new ArrayList<>();
      try {
        names.forEach(name -> files.add(opener.apply(name)));
      } catch (RuntimeException | Error e) {
        files.forEach(SavefileReader::close);
        throw e;
      }
      boolean single = files.size() == 1;
      return new Group(files, single ? files.getFirst() : SavefileMerge.of(files));
    }

    /** Sections of several files cannot be mixed. */
    void onBlock(Consumer<SavefileBlock> receiver, Consumer<SavefileBlock> otherSections) {
      if (files.size() == 1) {
        files.getFirst().onBlock(receiver);
        return;
      }
      for (SavefileReader each : files) {
        each.onBlock(block -> {
          if (!OF_SECTION.contains(block.type())) {
            receiver.accept(block);
          } else if (block.type() == SavefileBlock.SECTION_HEADER) {
            otherSections.accept(block);
          }
        });
      }
    }

    long skippedBlocks() {
      return files.stream().mapToLong(SavefileReader::skippedBlocks).sum();
    }
  }

  /**
   * Opens the first group.
   *
   * @param groups one or more, each with the names of one or more files
   */
  FilesSource(Iterator<List<String>> groups, Function<String, SavefileReader> opener) {
    this.groups = groups;
    this.opener = opener;
    group = Group.open(groups.next(), opener);
  }

  /**
   * Sets the actions between two groups.
   *
   * @param end called with the finished files, before they are closed
   * @param beginning called with the names of the files just opened
   */
  void between(Consumer<List<SavefileReader>> end, Consumer<List<String>> beginning) {
    atEnd = end;
    atBeginning = beginning;
  }

  /** From now on a file that ends too early is reported and followed by the next group. */
  void outliveTruncation(Consumer<SavefileException> report) {
    truncations = report;
  }

  /**
   * Sets the receiver of the blocks of all files; of files that are merged, all but their sections
   * and interfaces, which are described anew. Files that are read one after another are one
   * section, that of the first: tshark 4.0 confuses the names of interfaces in several sections.
   */
  void onBlock(Consumer<SavefileBlock> receiver) {
    blocks = groups.hasNext() ? inOneSection(receiver) : receiver;
    group.onBlock(blocks, this::leaveOut);
  }

  private void leaveOut(SavefileBlock section) {
    sectionComments += section.comments().size();
  }

  private Consumer<SavefileBlock> inOneSection(Consumer<SavefileBlock> receiver) {
    AtomicBoolean begun = new AtomicBoolean();
    return block -> {
      if (!begun.getAndSet(true) || block.type() != SavefileBlock.SECTION_HEADER) {
        receiver.accept(block);
      } else {
        leaveOut(block);
      }
    };
  }

  /** The number of blocks that were too large for their receiver. */
  long skippedBlocks() {
    return blocks == null ? 0 : skippedBlocks + group.skippedBlocks();
  }

  /** The number of comments on sections that were not passed on. */
  long sectionComments() {
    return sectionComments;
  }

  /** The files that are being read. */
  List<SavefileReader> files() {
    return group.files();
  }

  /** The interfaces of the files that are being read, described so far, with their counts. */
  List<SavefileInterface> interfaces() {
    return group.source() instanceof SavefileMerge merge
        ? merge.interfaces()
        : files().getFirst().interfaces();
  }

  /** The name of the interface with this number, as in frames; empty if unknown. */
  String interfaceName(int number) {
    return group.source() instanceof SavefileMerge merge
        ? merge.interfaceName(number)
        : files().getFirst().interfaceName(number);
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    group.source().stop();
  }

  private boolean goesOn() {
    return group.source().ended() && hasNext();
  }

  private synchronized boolean hasNext() {
    return !stopped && groups.hasNext();
  }

  @Override
  public FrameBatch next(Duration timeout) {
    FrameBatch batch = nextOfGroup(timeout);
    while (batch == null && goesOn()) {
      begin(groups.next());
      batch = nextOfGroup(timeout);
    }
    return batch;
  }

  private FrameBatch nextOfGroup(Duration timeout) {
    try {
      return group.source().next(timeout);
    } catch (SavefileException e) {
      if (truncations == null || e.reason() != SavefileException.Reason.TRUNCATED) {
        throw e;
      }
      truncations.accept(e);
      return null;
    }
  }

  private void begin(List<String> names) {
    atEnd.accept(files());
    Group next = Group.open(names, opener);
    if (blocks != null) {
      skippedBlocks += group.skippedBlocks();
      next.onBlock(blocks, this::leaveOut);
    }
    group.source().close();
    replace(next);
    atBeginning.accept(names);
  }

  private synchronized void replace(Group next) {
    group = next;
    if (stopped) {
      next.source().stop();
    }
  }

  @Override
  public boolean ended() {
    return group.source().ended() && !hasNext();
  }

  @Override
  public void close() {
    group.source().close();
  }
}
