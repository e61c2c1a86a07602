// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.savefile.SavefileReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Opens capture files and knows how much of them was read, compressed or not. */
final class OpenFiles {
  private static final String STANDARD_STREAM = "-";

  private final InputStream in;
  private final List<SeekableByteChannel> channels = new ArrayList<>();
  private boolean hasUnknownLength;

  /**
   * @param in standard input, for {@code -}
   */
  OpenFiles(InputStream in) {
    this.in = in;
  }

  /** Opens files, which are merged by time. */
  FilesSource open(List<String> names) {
    Iterator<List<String>> group = List.of(names).iterator();
    return new FilesSource(group, this::open);
  }

  private SavefileReader open(String name) {
    if (STANDARD_STREAM.equals(name)) {
      hasUnknownLength = true;
      return SavefileReader.open(RecordArguments.nameForPeople(name), in, Zstd.DECOMPRESSOR);
    }
    try {
      Path path = Path.of(name);
      SeekableByteChannel channel = Files.newByteChannel(path);
      channels.add(channel);
      hasUnknownLength |= !Files.isRegularFile(path);
      return SavefileReader.open(name, channel, Zstd.DECOMPRESSOR);
    } catch (IOException e) {
      throw new Failure(name + ": " + ErrorText.of(e));
    }
  }

  /** The part that was read, 0 to 1; -1 if unknown. Any thread, after all have been opened. */
  double part() {
    if (hasUnknownLength) {
      return -1;
    }
    try {
      double read = 0;
      double all = 0;
      for (SeekableByteChannel each : channels) {
        read += each.position();
        all += each.size();
      }
      return all > 0 ? Math.min(1, read / all) : -1;
    } catch (IOException e) {
      return -1; // one has been closed
    }
  }
}
