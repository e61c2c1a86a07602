// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The first class")
class LauncherTest {
  private static final int JAVA_17 = 61;

  /** Else that JDK would end with a stack trace before it could be told what it lacks. */
  @Test
  void canBeReadByJava17() throws IOException {
    try (DataInputStream classFile =
        new DataInputStream(Launcher.class.getResourceAsStream("Launcher.class"))) {
      classFile.skipNBytes(6); // magic number and minor version

      assertThat(classFile.readUnsignedShort()).isLessThanOrEqualTo(JAVA_17);
    }
  }
}
