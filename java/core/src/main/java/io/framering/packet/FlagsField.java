package io.framering.packet;

import java.util.List;

/**
 * A field whose bits have names.
 *
 * @param field the field as a whole
 * @param flags its flags, from the lowest bit to the highest
 */
public record FlagsField(Field field, List<Flag> flags) {
  /**
   * One flag.
   *
   * @param label for people, ASCII: "SYN"
   * @param key the name of Wireshark's display filter: "tcp.flags.syn"
   * @param mask its bit within the field
   */
  public record Flag(String label, String key, int mask) {}

  static FlagsField of(Field field, Flag... flags) {
    return new FlagsField(field, List.of(flags));
  }
}
