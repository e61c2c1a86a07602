package io.framering.bench;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import java.nio.file.Path;

/** Records each frame in a file. */
final class WriteLoad implements Load {
  private final SavefileWriter writer;

  WriteLoad(Path path, SavefileFormat format) {
    writer = SavefileWriter.create(path, SavefileOptions.of(format));
  }

  @Override
  public void take(FrameBatch batch) {
    for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
      writer.write(frame);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
