// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.packet.Tcp;
import io.framering.testing.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that {@link TcpStreamFiles} writes. */
class TcpStreamFilesTest {
  private static final Path CAPTURES = Path.of("src/test/resources/io/framering/flow");

  @TempDir private Path folder;

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void eachDirectionWithDataHasAFile() throws IOException {
    Path streams = folder.resolve("streams");
    Recorded recorded = new Recorded().silent();
    try (TcpStreamFiles files = new TcpStreamFiles(streams);
        TcpReassembler reassembler = new TcpReassembler(files);
        TcpReassembler other = new TcpReassembler(recorded)) {
      TcpFollowTest.read(CAPTURES.resolve("bulk-left.pcap.gz")).forEach(reassembler::add);
      TcpFollowTest.read(CAPTURES.resolve("bulk-left.pcap.gz")).forEach(other::add);
      assertThat(files.statistics().files()).isEqualTo(5);
      assertThat(files.statistics().bytes()).isEqualTo(155_000);
      assertThat(files.statistics().unwrittenBytes()).isZero();
    }
    assertThat(names(streams)).hasSize(5);
    assertThat(names(streams).get(0)).matches("00000_10\\.9\\.0\\.1_\\d+_to_10\\.9\\.0\\.2_\\d+");
    assertThat(names(streams).get(1)).matches("00001_fd09--1_\\d+_to_fd09--2_\\d+");
    for (int i = 0; i < 3; i++) {
      assertThat(Files.readAllBytes(streams.resolve(names(streams).get(i))))
          .isEqualTo(recorded.bytes(recorded.streams().get(i), StreamDirection.TX));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(streams)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(streams.resolve(names(streams).get(0)))))
        .isEqualTo("rw-------");
  }

  @Test
  void bytesAfterAGapAreAtTheirPlace() throws IOException {
    Segments segments = new Segments();
    try (TcpStreamFiles files = new TcpStreamFiles(folder);
        TcpReassembler reassembler = new TcpReassembler(files)) {
      segments.open(reassembler);
      reassembler.add(segments.data(101, "abc"));
      reassembler.add(segments.data(106, "fgh"));
    }
    Path file = folder.resolve(names(folder).getFirst());
    assertThat(Files.readString(file)).isEqualTo("abc\0\0fgh");
  }

  @Test
  void filesAndBytesAreBounded() throws IOException {
    try (TcpStreamFiles files = new TcpStreamFiles(folder, 2, 4, 6);
        TcpReassembler reassembler = new TcpReassembler(files)) {
      for (int port = 1; port <= 3; port++) {
        Segments segments = new Segments(port);
        reassembler.add(segments.client(100, 0, Tcp.SYN, ""));
        reassembler.add(segments.data(101, "abc"));
        reassembler.add(segments.data(104, "def"));
      }
      assertThat(files.statistics()).isEqualTo(new TcpStreamFiles.Statistics(2, 6, 0, 12));
    }
    assertThat(names(folder)).hasSize(2);
    assertThat(Files.readString(folder.resolve(names(folder).get(0)))).isEqualTo("abcd");
    assertThat(Files.readString(folder.resolve(names(folder).get(1)))).isEqualTo("ab");
  }

  /** More streams at a time than open files. */
  @Test
  void manyStreamsNeedFewDescriptors() throws IOException {
    int streams = 300;
    try (TcpStreamFiles files = new TcpStreamFiles(folder, 250, 100, 100_000);
        TcpReassembler reassembler = new TcpReassembler(files)) {
      for (int round = 0; round < 2; round++) {
        for (int port = 1; port <= streams; port++) {
          reassembler.add(new Segments(port).data(101 + 3 * round, round == 0 ? "abc" : "def"));
        }
        assertThat(openFiles()).isBetween(1L, 128L);
      }
      assertThat(files.statistics()).isEqualTo(new TcpStreamFiles.Statistics(250, 1500, 50, 300));
    }
    assertThat(openFiles()).isZero();
    for (String name : names(folder)) {
      assertThat(Files.readString(folder.resolve(name))).isEqualTo("abcdef");
    }
  }

  private long openFiles() throws IOException {
    String prefix = folder.toRealPath() + "/";
    return Resources.openFiles().stream().filter(file -> file.contains(prefix)).count();
  }

  @Test
  void aFolderWithFilesIsRefused() throws IOException {
    Files.writeString(folder.resolve("mine"), "");
    assertThatThrownBy(() -> new TcpStreamFiles(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("not empty");
  }
}
