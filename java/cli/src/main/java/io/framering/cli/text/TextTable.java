// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table that fits a width: long texts are shortened, and if that is not enough, the columns that
 * matter least are left out.
 */
public final class TextTable {
  /** Stands for what is left out of a text. */
  private static final char LEFT_OUT = '~';

  private static final int GAP = 1;

  private TextTable() {}

  /**
   * A column.
   *
   * @param title its first line
   * @param right whether its cells are aligned to the right
   * @param least the width down to which it may be shortened; 0 if it may not
   * @param rank of the columns that are left out, those with the highest rank go first
   */
  public record Column(String title, boolean right, int least, int rank) {
    /** A column of numbers. */
    public static Column number(String title, int rank) {
      return new Column(title, true, 0, rank);
    }

    /** A column of texts. */
    public static Column text(String title, int least, int rank) {
      return new Column(title, false, least, rank);
    }
  }

  /**
   * The lines of a table; the first one has the titles.
   *
   * @param rows a cell for each column
   */
  public static List<String> lines(List<Column> columns, List<List<String>> rows, int width) {
    List<Integer> shown = new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
    int[] widths = widths(columns, rows);
    while (shorten(columns, shown, widths, width) > width && shown.size() > 1) {
      shown.remove(
          shown.stream().max(Comparator.comparing(column -> columns.get(column).rank())).get());
      widths = widths(columns, rows);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(columns, columns.stream().map(Column::title).toList(), shown, widths));
    for (List<String> row : rows) {
      lines.add(line(columns, row, shown, widths));
    }
    return lines;
  }

  private static int[] widths(List<Column> columns, List<List<String>> rows) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).title().length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  /** Shortens the widest column step by step while the line is too long; returns its length. */
  private static int shorten(List<Column> columns, List<Integer> shown, int[] widths, int width) {
    int length = shown.stream().mapToInt(column -> widths[column] + GAP).sum() - GAP;
    while (length > width) {
      int widest = -1;
      for (int column : shown) {
        int least = columns.get(column).least();
        if (least > 0
            && widths[column] > least
            && (widest < 0 || widths[column] > widths[widest])) {
          widest = column;
        }
      }
      if (widest < 0) {
        return length;
      }
      widths[widest]--;
      length--;
    }
    return length;
  }

  private static String line(
      List<Column> columns, List<String> cells, List<Integer> shown, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column : shown) {
      String cell = shortened(cells.get(column), widths[column]);
      String padding = " ".repeat(widths[column] - cell.length());
      line.append(line.isEmpty() ? "" : " ".repeat(GAP));
      line.append(columns.get(column).right() ? padding + cell : cell + padding);
    }
    return line.toString().stripTrailing();
  }

  /** Keeps both ends, as the end of an address is its port, and of a name its domain. */
  public static String shortened(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int tail = (width - 1) / 2;
    String head = text.substring(0, Math.max(0, width - 1 - tail));
    return width < 1 ? "" : head + LEFT_OUT + text.substring(text.length() - tail);
  }
}
