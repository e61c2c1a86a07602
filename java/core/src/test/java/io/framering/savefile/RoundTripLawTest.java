// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * tshark reports the same of a file and of its copy, and a file in our byte order has the same
 * blocks, byte for byte. The files are {@link FileCorpus}'s, and those of the folder {@code
 * -Dframering.corpus=FOLDER}.
 */
class RoundTripLawTest {
  /** Programs at once. */
  private static final int AT_ONCE = 2;

  private static final Map<ByteBuffer, String> REPORTED = new ConcurrentHashMap<>();

  /** The report on a file that tshark does not read to its end. */
  private static final String DAMAGED = "damaged";

  @TempDir Path folder;

  /**
   * What is reported of a file and of its copy.
   *
   * @param blocks null where blocks are not the same: pcap, and other byte orders than ours
   */
  private record Reported(String before, String after, List<String> blocks, List<String> copied) {}

  /** As {@code framering sniff -r from -w to}. */
  private static void copy(Path from, Path to) {
    try (SavefileReader reader = SavefileReader.open(from)) {
      SavefileFormat format = reader.format();
      try (SavefileWriter writer = SavefileWriter.create(to, SavefileOptions.of(format))) {
        reader.onBlock(writer::write);
        for (FrameBatch batch; (batch = reader.next(FrameSource.FOREVER)) != null; ) {
          writer.writeAll(batch);
          batch.close();
        }
        writer.complete(reader);
        assertThat(writer.unwritable()).isZero();
      }
    }
  }

  /** Files with the same bytes are asked for once. */
  private String tshark(Path file) {
    return REPORTED.computeIfAbsent(digest(file), _ -> askTshark(file));
  }

  private static ByteBuffer digest(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return ByteBuffer.wrap(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private String askTshark(Path file) {
    Oracle.Answer answer = Oracle.ask(folder, "tshark", "-n", "-T", "pdml", "-r", file.toString());
    return answer.status() == 0 ? answer.out().replaceFirst("<pdml [^>]*>", "") : DAMAGED;
  }

  private Reported reported(Path file) throws IOException {
    Path copy = Files.createTempDirectory(folder, "copy").resolve(file.getFileName());
    copy(file, copy);
    List<String> blocks = blocks(file);
    Reported reported =
        new Reported(tshark(file), tshark(copy), blocks, blocks == null ? null : blocks(copy));
    Files.delete(copy); // of a large corpus not all have room
    assertThat(reported.before()).as("%s", file).isNotEqualTo(DAMAGED);
    assertThat(reported.after()).as("the copy of %s", file).isNotEqualTo(DAMAGED);
    return reported;
  }

  /** The blocks of a file whose sections all have our byte order; null of any other. */
  private static List<String> blocks(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return BlockListing.isLittleEndian(bytes) ? BlockListing.of(bytes) : null;
  }

  private Map<String, Reported> reported(List<Path> files) throws Exception {
    Map<String, Reported> reported = new TreeMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Reported>> calls = new ArrayList<>();
      files.forEach(file -> calls.add(() -> reported(file)));
      List<Future<Reported>> results = threads.invokeAll(calls);
      for (int i = 0; i < files.size(); i++) {
        reported.put(files.get(i).toString(), results.get(i).get());
      }
    }
    return reported;
  }

  private static void check(Map<String, Reported> reported) {
    reported.forEach((name, each) -> {
      assertThat(each.after()).as(name).isEqualTo(each.before());
      assertThat(each.copied()).as(name).isEqualTo(each.blocks());
    });
  }

  @Test
  void everythingIsKept() throws Exception {
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, byte[]> each : FileCorpus.files().entrySet()) {
      files.add(Files.write(folder.resolve(each.getKey()), each.getValue()));
    }
    Map<String, Reported> reported = reported(files);

    check(reported);
    assertThat(reported.values()).anyMatch(each -> each.blocks() != null);
  }

  /** The comparison is no blind one. */
  @Test
  void aChangedByteTimeOrNameIsNoticed() throws Exception {
    byte[] packet = FileCorpus.packet();
    byte[] original = FileCorpus.interfaces(FileBytes.little(), "eth0", FileCorpus.MICROS, packet);
    String before = tshark(Files.write(folder.resolve("original.pcapng"), original));
    byte[] otherPacket = packet.clone();
    otherPacket[40]++;
    byte[] other =
        FileCorpus.interfaces(FileBytes.little(), "eth1", FileCorpus.MICROS + 1, otherPacket);
    String[] was = before.split("\n");
    String[] is = tshark(Files.write(folder.resolve("other.pcapng"), other)).split("\n");
    assertThat(is).hasSameSizeAs(was);
    for (String field : List.of("frame.interface_name", "frame.time_epoch", "data.data")) {
      assertThat(IntStream.range(0, was.length).filter(i -> was[i].contains('"' + field + '"')))
          .as(field)
          .anyMatch(i -> !is[i].equals(was[i]));
    }
    assertThat(BlockListing.of(other)).isNotEqualTo(BlockListing.of(original));
  }

  @Test
  void everythingIsKeptOfTheFilesOfAFolder() throws Exception {
    String corpus = System.getProperty("framering.corpus");
    if (corpus == null) {
      return;
    }
    check(reported(wholeFiles(Path.of(corpus).toAbsolutePath())));
  }

  /** As a folder of captures has that other programs have written, a folder for each of them. */
  @Test
  void filesOfEqualNamesAreToldApart(@TempDir Path corpus) throws Exception {
    Map<String, byte[]> contents = FileCorpus.files();
    List<Path> files = new ArrayList<>();
    for (String content : List.of("cooked.pcap", "fcs.pcap", "sections.pcapng", "empty.pcap")) {
      Path subfolder = Files.createDirectory(corpus.resolve("of-" + content));
      files.add(Files.write(subfolder.resolve("same"), contents.get(content)));
    }
    Files.write(corpus.resolve("same"), new byte[100]);

    Map<String, Reported> reported = reported(wholeFiles(corpus));

    assertThat(reported).containsOnlyKeys(files.stream().map(Path::toString).toList());
    for (Path file : files) {
      assertThat(reported.get(file.toString()).before()).isEqualTo(tshark(file));
    }
    check(reported);
  }

  /** Without those that are damaged, or that tshark does not read. */
  private List<Path> wholeFiles(Path corpus) throws IOException {
    try (Stream<Path> all = Files.walk(corpus)) {
      return all.filter(Files::isRegularFile).filter(this::isWhole).toList();
    }
  }

  private boolean isWhole(Path file) {
    try (SavefileReader reader = SavefileReader.open(file)) {
      reader.run(frame -> {});
      return tshark(file) != DAMAGED;
    } catch (SavefileException e) {
      return false;
    }
  }
}
