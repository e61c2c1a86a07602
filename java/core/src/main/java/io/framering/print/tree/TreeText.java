// SPDX-License-Identifier: Apache-2.0
package io.framering.print.tree;

import io.framering.packet.Field;
import io.framering.packet.FlagsField;
import io.framering.print.layout.Layout;
import io.framering.print.layout.Layouts;
import io.framering.print.layout.Notes;
import io.framering.print.text.TextBuffer;

/** Lays out the text of {@code tree}: {@code Label: value, ...}, line by line. */
final class TreeText implements Layouts.Composer {
  private Notes notes;
  private Layout layout;
  private TextBuffer text;
  private int names;
  private int indent;

  private boolean lineIsOpen;
  private boolean inGroup;
  private boolean inItem;
  private boolean groupIsEmpty;

  /** The first line has begun. */
  @Override
  public void compose(Notes newNotes, Layout newLayout) {
    notes = newNotes;
    layout = newLayout;
    text = newLayout.fixed();
    names = 0;
    indent = 0;
    lineIsOpen = true;
    inGroup = false;
    inItem = false;
    int note = 0;
    while (note < notes.size()) {
      note = compose(note);
    }
    line();
  }

  /** Composes a note, and returns the index of the next one. */
  private int compose(int note) {
    switch (notes.kind(note)) {
      case Notes.NUMBER -> number(note);
      case Notes.MAC -> value(note, Layout.MAC);
      case Notes.IPV4 -> value(note, Layout.IPV4);
      case Notes.TEXT -> value(note, Layout.TEXT);
      case Notes.NAMED -> named(note);
      case Notes.ITEM -> item(note);
      case Notes.GROUP -> group(note);
      case Notes.END_GROUP -> endGroup();
      case Notes.LINE -> line();
      case Notes.WORDS -> words(name());
      case Notes.COUNT -> count(note);
      case Notes.TRUNCATED -> problem("truncated", "Truncated");
      case Notes.MALFORMED -> problem("malformed: ", "Malformed: ");
      default -> {
        return composeTwo(note);
      }
    }
    return note + 1;
  }

  private int composeTwo(int note) {
    switch (notes.kind(note)) {
      case Notes.IPV6 -> value(note, Layout.IPV6);
      case Notes.WRONG_CHECKSUM -> wrongChecksum(note);
      case Notes.SHOWN_FLAGS -> flags(notes.flags(note), notes.constantAt(note + 1));
      case Notes.HEADER -> heading(notes.field(note), notes.constantAt(note + 1));
      default -> throw new IllegalArgumentException("no note of the tree: " + notes.kind(note));
    }
    return note + 2;
  }

  private String name() {
    return notes.nameAt(names++);
  }

  private void heading(Field header, int depth) {
    line();
    text.repeat('\t', depth).text(header.label()).text(":\n");
    indent = depth + 1;
  }

  private void line() {
    if (lineIsOpen) {
      text.newline();
      lineIsOpen = false;
    }
  }

  private void number(int note) {
    label(notes.field(note));
    digits(notes.field(note), note);
  }

  private void named(int note) {
    label(notes.field(note));
    text.text(name()).text(" (");
    digits(notes.field(note), note);
    text.character(')');
  }

  private void value(int note, int style) {
    label(notes.field(note));
    layout.value(note, style, 0);
  }

  private void wrongChecksum(int note) {
    label(notes.field(note));
    digits(notes.field(note), note);
    text.text(" (wrong, should be ");
    digits(notes.field(note), note + 1);
    text.character(')');
  }

  private void flags(FlagsField flags, int value) {
    label(flags.field());
    boolean first = true;
    // By index: an iterator would be an allocation.
    for (int i = 0; i < flags.flags().size(); i++) {
      FlagsField.Flag flag = flags.flags().get(i);
      if ((value & flag.mask()) != 0) {
        text.text(first ? "" : " ").text(flag.label());
        first = false;
      }
    }
    if (first) {
      text.text("none");
    }
  }

  private void group(int note) {
    label(notes.field(note));
    inGroup = true;
    inItem = false;
    groupIsEmpty = true;
  }

  private void endGroup() {
    text.text(groupIsEmpty ? "none" : "");
    inGroup = false;
    inItem = false;
  }

  private void item(int note) {
    separate();
    String name = name();
    text.text(name);
    if (name.equals("unknown")) {
      text.text(" (");
      layout.value(note, Layout.DECIMAL, 0);
      text.character(')');
    }
    inItem = true;
  }

  private void problem(String inGroupAs, String onItsOwnAs) {
    String reason = name();
    if (inGroup) {
      separate();
      text.text(inGroupAs).text(reason);
    } else {
      line();
      words(onItsOwnAs);
      text.text(reason);
    }
  }

  private void words(String words) {
    next();
    text.text(words);
  }

  private void count(int note) {
    words(name());
    layout.value(note, Layout.DECIMAL, 0);
    text.text(name());
  }

  private void label(Field field) {
    if (inItem) {
      text.text(field.label().isEmpty() ? "" : " ").text(field.label()).character(' ');
    } else {
      next();
      text.text(field.label()).text(": ");
    }
  }

  /** Begins the next item of the line, or the line itself. */
  private void next() {
    if (lineIsOpen) {
      text.text(", ");
    } else {
      text.repeat('\t', indent);
      lineIsOpen = true;
    }
  }

  private void separate() {
    text.text(groupIsEmpty ? "" : ", ");
    groupIsEmpty = false;
  }

  private void digits(Field field, int note) {
    if (field.hexDigits() == 0) {
      layout.value(note, Layout.DECIMAL, 0);
    } else {
      text.text("0x");
      layout.value(note, Layout.HEX, field.hexDigits());
    }
  }
}
