// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import io.framering.frame.CapturedFrame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file of any bytes, read to its end, with all that its frames say. */
public final class ReadFile {
  private ReadFile() {}

  /**
   * Reads a file that is called "hostile".
   *
   * @param capacity bytes of the buffer at first
   * @param most bytes that a frame can have: those of the file, if it is not compressed
   * @return the number of its frames
   * @throws SavefileException as the reader throws it, when it says what is wrong and where
   */
  public static int all(byte[] file, int capacity, int most) {
    int frames = 0;
    try (SavefileReader reader =
        SavefileReader.open("hostile", new MemoryChannel(file), null, capacity)) {
      for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); frames++) {
          check(frame, most);
        }
      }
      reader.interfaces().forEach(SavefileInterface::toString);
    } catch (SavefileException e) {
      require(e.getMessage().startsWith("hostile: "), "the message says on what");
      require(e.offset() >= 0, "the message says where");
      require(e.packets() >= frames, "the message says after what");
      throw e;
    }
    return frames;
  }

  /**
   * Copies a file with all blocks, as far as it can be read.
   *
   * @return the number of its frames, which the copy has, too
   */
  public static int copied(byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<byte[]> frames = new ArrayList<>();
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    try (SavefileWriter writer = SavefileWriter.of("copy", Channels.newChannel(out), options);
        SavefileReader reader = SavefileReader.open("hostile", new MemoryChannel(file), null)) {
      reader.onBlock(writer::write);
      reader.run(frame -> {
        frames.add(frame.copy().toByteArray());
        require(writer.write(frame), "the copy has it");
      });
    } catch (SavefileException e) {
      require(e.getMessage().startsWith("hostile: "), "only the file is wrong");
    }
    List<CapturedFrame> copied = FileBytes.read(out.toByteArray());
    require(copied.size() == frames.size(), "the copy has as many frames");
    for (int i = 0; i < frames.size(); i++) {
      require(Arrays.equals(copied.get(i).toByteArray(), frames.get(i)), "each has its bytes");
    }
    return frames.size();
  }

  private static void check(FrameCursor frame, int most) {
    require(frame.end() <= frame.memory().byteSize(), "the frame lies in its memory");
    require(frame.bytes().byteSize() == frame.capturedLength(), "all of its bytes are there");
    require(frame.capturedLength() >= 0 && frame.capturedLength() <= most, "it was in the file");
    require(frame.originalLength() >= 0, "it had a length");
    require(frame.interfaceIndex() >= 1, "it has an interface");
    frame.comments().forEach(comment -> require(comment.length() <= most, "it was in the file"));
    require(frame.direction() != null && frame.linkType() != null, "it has a kind");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("not so: " + what);
    }
  }
}
