// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.capture.CaptureException.Reason;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MissedFramesTest {
  private static Interface counts(int index, long missed) {
    return new Interface(index, "eth" + index, true, true, false, LinkType.ETHERNET, 1500, missed);
  }

  @Test
  void whatWasMissedBeforeIsNotCounted() {
    MissedFrames missed = new MissedFrames(Set.of(1), List.of(counts(1, 100), counts(2, 7)));
    assertThat(missed.count(() -> List.of(counts(1, 100), counts(2, 9)))).isZero();
    assertThat(missed.count(() -> List.of(counts(1, 103), counts(2, 9)))).isEqualTo(3);
  }

  @Test
  void allInterfacesAreCountedWhenNoneIsNamed() {
    MissedFrames missed = new MissedFrames(Set.of(), List.of(counts(1, 100), counts(2, 7)));
    assertThat(missed.count(() -> List.of(counts(1, 101), counts(2, 9), counts(3, 4))))
        .isEqualTo(1 + 2 + 4);
  }

  /** As a warm-up, which names one that does not exist, so that it does not count all. */
  @Test
  void nothingIsCountedOfAnInterfaceThatIsNotThere() {
    MissedFrames missed = new MissedFrames(Set.of(0), List.of(counts(1, 100)));
    assertThat(missed.count(() -> List.of(counts(1, 101), counts(2, 9)))).isZero();
  }

  @Test
  void anInterfaceThatIsGoneKeepsItsCountAndOneThatIsMadeAgainHasAllOfIts() {
    MissedFrames missed = new MissedFrames(Set.of(1), List.of(counts(1, 100)));
    assertThat(missed.count(() -> List.of(counts(1, 110)))).isEqualTo(10);
    assertThat(missed.count(List::of)).isEqualTo(10);
    missed.follow(new int[] {5});
    assertThat(missed.count(() -> List.of(counts(5, 3)))).isEqualTo(13);
  }

  @Test
  void theCountStaysWhenTheKernelCannotBeAsked() {
    MissedFrames missed = new MissedFrames(Set.of(1), List.of(counts(1, 0)));
    assertThat(missed.count(() -> List.of(counts(1, 2)))).isEqualTo(2);
    assertThat(
            missed.count(() -> {
              throw new CaptureException(Reason.SYSTEM, 24, "no descriptor");
            }))
        .isEqualTo(2);
  }
}
