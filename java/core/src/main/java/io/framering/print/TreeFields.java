package io.framering.print;

import io.framering.packet.Field;
import io.framering.packet.FieldVisitor;
import io.framering.packet.FlagsField;
import io.framering.packet.Problem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The fields of one header as {@link OutputFormat#TREE} shows them: {@code Label: value, ...}. */
final class TreeFields implements FieldVisitor {
  private TextBuffer text;
  private int indent;
  private boolean checksumsAreReady;

  private boolean lineIsOpen;
  private boolean inGroup;
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
  public void checksum(Field field, int value, int expected) {
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
  public void group(Field field) {
    label(field);
    inGroup = true;
    groupIsEmpty = true;
  }

  @Override
  public void endGroup() {
    inGroup = false;
  }

  @Override
  public void option(
      Field field, int type, String name, MemorySegment memory, long offset, int length) {
    item();
    text.text(name);
    if (name.equals("unknown")) {
      text.text(" (").decimal(type).character(')');
    }
    if (length == 1 || length == 2 || length == 4) {
      text.character(' ').decimal(unsigned(memory, offset, length));
    }
  }

  @Override
  public void problem(Problem problem) {
    if (inGroup) {
      item();
      text.text("malformed: ").text(problem.reason());
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
    if (inGroup) {
      item();
    } else if (lineIsOpen) {
      text.text(", ");
    } else {
      text.repeat('\t', indent);
      lineIsOpen = true;
    }
    text.text(field.label()).text(": ");
  }

  private void item() {
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

  private static long unsigned(MemorySegment memory, long offset, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << Byte.SIZE | memory.get(ValueLayout.JAVA_BYTE, offset + i) & 0xFF;
    }
    return value;
  }
}
