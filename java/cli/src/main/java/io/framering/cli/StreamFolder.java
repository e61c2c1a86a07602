// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.cli.text.VisibleText;
import io.framering.flow.Defragmenter;
import io.framering.flow.TcpReassembler;
import io.framering.flow.TcpStreamFiles;
import io.framering.frame.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The folder of {@code --streams}: each direction of a TCP stream becomes a file there. */
final class StreamFolder implements AutoCloseable {
  private final Path folder;
  private final TcpStreamFiles files;

  StreamFolder(Path folder) {
    this.folder = folder;
    try {
      files = new TcpStreamFiles(folder);
    } catch (UncheckedIOException e) {
      String name = VisibleText.of(folder.toString()) + ": ";
      String reason = ErrorText.of(e.getCause());
      throw new Failure("--streams " + (reason.startsWith(name) ? "" : name) + reason);
    }
  }

  /** Puts streams together, in one thread. */
  final class Feed implements AutoCloseable {
    private final Defragmenter defragmenter = new Defragmenter();
    private final TcpReassembler reassembler = new TcpReassembler(files);

    void add(Frame frame) throws IOException {
      try {
        Frame whole = defragmenter.add(frame);
        if (whole != null) {
          reassembler.add(whole);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    /** Ends streams without packets for long. */
    void expire(long nowNanos) throws IOException {
      try {
        reassembler.expire(nowNanos);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    @Override
    public void close() {
      reassembler.close();
      defragmenter.close();
    }
  }

  Feed feed() {
    return new Feed();
  }

  /** Says what is in the folder, and what is not. */
  void report(Environment environment) {
    TcpStreamFiles.Statistics counts = files.statistics();
    environment.tell(
        (counts.files() == 1 ? "1 file" : counts.files() + " files")
            + " with "
            + counts.bytes()
            + " bytes of TCP streams in "
            + VisibleText.of(folder.toString()));
    if (counts.unwrittenBytes() > 0) {
      environment.tell(
          counts.unwrittenBytes()
              + " bytes of TCP streams are left out: at most "
              + TcpStreamFiles.DEFAULT_MAX_FILES
              + " files of 64 MiB, 4 GiB in all");
    }
  }

  @Override
  public void close() {
    files.close();
  }
}
