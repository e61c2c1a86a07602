// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framering.capture.Privileges;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SudoUserTest {
  private static String offered(String user) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    SudoUser.offer(new Environment(null, null, new PrintStream(err), false, null), user);
    return err.toString();
  }

  @Test
  void userIsNamed() {
    assumeTrue(Privileges.ofRoot(), "there is nothing to give up");
    assertThat(offered("alice.b-1"))
        .isEqualTo(
            "framering: runs as root to its end; -Z alice.b-1 gives up root when capturing"
                + " begins\n");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "root", "al\u001b[31mice", "a b", "-rf", "a;b", "\u009b1m"})
  void whatIsNoUserOrRootIsNotRepeated(String name) {
    assertThat(offered(name)).isEmpty();
  }
}
