// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.jni.Errno;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterCompilerTest {
  static Stream<Arguments> failedCompilation() {
    return Stream.of(
        Arguments.of(null, "filter expression: calloc failed: Cannot allocate memory"),
        Arguments.of(new byte[0], "filter expression: libpcap failed: Cannot allocate memory"));
  }

  @ParameterizedTest
  @MethodSource("failedCompilation")
  void failedCompilationNamesTheCall(byte[] said, String message) {
    assertThat(FilterCompiler.failure(Errno.ENOMEM, said)).hasMessage(message);
  }
}
