// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.print.text.InterfaceNames;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutputFormatTest {
  @ParameterizedTest
  @EnumSource(OutputFormat.class)
  void isFoundByItsLabel(OutputFormat format) {
    assertThat(OutputFormat.ofLabel(format.label())).isSameAs(format);
    assertThat(format.description()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void anUnknownLabelIsToldWhatThereIs() {
    assertThatThrownBy(() -> OutputFormat.ofLabel("Tree"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Tree")
        .hasMessageContaining("classic, tree");
  }

  @Test
  void onlyClassicWantsWhatThePlainSocketDelivers() {
    assertThat(OutputFormat.CLASSIC.asDelivered()).isTrue();
    assertThat(OutputFormat.TREE.asDelivered()).isFalse();
  }

  @Test
  void anInterfaceIsAskedForItsNameOnce() {
    AtomicInteger calls = new AtomicInteger();
    InterfaceNames names =
        new InterfaceNames(index -> {
          calls.incrementAndGet();
          return "eth" + index;
        });
    for (int round = 0; round < 3; round++) {
      for (int index : new int[] {7, 1, 900, 2, 8}) {
        assertThat(names.name(index)).isEqualTo("eth" + index);
      }
    }
    assertThat(calls).hasValue(5);
  }
}
