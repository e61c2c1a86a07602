// SPDX-License-Identifier: Apache-2.0
package io.framering.print.layout;

import io.framering.packet.Field;
import io.framering.packet.FlagsField;
import io.framering.print.text.TextBuffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The contents to print for a frame, in order. Values are recorded as numbers; {@link Layouts}
 * formats them.
 *
 * <p>Their <em>shape</em> is everything except the values: the notes and their kinds. It is reused
 * for each frame and allocates nothing after the first ones.
 */
public final class Notes {
  // Kinds of notes. First, fields with values.
  public static final int NUMBER = 0;
  public static final int MAC = 1;
  public static final int IPV4 = 2;

  /** With {@link #REST}. */
  public static final int IPV6 = 3;

  public static final int TEXT = 4;
  public static final int TIME = 5;

  /** The verdict on a checksum. */
  public static final int STATUS = 6;

  public static final int FLAGS = 7;

  /** Flags that belong to the shape, followed by a constant. */
  public static final int SHOWN_FLAGS = 8;

  /** A number with a name. */
  public static final int NAMED = 9;

  /** A checksum, with the correct one in {@link #REST}. */
  public static final int WRONG_CHECKSUM = 10;

  /** An item of a group, with the name of its type. */
  public static final int ITEM = 11;

  // Fields without a value.
  public static final int HEADER = 12;
  public static final int PROTOCOLS = 13;
  public static final int GROUP = 14;

  // Notes that are not fields.
  public static final int END_GROUP = 15;
  public static final int LINE = 16;

  /** Fixed text: its name. */
  public static final int WORDS = 17;

  /** A count between two names. */
  public static final int COUNT = 18;

  public static final int TRUNCATED = 19;

  /** With the reason as its name. */
  public static final int MALFORMED = 20;

  /** The second half of a value that is longer than a note. */
  public static final int REST = 21;

  private static final int KINDS = 32;
  private static final int INITIAL_CAPACITY = 128;
  private static final int INITIAL_FIELDS = 512;

  // By number.
  private Field[] fields = new Field[INITIAL_FIELDS];
  private FlagsField[] flagsFields = new FlagsField[INITIAL_FIELDS];

  // By note: the field and kind in one number, or a constant; and the value.
  private int[] ids = new int[INITIAL_CAPACITY];
  private long[] values = new long[INITIAL_CAPACITY];
  private int count;

  /** The names of the notes that have one. */
  private String[] names = new String[INITIAL_CAPACITY];

  private int nameCount;
  private int hash;

  /** The texts among the values: a note has the begin and end of one. */
  private final TextBuffer texts = new TextBuffer();

  private int textStart;

  /** Begins a frame. */
  public void clear() {
    count = 0;
    nameCount = 0;
    hash = 0;
    texts.clear();
  }

  /** A field with a numeric value. */
  public void note(Field field, int kind, long value) {
    int number = field.number();
    if (number >= fields.length || fields[number] == null) {
      learn(field);
    }
    add(number * KINDS + kind, value);
  }

  /** A field without a value. */
  public void note(Field field, int kind) {
    note(field, kind, 0);
  }

  public void note(FlagsField flags, int kind, long value) {
    note(flags.field(), kind, value);
    if (flagsFields[flags.field().number()] == null) {
      flagsFields[flags.field().number()] = flags;
    }
  }

  /** Notes that are not fields. */
  public void mark(int kind) {
    add(kind, 0);
  }

  /** Like {@link #mark(int)}, with a value. */
  public void mark(int kind, long value) {
    add(kind, value);
  }

  /** The second half of the last value. */
  public void rest(long value) {
    add(REST, value);
  }

  /** A number that belongs to the last note, and to the shape. */
  public void constant(int constant) {
    add(constant, 0);
  }

  /** The name that belongs to the last note, and to the shape: always the same object. */
  public void name(String name) {
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, 2 * nameCount);
    }
    names[nameCount++] = name;
    hash = hash * 31 + name.hashCode();
  }

  public void noteBytes(Field field, MemorySegment memory, long offset, int length) {
    beginText().hex(memory, offset, length);
    endText(field);
  }

  /**
   * Characters from a packet, in printable ASCII: quotes and backslashes after a backslash, and two
   * hexadecimal digits for each other byte.
   *
   * @param quote what comes before and after them
   * @param escape what comes before the digits
   */
  public void noteText(
      Field field, MemorySegment memory, long offset, int length, String quote, String escape) {
    TextBuffer text = beginText().text(quote);
    for (int i = 0; i < length; i++) {
      int value = memory.get(ValueLayout.JAVA_BYTE, offset + i) & 0xFF;
      if (value < ' ' || value > '~') {
        text.text(escape).hex(value, 2);
      } else {
        text.text(value == '"' || value == '\\' ? "\\" : "").character((char) value);
      }
    }
    text.text(quote);
    endText(field);
  }

  /** The buffer for a text, to be ended by {@link #endText}. */
  public TextBuffer beginText() {
    textStart = texts.length();
    return texts;
  }

  public void endText(Field field) {
    note(field, TEXT, (long) textStart << Integer.SIZE | texts.length());
  }

  private void add(int id, long value) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    ids[count] = id;
    values[count++] = value;
    hash = hash * 31 + id;
  }

  private void learn(Field field) {
    int number = field.number();
    if (number >= fields.length) {
      int length = Math.max(2 * fields.length, number + 1);
      fields = Arrays.copyOf(fields, length);
      flagsFields = Arrays.copyOf(flagsFields, length);
    }
    fields[number] = field;
  }

  /** The number of notes, including constants. */
  public int size() {
    return count;
  }

  /** The kind of a note. */
  public int kind(int note) {
    return ids[note] % KINDS;
  }

  /** The field of a note that has one. */
  public Field field(int note) {
    return fields[ids[note] / KINDS];
  }

  /** The field of a note of flags. */
  public FlagsField flags(int note) {
    return flagsFields[ids[note] / KINDS];
  }

  public int constantAt(int note) {
    return ids[note];
  }

  /** A name, indexed by the notes that have one. */
  public String nameAt(int index) {
    return names[index];
  }

  /** By note. */
  public long[] values() {
    return values;
  }

  public TextBuffer texts() {
    return texts;
  }

  /** Equal for notes of one shape. */
  public int shapeHash() {
    return hash;
  }

  /** Whether they have this shape. */
  public boolean isOf(Shape shape) {
    return Arrays.equals(ids, 0, count, shape.ids, 0, shape.count) && hasNames(shape);
  }

  // By identity: names are constants; if one is not, only a cached layout is missed.
  @SuppressWarnings("ReferenceEquality")
  private boolean hasNames(Shape shape) {
    if (nameCount != shape.nameCount) {
      return false;
    }
    for (int i = 0; i < nameCount; i++) {
      if (names[i] != shape.names[i]) {
        return false;
      }
    }
    return true;
  }

  /** A cached shape. */
  public static final class Shape {
    private int[] ids = {};
    private int count;
    private String[] names = {};
    private int nameCount;

    /** Copies the shape of {@code notes}. */
    void copy(Notes notes) {
      if (ids.length < notes.count) {
        ids = new int[notes.count];
      }
      System.arraycopy(notes.ids, 0, ids, 0, notes.count);
      count = notes.count;
      if (names.length < notes.nameCount) {
        names = new String[notes.nameCount];
      }
      System.arraycopy(notes.names, 0, names, 0, notes.nameCount);
      nameCount = notes.nameCount;
    }
  }
}
