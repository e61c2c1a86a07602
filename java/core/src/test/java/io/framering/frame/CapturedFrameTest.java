// SPDX-License-Identifier: Apache-2.0
package io.framering.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A frame that owns its bytes: nobody else's memory, nothing out of range, equal by content. */
class CapturedFrameTest {
  private static final byte[] BYTES = {1, 2, 3, 4};

  /** The components, open to a change. */
  private static final class Parts {
    private long originalLength = 60;
    private int interfaceIndex = 3;
    private Direction direction = Direction.TO_US;
    private LinkType linkType = LinkType.RAW;
    private int linkTypeNumber = 101;
    private VlanTag vlanTag = VlanTag.RESTORED;
    private int vlanTpid = 0x8100;
    private int vlanTci = 7;
    private Checksum checksum = Checksum.VALID;
    private boolean offloaded;
    private MemorySegment memory = MemorySegment.ofArray(BYTES);
    private List<String> comments = List.of("first", "second");

    CapturedFrame frame() {
      return new CapturedFrame(
          9,
          originalLength,
          interfaceIndex,
          direction,
          linkType,
          linkTypeNumber,
          vlanTag,
          vlanTpid,
          vlanTci,
          checksum,
          offloaded,
          memory,
          comments);
    }
  }

  private static CapturedFrame with(Consumer<Parts> change) {
    Parts parts = new Parts();
    change.accept(parts);
    return parts.frame();
  }

  private static final List<Consumer<Parts>> OTHERS =
      List.of(
          parts -> parts.originalLength = 61,
          parts -> parts.interfaceIndex = 4,
          parts -> parts.direction = Direction.OUTGOING,
          parts -> {
            parts.linkType = LinkType.ETHERNET;
            parts.linkTypeNumber = 1;
          },
          parts -> parts.linkTypeNumber = 12,
          parts -> parts.vlanTag = VlanTag.STRIPPED,
          parts -> parts.vlanTpid = 0x88A8,
          parts -> parts.vlanTci = 8,
          parts -> parts.checksum = Checksum.UNKNOWN,
          parts -> parts.offloaded = true,
          parts -> parts.comments = List.of("first"),
          parts -> parts.memory = MemorySegment.ofArray(new byte[] {1, 2, 3}),
          parts -> parts.memory = MemorySegment.ofArray(new byte[] {1, 2, 3, 5}));

  @Test
  void twoAreEqualWhenAllIsEqual() {
    CapturedFrame frame = with(_ -> {});
    assertThat(with(_ -> {})).isEqualTo(frame).hasSameHashCodeAs(frame);
    assertThat(CapturedFrame.of(frame)).isEqualTo(frame).hasSameHashCodeAs(frame);
    for (Consumer<Parts> other : OTHERS) {
      assertThat(with(other)).isNotEqualTo(frame);
    }
  }

  @Test
  void itsBytesAreItsOwn() {
    byte[] bytes = BYTES.clone();
    CapturedFrame made = CapturedFrame.of(5, LinkType.RAW, bytes);
    CapturedFrame wrapped = with(parts -> parts.memory = MemorySegment.ofArray(bytes));
    bytes[0] = 99;
    assertThat(made.toByteArray()).isEqualTo(BYTES);
    assertThat(wrapped.toByteArray()).isEqualTo(BYTES);
    assertThatThrownBy(() -> made.memory().set(ValueLayout.JAVA_BYTE, 0, (byte) 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(made.memory().heapBase()).isEmpty();
  }

  @Test
  void memoryThatEndsIsCopied() throws Exception {
    CapturedFrame frame;
    MemorySegment memory;
    try (Arena arena = Arena.ofConfined()) {
      memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, BYTES);
      frame = with(parts -> parts.memory = memory);
      assertThatThrownBy(
              () -> CompletableFuture.runAsync(() -> with(parts -> parts.memory = memory)).join())
          .hasCauseInstanceOf(WrongThreadException.class);
    }
    assertThat(CompletableFuture.supplyAsync(frame::toByteArray).get()).isEqualTo(BYTES);
    assertThatIllegalStateException().isThrownBy(() -> with(parts -> parts.memory = memory));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(parts -> parts.originalLength = -1))
        .withMessage("original length -1: must be 0 to 4294967295");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(parts -> parts.interfaceIndex = -1))
        .withMessageStartingWith("interface index -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(parts -> parts.vlanTpid = 0x10000))
        .withMessage("VLAN TPID 65536: must be 0 to 65535");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(parts -> parts.vlanTci = -1))
        .withMessageStartingWith("VLAN TCI -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(parts -> parts.linkTypeNumber = 1))
        .withMessage("link type number 1: is not one of Raw IP");
    assertThatNullPointerException()
        .isThrownBy(() -> with(parts -> parts.direction = null))
        .withMessage("direction");
    assertThatNullPointerException().isThrownBy(() -> CapturedFrame.of(0, null, BYTES));
    assertThatNullPointerException().isThrownBy(() -> CapturedFrame.of(0, LinkType.ETHERNET, null));
  }

  @Test
  void oneIsMadeOfTimeLinkTypeAndBytes() {
    CapturedFrame frame = CapturedFrame.of(1_700_000_000_000_000_123L, LinkType.IPV4, BYTES);
    assertThat(frame.timestampNanos()).isEqualTo(1_700_000_000_000_000_123L);
    assertThat(frame.linkType()).isEqualTo(LinkType.IPV4);
    assertThat(frame.originalLength()).isEqualTo(4);
    assertThat(frame.capturedLength()).isEqualTo(4);
    assertThat(frame.vlanTag()).isEqualTo(VlanTag.NOT_STRIPPED);
  }
}
