// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("framering demo")
class DemoIT {
  @AutoClose private final Namespace namespace = Namespace.create();

  @Test
  void showsTheWholeExchangeAndEndsByItself() throws Exception {
    try (Program program = Program.start(namespace, "demo")) {
      assertThat(program.status()).isZero();
      assertThat(program.frames()).isBetween(9, 14);
      assertThat(program.out())
          .contains("Flags: SYN,", "Flags: SYN ACK,", "Flags: FIN ACK,", "Payload: 11 bytes");
      assertThat(program.err())
          .contains(program.frames() + " packets of one TCP connection seen on lo")
          .contains("Hello World came back");
    }
  }

  @Test
  void showsNothingElse() throws Exception {
    try (Program other = Program.start(namespace, "sniff", "-i", "lo")) {
      other.awaitListening();
      Process noise = Frames.startSending(namespace, "lo", 1500, 1000);
      other.awaitFrames(1);
      try (Program program = Program.start(namespace, "demo")) {
        assertThat(program.status()).isZero();
        assertThat(program.frames()).isBetween(9, 14);
        assertThat(program.out()).doesNotContain("0x88b5");
      }
      assertThat(noise.waitFor()).isZero();
    }
  }

  @Test
  void saysThatLoopbackIsDown() throws Exception {
    namespace.ip("link set lo down");
    try (Program program = Program.start(namespace, "demo")) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.errLines()).singleElement().asString().contains("lo", "ip link set lo up");
    }
  }

  @Test
  void saysThatTheRightIsMissing() throws Exception {
    try (Program program = Program.startWithoutRights(namespace, "demo")) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.errLines()).singleElement().asString().contains("CAP_NET_RAW");
    }
  }
}
