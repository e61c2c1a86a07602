package io.framering.print;

import java.util.Arrays;
import java.util.function.IntFunction;

/** The names of interfaces by their index, each asked for once. */
public final class InterfaceNames {
  // Indexes may come from packets, so there may be any number of them; then all is forgotten.
  private static final int MOST = 4096;

  private final IntFunction<String> source;

  // Sorted by index; boxed keys would cost an allocation per frame.
  private int[] indexes = {};
  private String[] names = {};

  /** Names as {@code source} gives them. */
  public InterfaceNames(IntFunction<String> source) {
    this.source = source;
  }

  /** A name that is fit to print: what is not printable ASCII has become a question mark. */
  public String name(int index) {
    int at = Arrays.binarySearch(indexes, index);
    return at >= 0 ? names[at] : ask(index, -at - 1);
  }

  private String ask(int index, int at) {
    String name = printable(source.apply(index));
    if (indexes.length == MOST) {
      indexes = new int[] {index};
      names = new String[] {name};
      return name;
    }
    int size = indexes.length;
    indexes = Arrays.copyOf(indexes, size + 1);
    names = Arrays.copyOf(names, size + 1);
    System.arraycopy(indexes, at, indexes, at + 1, size - at);
    System.arraycopy(names, at, names, at + 1, size - at);
    indexes[at] = index;
    names[at] = name;
    return name;
  }

  // The kernel lets an interface be called by any bytes but '/', ':' and white space.
  private static String printable(String name) {
    return name.replaceAll("[^!-~]", "?");
  }
}
