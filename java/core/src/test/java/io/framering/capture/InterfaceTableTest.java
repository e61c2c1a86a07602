// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfaceTableTest {
  private static final int RIGHT = 3;
  private static final int HEADER_AND_TWO_TAGS = 14 + 2 * 4;

  private int mtu = 9000;
  private int looks;
  private final InterfaceTable table = new InterfaceTable(this::interfaces);

  private List<Interface> interfaces() {
    looks++;
    return List.of(new Interface(RIGHT, "right", true, true, false, LinkType.ETHERNET, mtu));
  }

  private boolean isLongerThanMtu(int length, LinkType linkType) {
    return table.isLongerThanMtu(length, linkType, RIGHT);
  }

  @Test
  void lengthsAreComparedWithTheMtuAndTheHeaderThatGoesBeforeIt() {
    int ethernet = 9000 + HEADER_AND_TWO_TAGS;
    assertThat(isLongerThanMtu(ethernet, LinkType.ETHERNET)).isFalse();
    assertThat(isLongerThanMtu(ethernet + 1, LinkType.ETHERNET)).isTrue();
    assertThat(isLongerThanMtu(9000, LinkType.RAW)).isFalse();
    assertThat(isLongerThanMtu(9001, LinkType.RAW)).isTrue();
    assertThat(table.isLongerThanMtu(70_000, LinkType.RAW, 4711)).isFalse();
  }

  @Test
  void mtuIsThatOfTheLastLook() {
    assertThat(isLongerThanMtu(9001, LinkType.RAW)).isTrue();
    mtu = 9500;
    table.look();
    assertThat(isLongerThanMtu(9001, LinkType.RAW)).isFalse();
  }

  @Test
  void framesDoNotMakeItLookAllTheTime() {
    for (int i = 0; i < 1000; i++) {
      isLongerThanMtu(70_000, LinkType.RAW);
      table.name(4711);
    }
    assertThat(looks).isLessThan(20); // one a second, be the machine as slow as it likes
  }

  @Test
  void namesAreThoseOfTheLastLook() {
    assertThat(table.name(RIGHT)).isEqualTo("right");
    assertThat(table.name(4711)).isEqualTo("if4711");
  }
}
