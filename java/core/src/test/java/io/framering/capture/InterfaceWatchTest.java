// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.capture.InterfaceEvent.Kind;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InterfaceWatchTest {
  private final InterfaceWatch watch =
      new InterfaceWatch(List.of("a", "b"), List.of(up(1, "a"), down(2, "b")));

  private static Interface up(int index, String name) {
    return new Interface(index, name, true, true, false, LinkType.ETHERNET, 1500);
  }

  private static Interface down(int index, String name) {
    return new Interface(index, name, false, false, false, LinkType.ETHERNET, 1500);
  }

  private static Interface tunnel(int index, String name) {
    return new Interface(index, name, true, true, false, LinkType.RAW, 1500);
  }

  private Stream<Kind> kinds(Interface... now) {
    return watch.update(List.of(now)).stream().map(InterfaceEvent::kind);
  }

  @Test
  void whatIsThereAtTheBeginningIsNoNews() {
    assertThat(kinds(up(1, "a"), down(2, "b"), up(3, "other"))).isEmpty();
    assertThat(watch.indices()).containsExactly(1, 2);
    assertThat(watch.anyUp()).isTrue();
  }

  @Test
  void upAndDownAreToldOnce() {
    assertThat(kinds(down(1, "a"), up(2, "b"))).containsExactly(Kind.DOWN, Kind.UP);
    assertThat(kinds(down(1, "a"), up(2, "b"))).isEmpty();
    assertThat(kinds(down(1, "a"), down(2, "b"))).containsExactly(Kind.DOWN);
    assertThat(watch.anyUp()).isFalse();
  }

  @Test
  void theNextOfTheNameIsTakenUp() {
    assertThat(kinds(down(2, "b"))).containsExactly(Kind.DELETED);
    assertThat(watch.indices()).containsExactly(0, 2);
    assertThat(watch.anyUp()).isFalse();
    assertThat(kinds(down(2, "b"), down(7, "a"))).containsExactly(Kind.CREATED);
    assertThat(watch.indices()).containsExactly(7, 2);
    assertThat(kinds(down(2, "b"), up(7, "a"))).containsExactly(Kind.UP);
  }

  @Test
  void deletedAndMadeAgainBetweenTwoLooksIsSeenByTheIndex() {
    assertThat(kinds(up(7, "a"), down(2, "b")))
        .containsExactly(Kind.DELETED, Kind.CREATED, Kind.UP);
    assertThat(watch.indices()).containsExactly(7, 2);
  }

  @Test
  void whatIsRenamedIsFollowedUnderItsNewName() {
    List<InterfaceEvent> events = watch.update(List.of(up(1, "wan"), down(2, "b")));
    assertThat(events)
        .containsExactly(
            new InterfaceEvent("wan", Kind.RENAMED, "a: the interface is called wan now"));
    assertThat(kinds(up(1, "wan"), down(2, "b"), up(8, "a"))).isEmpty();
    assertThat(kinds(down(2, "b"), up(8, "a"))).containsExactly(Kind.DELETED);
    assertThat(kinds(down(2, "b"), up(9, "wan"))).containsExactly(Kind.CREATED, Kind.UP);
    assertThat(watch.indices()).containsExactly(9, 2);
  }

  @Test
  void anInterfaceOfAnotherLinkTypeIsToldOnceAndLeftAlone() {
    assertThat(kinds(down(2, "b"))).containsExactly(Kind.DELETED);
    assertThat(kinds(down(2, "b"), tunnel(7, "a"))).containsExactly(Kind.OTHER_LINK_TYPE);
    assertThat(kinds(down(2, "b"), tunnel(7, "a"))).isEmpty();
    assertThat(watch.indices()).containsExactly(0, 2);
    assertThat(kinds(down(2, "b"), up(8, "a"))).containsExactly(Kind.CREATED, Kind.UP);
  }

  @Test
  void anInterfaceThatTakesTheNameOfAnotherIsNotCapturedTwice() {
    assertThat(kinds(up(1, "b"))).containsExactly(Kind.RENAMED, Kind.DELETED);
    assertThat(watch.indices()).containsExactly(1, 0);
  }

  @Test
  void whatIsNotThereYetIsTakenUpWhateverItsLinkType() {
    InterfaceWatch waiting = new InterfaceWatch(List.of("vpn"), List.of());
    assertThat(waiting.indices()).containsExactly(0);
    assertThat(waiting.update(List.of(tunnel(4, "vpn"))))
        .extracting(InterfaceEvent::message)
        .containsExactly("vpn: the interface is there", "vpn: the interface is up; capturing");
    assertThat(waiting.indices()).containsExactly(4);
  }
}
