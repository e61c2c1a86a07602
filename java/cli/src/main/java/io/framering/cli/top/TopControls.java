// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

/** What the user has chosen, by keys. */
public final class TopControls {
  /** Keys that are not characters. */
  public enum Key {
    UP,
    DOWN,
    LEFT,
    RIGHT,
    ESCAPE,
    /** Any other. */
    NONE
  }

  private static final char INTERRUPT = 3;
  private static final char BACKSPACE = 8;
  private static final char DELETE = 127;
  private static final int LONGEST_FILTER = 60;

  private ViewKind view = ViewKind.FLOWS;
  private SortKey sort = SortKey.RATE;
  private boolean paused;
  private boolean help;
  private boolean quit;
  private boolean typing;
  private String filter = "";
  private int firstRow;

  /** Takes a character. */
  public void type(char key) {
    if (key == INTERRUPT) {
      quit = true;
    } else if (typing) {
      typeFilter(key);
    } else {
      command(key);
    }
  }

  private void typeFilter(char key) {
    if (key == '\r' || key == '\n') {
      typing = false;
    } else if (key == BACKSPACE || key == DELETE) {
      filter = filter.substring(0, Math.max(0, filter.length() - 1));
    } else if (!Character.isISOControl(key) && filter.length() < LONGEST_FILTER) {
      filter += key;
    }
    firstRow = 0;
  }

  private void command(char key) {
    switch (key) {
      case 'q', 'Q' -> quit = true;
      case ' ' -> paused = !paused;
      case '?', 'h', 'H' -> help = !help;
      case '/' -> beginFilter();
      case '\t' -> view(view.ordinal() + 1);
      case '1', '2', '3', '4' -> view(key - '1');
      case 's', '>' -> sort(1);
      case '<' -> sort(-1);
      default -> {}
    }
  }

  private void beginFilter() {
    typing = true;
    help = false;
    filter = "";
    firstRow = 0;
  }

  private void view(int ordinal) {
    view = ViewKind.values()[ordinal % ViewKind.values().length];
    help = false;
    firstRow = 0;
  }

  private void sort(int step) {
    SortKey[] keys = SortKey.values();
    sort = keys[Math.floorMod(sort.ordinal() + step, keys.length)];
  }

  /** Takes a key that is no character. */
  public void press(Key key) {
    switch (key) {
      case UP -> firstRow = Math.max(0, firstRow - 1);
      case DOWN -> firstRow++;
      case LEFT -> sort(-1);
      case RIGHT -> sort(1);
      case ESCAPE -> escape();
      case NONE -> {}
    }
  }

  private void escape() {
    if (typing || !help) {
      filter = "";
    }
    typing = false;
    help = false;
  }

  /** Scrolls no further than the last row. */
  void limit(int rows) {
    firstRow = Math.max(0, Math.min(firstRow, rows - 1));
  }

  ViewKind view() {
    return view;
  }

  SortKey sort() {
    return sort;
  }

  /** {@return whether what is shown shall not change} */
  public boolean paused() {
    return paused;
  }

  boolean help() {
    return help;
  }

  /** {@return whether the user has had enough} */
  public boolean quit() {
    return quit;
  }

  /** Whether the filter is being typed. */
  boolean typing() {
    return typing;
  }

  String filter() {
    return filter;
  }

  int firstRow() {
    return firstRow;
  }
}
