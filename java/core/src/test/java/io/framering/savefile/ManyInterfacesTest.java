// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.testing.Allocated;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an interface costs does not depend on how many there are. */
class ManyInterfacesTest {
  private static byte[] file(int interfaces, boolean sections) {
    FileBytes file = little().section();
    for (int i = 0; i < interfaces; i++) {
      if (sections && i > 0) {
        file.section();
      }
      file.description(1, 0, file.body().option(2, "if" + i));
      file.enhanced(sections ? 0 : i, i, 60, packet(4), file.body());
    }
    return file.toArray();
  }

  private static byte[] copy(byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 * file.length);
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    try (SavefileReader reader = open(file);
        SavefileWriter writer = SavefileWriter.of("copy", Channels.newChannel(out), options)) {
      while (reader.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          assertThat(reader.interfaceName(frame.interfaceIndex())).startsWith("if");
          writer.write(frame);
        }
      }
      writer.complete(reader);
    }
    return out.toByteArray();
  }

  private static long allocatedBy(byte[] file) {
    long before = Allocated.bytes();
    copy(file);
    return Allocated.bytes() - before;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fourTimesTheInterfacesCostFourTimesAsMuch(boolean sections) {
    byte[] few = file(4000, sections);
    byte[] many = file(16_000, sections);
    copy(few); // loads classes

    assertThat(allocatedBy(many)).isLessThan(6 * allocatedBy(few));
  }

  @Test
  void moreSectionsThanSixteenBitsCount() {
    int sections = 70_000;
    byte[] copied = copy(file(sections, true));

    try (SavefileReader reader = open(copied)) {
      reader.run(frame -> {});
      assertThat(reader.interfaces()).hasSize(sections);
      assertThat(reader.interfaceName(sections)).isEqualTo("if" + (sections - 1));
    }
  }
}
