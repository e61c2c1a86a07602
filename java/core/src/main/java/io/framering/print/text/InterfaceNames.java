// SPDX-License-Identifier: Apache-2.0
package io.framering.print.text;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Interface names by index; each is looked up once. */
public final class InterfaceNames {
  // Indices may come from packets, so there may be any number of them; then all names are dropped.
  private static final int MOST = 4096;

  private final IntFunction<String> source;
  private final UnaryOperator<String> form;

  // Sorted by index; boxed keys would cost an allocation per frame.
  private int[] indexes = new int[1];
  private String[] names = new String[1];
  private int size;

  /**
   * Printable names from {@code source}: characters other than printable ASCII are replaced by
   * question marks.
   *
   * @param source returns the name of an index
   */
  public InterfaceNames(IntFunction<String> source) {
    this(source, InterfaceNames::printable);
  }

  /**
   * Names from {@code source}.
   *
   * @param source returns the name of an index
   * @param form changes a name into its printed form
   */
  public InterfaceNames(IntFunction<String> source, UnaryOperator<String> form) {
    this.source = source;
    this.form = form;
  }

  /**
   * {@return the name in its printed form}
   *
   * @param index the index of an interface
   */
  public String name(int index) {
    int at = Arrays.binarySearch(indexes, 0, size, index);
    return at >= 0 ? names[at] : ask(index, -at - 1);
  }

  private String ask(int index, int place) {
    String name = form.apply(source.apply(index));
    int at = place;
    if (size == MOST) {
      size = 0;
      at = 0;
    }
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, 2 * size);
      names = Arrays.copyOf(names, 2 * size);
    }
    System.arraycopy(indexes, at, indexes, at + 1, size - at);
    System.arraycopy(names, at, names, at + 1, size - at);
    size++;
    indexes[at] = index;
    names[at] = name;
    return name;
  }

  // The kernel allows any bytes in an interface name except '/', ':' and white space.
  private static String printable(String name) {
    return name.replaceAll("[^!-~]", "?");
  }
}
