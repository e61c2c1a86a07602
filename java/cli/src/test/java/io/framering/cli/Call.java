// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A call of the command inside this JVM, and what came of it. */
record Call(int status, String out, String err) {
  static Call of(String... args) {
    return to(new Collector(), args);
  }

  static Call to(WritableByteChannel out, String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            InputStream.nullInputStream(),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            stop -> {});
    int status = new Main(environment, false).run(args);
    return new Call(status, out.toString(), err.toString(StandardCharsets.UTF_8));
  }

  List<String> errLines() {
    return err.lines().toList();
  }

  /** Remembers each write. */
  static class Collector implements WritableByteChannel {
    private final StringBuilder text = new StringBuilder();
    private int writes;

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int length = bytes.remaining();
      text.append(StandardCharsets.UTF_8.decode(bytes));
      writes++;
      return length;
    }

    int writes() {
      return writes;
    }

    @Override
    public String toString() {
      return text.toString();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** Fails at each write. */
  static final class Broken extends Collector {
    private final IOException failure;

    Broken(IOException failure) {
      this.failure = failure;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      throw failure;
    }
  }
}
