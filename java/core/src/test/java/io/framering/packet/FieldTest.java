// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Printers know a field by its number, so no two may have the same. */
class FieldTest {
  @Test
  void eachHasANumberOfItsOwn() {
    Field field = Field.of("Length", "a.len");
    Field same = Field.of("Length", "a.len");

    assertThat(field.number()).isNotNegative();
    assertThat(same.number()).isNotEqualTo(field.number());
    assertThat(field.hidden().number()).isNotIn(field.number(), same.number());
    assertThat(same).isNotEqualTo(field);
  }

  @Test
  void nobodyElseMakesOne() {
    assertThat(Field.class.getConstructors()).isEmpty();
    assertThat(FlagsField.class.getConstructors()).isEmpty();
  }
}
