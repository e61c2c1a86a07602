// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import io.framering.frame.FrameBatch;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import java.nio.file.Path;

/** Records frames in a file. */
final class WriteLoad implements Load {
  private final SavefileWriter writer;

  WriteLoad(Path path, SavefileFormat format) {
    writer = SavefileWriter.create(path, SavefileOptions.of(format));
  }

  @Override
  public void take(FrameBatch batch) {
    writer.writeAll(batch);
  }

  @Override
  public void close() {
    writer.close();
  }
}
