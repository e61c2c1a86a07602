// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static io.framering.packet.Bytes.wrap;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that end, and names that would not. */
class DomainNameTest {
  private static final int NAMES = 12;

  private final DomainName name = new DomainName();

  private int read(byte[] names, int at) {
    byte[] message = new byte[NAMES + names.length];
    System.arraycopy(names, 0, message, NAMES, names.length);
    return name.read(wrap(new Dns(), MemorySegment.ofArray(message)), 0, NAMES + at);
  }

  @ParameterizedTest
  @CsvSource({
    "'\1a\0', 3, NONE",
    "'\0', 1, NONE",
    "'\1a', -1, record beyond the message",
    "'\3ab', -1, record beyond the message",
    "'\u00C0', -1, record beyond the message",
    "'\u00C0\f', -1, name with a pointer forwards",
    "'\u00C0\u000E\0', -1, name with a pointer forwards",
    "'\1a\u00C0\f', -1, name with a pointer forwards",
    "'\1a\u00C0\0', 4, NONE",
    "'@ab\0', -1, name with an unknown label",
  })
  void ends(String names, int end, String problem) {
    int found = read(names.translateEscapes().getBytes(StandardCharsets.ISO_8859_1), 0);

    assertThat(found).isEqualTo(end < 0 ? end : NAMES + end);
    assertThat(name.problem.reason()).isEqualTo(problem.equals("NONE") ? "" : problem);
  }

  @Test
  void has255BytesAtMost() {
    byte[] label = ("?" + "x".repeat(63)).getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer longest = ByteBuffer.allocate(255).put(label).put(label).put(label).put((byte) 61);
    ByteBuffer longer = ByteBuffer.allocate(256).put(label).put(label).put(label).put((byte) 62);

    assertThat(read(longest.array(), 0)).isEqualTo(NAMES + 255);
    assertThat(read(longer.array(), 0)).isEqualTo(-1);
    assertThat(name.problem.reason()).isEqualTo("name above 255 bytes");
  }

  @Test
  void doesNotFollowThousandsOfPointers() {
    ByteBuffer chain = ByteBuffer.allocate(4 + 2 * 200).put(new byte[] {1, 'a', 0, 0});
    while (chain.hasRemaining()) {
      int before = chain.position() == 4 ? NAMES : NAMES + chain.position() - 2;
      chain.putShort((short) (0xC000 | before));
    }

    assertThat(read(chain.array(), 4 + 2 * 126)).isEqualTo(NAMES + 4 + 2 * 127);
    assertThat(read(chain.array(), 4 + 2 * 127)).isEqualTo(-1);
  }
}
