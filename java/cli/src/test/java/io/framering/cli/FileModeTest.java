// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class FileModeTest {
  @ParameterizedTest
  @CsvSource({"600, rw-------", "0640, rw-r-----", "751, rwxr-x--x", "000, ---------"})
  void octalDigitsArePermissions(String mode, String permissions) {
    assertThat(FileMode.parse(mode)).isEqualTo(PosixFilePermissions.fromString(permissions));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "4755", "u=rw", "888", "-600"})
  void otherTextIsRefused(String mode) {
    assertThatThrownBy(() -> FileMode.parse(mode)).isInstanceOf(TypeConversionException.class);
  }
}
