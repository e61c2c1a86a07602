// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.capture.NetworkInterfaces;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.print.FramePrinter;
import io.framering.print.OutputFormat;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Prints each frame as a line, as {@code tcpdump -nn -e} does, into a file. */
final class LineLoad implements Load {
  private static final int WRITE_BYTES = 64 << 10;

  private final FramePrinter printer =
      OutputFormat.LINE.printer(
          PrintOptions.defaults().interfaceNames(NetworkInterfaces::name).linkLevel(true));
  private final TextBuffer text = new TextBuffer();
  private final FileChannel file;

  LineLoad(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Override
  public void take(FrameBatch batch) throws IOException {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      printer.print(frame, text);
      if (text.length() >= WRITE_BYTES) {
        write();
      }
    }
    write();
  }

  private void write() throws IOException {
    text.writeTo(file);
    text.clear();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
