package io.framering.print;

import io.framering.packet.Field;
import io.framering.packet.FieldVisitor;
import io.framering.packet.FlagsField;
import io.framering.packet.Problem;
import java.lang.foreign.MemorySegment;

/** The fields of one header as {@link OutputFormat#TREE} shows them: {@code Label: value, ...}. */
final class TreeFields implements FieldVisitor {
  private TextBuffer text;
  private int indent;
  private boolean checksumsAreReady;

  private boolean lineIsOpen;
  private boolean inGroup;
  private boolean inItem;
  private boolean groupIsEmpty;

  /**
   * Begins a header.
   *
   * @param checksumsAreReady false when the card was to fill them in, so that they are not wrong
   */
  void begin(TextBuffer text, int indent, boolean checksumsAreReady) {
    this.text = text;
    this.indent = indent;
    this.checksumsAreReady = checksumsAreReady;
  }

  void end() {
    line();
  }

  @Override
  public void line() {
    if (lineIsOpen) {
      text.newline();
      lineIsOpen = false;
    }
  }

  @Override
  public void number(Field field, long value) {
    if (field.interesting(value)) {
      label(field);
      value(field, value);
    }
  }

  @Override
  public void number(Field field, long value, String name) {
    if (field.interesting(value)) {
      label(field);
      text.text(name).text(" (");
      value(field, value);
      text.character(')');
    }
  }

  @Override
  public void checksum(Field field, long value, long expected) {
    if (value != expected && checksumsAreReady) {
      label(field);
      value(field, value);
      text.text(" (wrong, should be ");
      value(field, expected);
      text.character(')');
    } else {
      number(field, value);
    }
  }

  @Override
  public void unverifiedChecksum(Field field, long value, boolean present) {
    number(field, value);
  }

  @Override
  public void flags(FlagsField flags, int value) {
    if (!flags.field().interesting(value)) {
      return;
    }
    label(flags.field());
    if (value == 0) {
      text.text("none");
    }
    boolean first = true;
    // By index: an iterator would be an allocation.
    for (int i = 0; i < flags.flags().size(); i++) {
      FlagsField.Flag flag = flags.flags().get(i);
      if ((value & flag.mask()) != 0) {
        text.text(first ? "" : " ").text(flag.label());
        first = false;
      }
    }
  }

  @Override
  public void mac(Field field, long address) {
    label(field);
    text.mac(address);
  }

  @Override
  public void ipv4(Field field, int address) {
    label(field);
    text.ipv4(address);
  }

  @Override
  public void ipv6(Field field, long high, long low) {
    label(field);
    text.ipv6(high, low);
  }

  @Override
  public void bytes(Field field, MemorySegment memory, long offset, int length) {
    label(field);
    text.hex(memory, offset, length);
  }

  @Override
  public void group(Field field) {
    label(field);
    inGroup = true;
    inItem = false;
    groupIsEmpty = true;
  }

  @Override
  public void endGroup() {
    text.text(groupIsEmpty ? "none" : "");
    inGroup = false;
    inItem = false;
  }

  @Override
  public void item(Field field, int type, String name) {
    separate();
    text.text(name);
    if (name.equals("unknown")) {
      text.text(" (").decimal(type).character(')');
    }
    inItem = true;
  }

  @Override
  public void problem(Problem problem) {
    if (inGroup) {
      separate();
      text.text(problem.kind() == Problem.Kind.TRUNCATED ? "truncated" : "malformed: ");
      text.text(problem.reason());
      return;
    }
    line();
    text.repeat('\t', indent);
    switch (problem.kind()) {
      case TRUNCATED -> text.text("Truncated");
      case MALFORMED -> text.text("Malformed: ").text(problem.reason());
      case NONE -> {}
    }
    lineIsOpen = true;
  }

  private void label(Field field) {
    if (inItem) {
      text.text(field.label().isEmpty() ? "" : " ").text(field.label()).character(' ');
      return;
    }
    if (lineIsOpen) {
      text.text(", ");
    } else {
      text.repeat('\t', indent);
      lineIsOpen = true;
    }
    text.text(field.label()).text(": ");
  }

  private void separate() {
    text.text(groupIsEmpty ? "" : ", ");
    groupIsEmpty = false;
  }

  private void value(Field field, long value) {
    if (field.hexDigits() == 0) {
      text.decimal(value);
    } else {
      text.text("0x").hex(value, field.hexDigits());
    }
  }
}
