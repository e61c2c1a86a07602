// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fuzz target on its seeds, on what made it fail once, and on some mutations of both. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop fails
class FuzzRegressionTest {
  private static final int MUTATIONS = 300;

  @ParameterizedTest
  @EnumSource
  void inputs(Target target) {
    List<byte[]> inputs = target.inputs();
    assertThat(inputs).isNotEmpty();
    target.run(new byte[0]);
    inputs.forEach(input -> run(target, input));
    Random random = new Random(target.ordinal());
    for (int i = 0; i < MUTATIONS; i++) {
      run(target, mutated(inputs.get(i % inputs.size()), random));
    }
  }

  private static void run(Target target, byte[] input) {
    try {
      target.run(input);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(target.label() + ": " + HexFormat.of().formatHex(input), e);
    }
  }

  private static byte[] mutated(byte[] input, Random random) {
    int length = random.nextInt(4) == 0 ? random.nextInt(input.length + 1) : input.length;
    byte[] mutated = Arrays.copyOf(input, length);
    for (int changes = length == 0 ? 0 : 1 + random.nextInt(3); changes > 0; changes--) {
      mutated[random.nextInt(length)] = (byte) random.nextInt();
    }
    return mutated;
  }
}
