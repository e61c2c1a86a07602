// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A log of TLS keys, a line for each, to which other programs append. Only lines written from now
 * on are read: those before belong to connections whose beginning is not captured.
 */
final class TlsKeys {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final byte[] NONE = {};

  private final Path path;
  private final Consumer<String> report;

  /** The identity of the file; null if there was none. */
  private Object file;

  /** After the last complete line that was read. */
  private long position;

  private boolean failed;

  /**
   * @param report receives what goes wrong, which ends nothing
   */
  TlsKeys(Path path, Consumer<String> report) {
    this.path = path;
    this.report = report;
    if (!Files.exists(path)) {
      report.accept("waiting for " + path + ", the log of TLS keys");
    }
    while (next().length > 0) {} // skipped
  }

  /** The complete lines that are new, at most a chunk; empty if there is none. */
  byte[] next() {
    try {
      return read();
    } catch (NoSuchFileException e) {
      return NONE; // not yet, or between two files of a rotation
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        report.accept(path + ": " + ErrorText.of(e) + "; the recording lacks TLS keys");
      }
      return NONE;
    }
  }

  private byte[] read() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    if (!Objects.equals(now.fileKey(), file) || now.size() < position) {
      file = now.fileKey();
      position = 0;
    }
    if (now.size() == position) {
      return NONE;
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, now.size() - position));
    try (FileChannel channel = FileChannel.open(path)) {
      channel.read(bytes, position);
    }
    int length = bytes.position();
    while (length > 0 && bytes.get(length - 1) != '\n') {
      length--; // its last line is still being written
    }
    // A chunk without a line end is not of a key log.
    position += length == 0 && bytes.position() == CHUNK_BYTES ? CHUNK_BYTES : length;
    return Arrays.copyOf(bytes.array(), length);
  }
}
