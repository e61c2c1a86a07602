package io.framering.print;

import java.time.ZoneId;
import java.util.function.IntFunction;

/**
 * What the printers have to be told.
 *
 * @param interfaceNames the name of the interface that has this index; asked once for each index
 * @param zone the time zone in which times are shown
 */
public record PrintOptions(IntFunction<String> interfaceNames, ZoneId zone) {
  /** Interfaces are called "if" and their index; times are local. */
  public static PrintOptions defaults() {
    return new PrintOptions(index -> "if" + index, ZoneId.systemDefault());
  }

  /** These options, with other interface names. */
  public PrintOptions withInterfaceNames(IntFunction<String> names) {
    return new PrintOptions(names, zone);
  }

  /** These options, with another time zone. */
  public PrintOptions withZone(ZoneId otherZone) {
    return new PrintOptions(interfaceNames, otherZone);
  }
}
