package io.framering.print;

import io.framering.packet.Field;
import io.framering.packet.FlagsField;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What there is to say of a frame, in the order in which it comes. Values are only noted, as
 * numbers; {@link Layouts} makes text of them.
 *
 * <p>Their <em>shape</em> is all but the values: which notes there are, and what they are of.
 * Reused from frame to frame; once it has seen what there is, it allocates nothing.
 */
final class Notes {
  // What a note is of. First fields with their values.
  static final int NUMBER = 0;
  static final int MAC = 1;
  static final int IPV4 = 2;

  /** With {@link #REST}. */
  static final int IPV6 = 3;

  static final int TEXT = 4;
  static final int TIME = 5;

  /** The verdict on a checksum. */
  static final int STATUS = 6;

  static final int FLAGS = 7;

  /** Flags that belong to the shape: they are followed by a constant. */
  static final int SHOWN_FLAGS = 8;

  /** A number that has a name. */
  static final int NAMED = 9;

  /** A checksum, and with {@link #REST} the one that would be right. */
  static final int WRONG_CHECKSUM = 10;

  /** An item of a group, with the name of its type. */
  static final int ITEM = 11;

  // Fields that have no value of their own.
  static final int HEADER = 12;
  static final int PROTOCOLS = 13;
  static final int GROUP = 14;

  // What is no field.
  static final int END_GROUP = 15;
  static final int LINE = 16;

  /** Words that stand as their name does. */
  static final int WORDS = 17;

  /** A number between two names: what is counted. */
  static final int COUNT = 18;

  static final int TRUNCATED = 19;

  /** With the reason as its name. */
  static final int MALFORMED = 20;

  /** The second half of a value that is longer than a note. */
  static final int REST = 21;

  private static final int KINDS = 32;
  private static final int INITIAL_CAPACITY = 128;
  private static final int INITIAL_FIELDS = 512;

  // By number.
  private Field[] fields = new Field[INITIAL_FIELDS];
  private FlagsField[] flagsFields = new FlagsField[INITIAL_FIELDS];

  // By note: the field and what it is of, in one number, or a constant; and the value.
  private int[] ids = new int[INITIAL_CAPACITY];
  private long[] values = new long[INITIAL_CAPACITY];
  private int count;

  /** Of those notes that have one. */
  private String[] names = new String[INITIAL_CAPACITY];

  private int nameCount;
  private int hash;

  /** The texts among the values: a note has where one begins and ends. */
  private final TextBuffer texts = new TextBuffer();

  private int textStart;

  /** Begins a frame. */
  void clear() {
    count = 0;
    nameCount = 0;
    hash = 0;
    texts.clear();
  }

  /** A field, and a value that is a number, or can be made of one. */
  void note(Field field, int kind, long value) {
    int number = field.number();
    if (number >= fields.length || fields[number] == null) {
      learn(field);
    }
    add(number * KINDS + kind, value);
  }

  /** A field that has no value. */
  void note(Field field, int kind) {
    note(field, kind, 0);
  }

  void note(FlagsField flags, int kind, long value) {
    note(flags.field(), kind, value);
    if (flagsFields[flags.field().number()] == null) {
      flagsFields[flags.field().number()] = flags;
    }
  }

  /** What is no field. */
  void mark(int kind) {
    add(kind, 0);
  }

  /** As {@link #mark(int)}, with a value. */
  void mark(int kind, long value) {
    add(kind, value);
  }

  /** The second half of the value that was noted last. */
  void rest(long value) {
    add(REST, value);
  }

  /** A number that belongs to the last note, and to the shape. */
  void constant(int constant) {
    add(constant, 0);
  }

  /** The name that belongs to the last note, and to the shape: always the same object. */
  void name(String name) {
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, 2 * nameCount);
    }
    names[nameCount++] = name;
    hash = hash * 31 + name.hashCode();
  }

  void noteBytes(Field field, MemorySegment memory, long offset, int length) {
    beginText().hex(memory, offset, length);
    endText(field);
  }

  /** Where to append a text that {@link #endText} notes. */
  TextBuffer beginText() {
    textStart = texts.length();
    return texts;
  }

  void endText(Field field) {
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

  /** How many there are, constants included. */
  int size() {
    return count;
  }

  /** What a note is of. */
  int kind(int note) {
    return ids[note] % KINDS;
  }

  /** The field of a note that has one. */
  Field field(int note) {
    return fields[ids[note] / KINDS];
  }

  /** The field of a note of flags. */
  FlagsField flags(int note) {
    return flagsFields[ids[note] / KINDS];
  }

  int constantAt(int note) {
    return ids[note];
  }

  /** A name, counted by those notes that have one. */
  String nameAt(int index) {
    return names[index];
  }

  /** By note. */
  long[] values() {
    return values;
  }

  TextBuffer texts() {
    return texts;
  }

  /** Equal for notes of one shape. */
  int shapeHash() {
    return hash;
  }

  /** Whether this is their shape. */
  boolean isOf(Shape shape) {
    return Arrays.equals(ids, 0, count, shape.ids, 0, shape.count) && hasNames(shape);
  }

  // By identity: names are constants, and if not, a layout is made for nothing.
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

  /** A shape, kept. */
  static final class Shape {
    private int[] ids = {};
    private int count;
    private String[] names = {};
    private int nameCount;

    /** Becomes that of {@code notes}. */
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
