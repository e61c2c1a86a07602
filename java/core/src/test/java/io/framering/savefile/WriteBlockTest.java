// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.CapturedFrame;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program's own blocks, in one file and in each file of a rotation. */
class WriteBlockTest {
  private static final String LINE =
      "CLIENT_RANDOM " + "0".repeat(64) + " " + "1".repeat(96) + "\n";
  private static final SavefileBlock KEYS =
      SavefileBlock.secrets(SavefileBlock.TLS_KEY_LOG, LINE.getBytes(UTF_8));
  private static final CapturedFrame FRAME = CapturedFrame.ofEthernet(FileBytes.packet(60));
  private static final SavefileOptions PCAPNG = SavefileOptions.of(SavefileFormat.PCAPNG);

  @TempDir Path folder;

  /** The number of blocks with the keys, in a copy of another program. */
  private long keysIn(String name) {
    Oracle.say(folder, "editcap", name, "copy");
    byte[] body = new byte[KEYS.body().remaining() + 3 & ~3];
    KEYS.body().get(body, 0, KEYS.body().remaining());
    String line = BlockListing.line(SavefileBlock.DECRYPTION_SECRETS, body);
    return BlockListing.of(Oracle.bytes(folder.resolve("copy"))).stream()
        .filter(line::equals)
        .count();
  }

  @Test
  void editcapKeepsTheSecrets() {
    Path file = folder.resolve("a.pcapng");
    try (SavefileWriter writer = SavefileWriter.create(file, PCAPNG)) {
      assertThat(writer.write(KEYS)).isTrue();
      writer.write(FRAME);
    }
    assertThat(keysIn("a.pcapng")).isEqualTo(1);
    assertThat(FileBytes.framesIn(file)).isEqualTo(1);
  }

  @Test
  void eachFileOfARotationHasTheSecretsOfThoseBefore() {
    String pattern = folder.resolve("a.pcapng").toString();
    Rotation rotation = new Rotation(1000, 0, 0);
    try (RotatingWriter writer = RotatingWriter.create(pattern, rotation, PCAPNG, file -> {})) {
      writer.write(FRAME);
      writer.write(KEYS);
      for (int i = 0; i < 25; i++) {
        writer.write(FRAME);
      }
    }
    assertThat(keysIn("a.pcapng")).isEqualTo(1);
    assertThat(keysIn("a.pcapng1")).isEqualTo(1);
    assertThat(FileBytes.framesIn(folder.resolve("a.pcapng1")))
        .as("repeated secrets do not count for the size")
        .isGreaterThan(FileBytes.framesIn(folder.resolve("a.pcapng")));
  }

  /** Blocks wait for the first interface, if they are not too many. */
  @Test
  void manyBlocksDoNotPileUp() {
    SavefileBlock block = SavefileBlock.of(SavefileBlock.CUSTOM, new byte[6 << 20]);
    Path file = folder.resolve("a.pcapng");
    try (SavefileWriter writer = SavefileWriter.create(file, PCAPNG)) {
      writer.write(block);
      writer.write(block);
      assertThat(writer.bytes()).isLessThan(1000);
      writer.write(block);
      assertThat(writer.bytes()).isGreaterThan(18 << 20);
    }
  }

  @Test
  void pcapHasNoBlocks() {
    Path file = folder.resolve("a.pcap");
    SavefileOptions options = SavefileOptions.of(SavefileFormat.PCAP);
    try (SavefileWriter writer = SavefileWriter.create(file, options)) {
      assertThat(writer.write(KEYS)).isFalse();
    }
    assertThat(FileBytes.framesIn(file)).isZero();
  }

  @Test
  void whatTheWriterWritesItselfIsRefused() {
    for (int type : new int[] {0x0A0D0D0A, 1, 2, 3, 5, 6}) {
      assertThatThrownBy(() -> SavefileBlock.of(type, new byte[20]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] tooLong = new byte[SavefileBlock.MOST_BYTES - 7];
    assertThatThrownBy(() -> SavefileBlock.secrets(SavefileBlock.TLS_KEY_LOG, tooLong))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
