// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static io.framering.savefile.FileBytes.little;
import static io.framering.savefile.FileBytes.open;
import static io.framering.savefile.FileBytes.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavefileMergeTest {
  private static final long MICROSECONDS = 0xA1B2C3D4L;
  private static final int ETHERNET = 1;

  /** A pcap file with a packet at each second; its length says from which file it is. */
  private static byte[] pcap(int length, long... seconds) {
    FileBytes file = little().pcap(MICROSECONDS);
    for (long second : seconds) {
      file.record(second, 0, length, packet(length));
    }
    return file.toArray();
  }

  private static SavefileMerge merge(byte[]... files) {
    return SavefileMerge.of(Arrays.stream(files).map(FileBytes::open).toList());
  }

  /** Each frame as its second and its length. */
  private static List<String> frames(FrameSource source) {
    List<String> frames = new ArrayList<>();
    source.run(frame -> frames.add(text(frame)));
    return frames;
  }

  private static String text(Frame frame) {
    return frame.timestampNanos() / 1_000_000_000 + "/" + frame.capturedLength();
  }

  @Test
  void framesAreInTheOrderOfTheirTimes() {
    try (SavefileMerge merge = merge(pcap(60, 1, 4, 5), pcap(70, 2, 3, 9), pcap(80))) {
      assertThat(frames(merge)).containsExactly("1/60", "2/70", "3/70", "4/60", "5/60", "9/70");
      assertThat(merge.ended()).isTrue();
      assertThat(merge.next(Duration.ZERO)).isNull();
    }
  }

  @Test
  void ofEqualTimesTheFirstFileComesFirst() {
    try (SavefileMerge merge = merge(pcap(60, 1, 1), pcap(70, 1, 1), pcap(80, 1))) {
      assertThat(frames(merge)).containsExactly("1/60", "1/60", "1/70", "1/70", "1/80");
    }
  }

  @Test
  void aFileKeepsItsOrder() {
    try (SavefileMerge merge = merge(pcap(60, 5, 1, 7), pcap(70, 4, 6))) {
      assertThat(frames(merge)).containsExactly("4/70", "5/60", "1/60", "6/70", "7/60");
    }
  }

  /** With small buffers, batches of a file end where those of others have frames left. */
  @ParameterizedTest
  @ValueSource(ints = {64, 256, 4096, 1 << 18})
  void anyFilesInAnyBuffersAreInTheOrderOfTheirHeads(int capacity) {
    Random random = new Random(capacity);
    for (int round = 0; round < 50; round++) {
      List<List<Long>> times = new ArrayList<>();
      List<SavefileReader> readers = new ArrayList<>();
      for (int file = 0; file < 1 + random.nextInt(5); file++) {
        List<Long> seconds =
            random.longs(random.nextInt(60), 0, 40).boxed().toList(); // in no order, many equal
        times.add(new ArrayList<>(seconds));
        byte[] bytes = pcap(60 + file, seconds.stream().mapToLong(Long::longValue).toArray());
        readers.add(SavefileReader.open("memory", FileBytes.channel(bytes), null, capacity));
      }
      try (SavefileMerge merge = SavefileMerge.of(readers)) {
        assertThat(frames(merge)).isEqualTo(byHeads(times));
      }
    }
  }

  private static List<String> byHeads(List<List<Long>> times) {
    List<String> order = new ArrayList<>();
    while (true) {
      int first = -1;
      for (int i = 0; i < times.size(); i++) {
        boolean has = !times.get(i).isEmpty();
        if (has && (first < 0 || times.get(i).getFirst() < times.get(first).getFirst())) {
          first = i;
        }
      }
      if (first < 0) {
        return order;
      }
      order.add(times.get(first).removeFirst() + "/" + (60 + first));
    }
  }

  /** A pcapng file: an interface, a frame of it at this second, and again. */
  private static byte[] pcapng(Object... namesAndSeconds) {
    FileBytes file = little().section();
    FileBytes seconds = file.body().option(9, new byte[] {0}); // if_tsresol: seconds
    for (int i = 0; i < namesAndSeconds.length; i += 2) {
      FileBytes options = file.body().bytes(seconds.toArray());
      file.description(ETHERNET, 1000, options.option(2, (String) namesAndSeconds[i]));
      file.enhanced(i / 2, (Integer) namesAndSeconds[i + 1], 60, packet(60), file.body());
    }
    return file.toArray();
  }

  @Test
  void eachFileKeepsItsInterfaces() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAPNG);
    List<String> names = new ArrayList<>();
    try (SavefileMerge merge = merge(pcapng("a", 1, "b", 4), pcapng("b", 2, "c", 3));
        SavefileWriter writer = SavefileWriter.of("out", Channels.newChannel(out), options)) {
      while (merge.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
        batch.forEach(frame -> names.add(merge.interfaceName(frame.interfaceIndex())));
        writer.writeAll(batch);
      }
      merge.readers().forEach(writer::complete);
      assertThat(merge.interfaces())
          .extracting(SavefileInterface::number)
          .containsExactly(1, 2, 3, 4);
      assertThat(merge.interfaces())
          .extracting(SavefileInterface::name)
          .containsExactlyInAnyOrder("a", "b", "b", "c");
      assertThat(merge.interfaceName(0)).isEmpty();
      assertThat(merge.interfaceName(5)).isEmpty();
    }
    assertThat(names).containsExactly("a", "b", "c", "b");
    try (SavefileReader reader = open(out.toByteArray())) {
      List<String> written = new ArrayList<>();
      reader.run(frame -> written.add(reader.interfaceName(frame.interfaceIndex())));
      assertThat(written).isEqualTo(names);
    }
  }

  @Test
  void aDamagedFileEndsAndTheOthersGoOn() {
    byte[] damaged = Arrays.copyOf(pcap(60, 1, 3), 24 + 76 + 30);
    List<String> frames = new ArrayList<>();
    try (SavefileMerge merge = merge(damaged, pcap(70, 2, 4))) {
      assertThatThrownBy(() -> merge.run(frame -> frames.add(text(frame))))
          .isInstanceOfSatisfying(
              SavefileException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TRUNCATED));
      assertThat(frames).containsExactly("1/60", "2/70", "4/70");
      assertThat(merge.ended()).isTrue();
      assertThat(merge.next(Duration.ZERO)).isNull();
    }
  }

  @Test
  void aFrameEndsWithItsBatch() {
    try (SavefileMerge merge = merge(pcap(60, 1, 2), pcap(70, 9))) {
      FrameBatch batch = merge.next(Duration.ZERO);
      Frame frame = batch.iterator().next();
      FrameCursor cursor = batch.cursor();
      assertThatThrownBy(cursor::timestampNanos).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(cursor.advance()).isTrue();
      assertThat(frame.bytes().byteSize()).isEqualTo(60);

      batch.close();

      assertThatThrownBy(frame::timestampNanos).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(frame::memory).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(frame::interfaceIndex).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(cursor::advance).isInstanceOf(IllegalStateException.class);
      assertThat(frames(merge)).containsExactly("9/70");
    }
  }

  @Test
  void selectedFramesAreLeft() {
    try (SavefileMerge merge = merge(pcap(60, 1, 3, 5), pcap(70, 2, 4))) {
      FrameBatch batch = merge.next(Duration.ZERO);
      batch.select(frame -> frame.capturedLength() == 60);
      List<String> left = new ArrayList<>();
      for (Frame frame : batch) {
        left.add(text(frame));
      }
      assertThat(left).startsWith("1/60", "3/60").doesNotContain("2/70");
      assertThat(batch.originalBytes()).isEqualTo(60L * left.size());
    }
  }

  @Test
  void itWaitsForAPipeWhoseNextFrameMayBeTheFirst() throws IOException {
    byte[] late = pcap(70, 1);
    PipedOutputStream pipe = new PipedOutputStream();
    PipedInputStream in = new PipedInputStream(pipe, late.length);
    pipe.write(late, 0, 24);
    pipe.flush();
    SavefileReader piped = SavefileReader.open("pipe", in, null);
    try (SavefileMerge merge = SavefileMerge.of(List.of(open(pcap(60, 2)), piped))) {
      assertThat(merge.next(Duration.ofMillis(1))).isNull();
      assertThat(merge.ended()).isFalse();
      pipe.write(late, 24, late.length - 24);
      pipe.close();
      assertThat(frames(merge)).containsExactly("1/70", "2/60");
    }
  }

  @Test
  void stoppingEndsIt() {
    SavefileMerge merge = merge(pcap(60, 1, 2), pcap(70, 3));
    try (merge) {
      FrameBatch batch = merge.next(Duration.ZERO);
      merge.stop();
      assertThat(batch.iterator().next().capturedLength()).isEqualTo(60);
      assertThat(merge.next(Duration.ZERO)).isNull();
      assertThat(merge.ended()).isTrue();
    }
  }

  @Test
  void closingEndsTheLentFrames() {
    SavefileMerge merge = merge(pcap(60, 1), pcap(70, 3));
    Frame frame = merge.next(Duration.ZERO).iterator().next();
    merge.close();
    assertThatThrownBy(frame::timestampNanos).isInstanceOf(IllegalStateException.class);
  }
}
