// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.capture.CaptureOptions;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

@DisplayName("The options of sniff about capturing")
class CaptureArgumentsTest {
  private static CaptureOptions options(String... args) {
    CaptureArguments capturing = new CaptureArguments();
    CommandSpec spec = CommandSpec.create();
    capturing.group.addTo(spec);
    new CommandLine(spec).parseArgs(args);
    return capturing.options();
  }

  @Test
  void immediateModeIsTheShortestBlockTimeout() {
    assertThat(options("--immediate-mode").blockTimeout()).isEqualTo(Duration.ofMillis(1));
    assertThat(options().blockTimeout()).isEqualTo(CaptureOptions.defaults().blockTimeout());
  }
}
