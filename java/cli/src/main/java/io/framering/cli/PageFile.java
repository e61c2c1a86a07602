// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * An output file that appears under its name only when it is complete. Until then it has another
 * name in the same folder. Only its owner can read it, as with capture files.
 */
final class PageFile implements AutoCloseable {
  private static final String STANDARD_STREAM = "-";

  private final Path target;
  private final WritableByteChannel channel;

  /** The file until it is complete; null if the target is written directly. */
  private final Path draft;

  private PageFile(Path target, Path draft, WritableByteChannel channel) {
    this.target = target;
    this.draft = draft;
    this.channel = channel;
  }

  /**
   * Creates the file.
   *
   * @param name {@code -} for standard output; pipes and devices are written directly
   * @param out standard output
   */
  static PageFile create(String name, WritableByteChannel out) {
    if (STANDARD_STREAM.equals(name)) {
      return new PageFile(null, null, out);
    }
    Path target = Path.of(name);
    try {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        return new PageFile(target, null, Files.newByteChannel(target, StandardOpenOption.WRITE));
      }
      Path folder = target.toAbsolutePath().getParent();
      Path draft = Files.createTempFile(folder, ".framering-", ".html");
      return new PageFile(
          target,
          draft,
          Files.newByteChannel(draft, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  private static Failure failure(String name, IOException e) {
    return new Failure("-o " + name + ": " + ErrorText.of(e));
  }

  WritableByteChannel channel() {
    return channel;
  }

  String nameForPeople() {
    return target == null ? "standard output" : target.toString();
  }

  /** Gives the complete file its name. */
  void commit() {
    if (draft != null) {
      try {
        channel.close();
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw failure(target.toString(), e);
      }
    }
  }

  /** Deletes the file unless it is complete. */
  @Override
  public void close() throws IOException {
    if (target != null) {
      channel.close();
    }
    if (draft != null) {
      Files.deleteIfExists(draft);
    }
  }
}
