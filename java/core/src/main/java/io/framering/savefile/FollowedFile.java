// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is still being written. At its end, a read waits for more. It ends when its name
 * refers to another file, as after a rotation, and all of it has been read.
 *
 * <p>It looks again and again instead of waiting for events: inotify reports nothing that another
 * host writes, and may be exhausted.
 */
final class FollowedFile implements ReadableByteChannel {
  private static final long LOOK_MILLIS = 100;

  private final Path path;
  private final SteadyFile file;

  FollowedFile(Path path) throws IOException {
    this.path = path;
    file = SteadyFile.toRead(path);
  }

  /** The file became shorter than what was read of it. */
  static final class Shortened extends IOException {
    private static final long serialVersionUID = 1L;

    Shortened() {
      super("was truncated while it was followed");
    }
  }

  /** Waits until there is at least a byte, or the file has ended. */
  @Override
  public int read(ByteBuffer into) throws IOException {
    for (; ; ) {
      boolean replaced = isReplaced(); // before reading: until then, this file may have grown
      int count = file.read(into);
      if (count > 0) {
        return count;
      }
      if (replaced) {
        return -1;
      }
      long size = file.size();
      if (size > 0 && size < file.position()) {
        throw new Shortened();
      }
      pause();
    }
  }

  /** Whether there is another file of this name that has begun. */
  private boolean isReplaced() {
    try {
      return !file.isInPlace() && Files.size(path) > 0;
    } catch (IOException e) {
      return false; // it was moved away, and there is no other one yet
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
