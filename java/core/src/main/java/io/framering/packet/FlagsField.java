// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import java.util.List;

/** A field whose bits have names. There is one constant per field. */
public final class FlagsField {
  /**
   * One flag.
   *
   * @param label the readable name, ASCII: "SYN"
   * @param key the name of Wireshark's display filter: "tcp.flags.syn"
   * @param mask its bit within the field
   */
  public record Flag(String label, String key, int mask) {}

  private final Field field;
  private final List<Flag> flags;

  private FlagsField(Field field, List<Flag> flags) {
    this.field = field;
    this.flags = flags;
  }

  /**
   * {@return a field with these flags, from the lowest bit to the highest}
   *
   * @param field the field as a whole
   * @param flags its flags
   */
  public static FlagsField of(Field field, Flag... flags) {
    return new FlagsField(field, List.of(flags));
  }

  /** {@return the field as a whole} */
  public Field field() {
    return field;
  }

  /** {@return its flags, from the lowest bit to the highest} */
  public List<Flag> flags() {
    return flags;
  }
}
