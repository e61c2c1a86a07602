// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.testing.Sweeps;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fuzz target on its seeds, on what made it fail once, and on some changes of both. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop fails
class FuzzRegressionTest {
  @ParameterizedTest
  @EnumSource
  void inputs(FuzzTarget target) throws IOException {
    List<byte[]> inputs = target.inputs();
    run(target, new byte[0]);
    inputs.forEach(input -> run(target, input));
    Random random = new Random(Long.getLong("framering.seed", 1));
    for (int i = 0; i < Sweeps.cases(300, 50_000); i++) {
      byte[] input = inputs.get(i % inputs.size()).clone();
      for (int changes = random.nextInt(20); changes > 0; changes--) {
        input[random.nextInt(input.length)] = (byte) random.nextInt();
      }
      run(target, input);
    }
  }

  private static void run(FuzzTarget target, byte[] input) {
    try {
      target.run(input);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(target.label() + ": " + HexFormat.of().formatHex(input), e);
    }
  }
}
