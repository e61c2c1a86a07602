package io.framering.print.layout;

import io.framering.packet.Field;
import io.framering.packet.FlagsField;
import io.framering.print.text.TextBuffer;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * What there is to say of a frame, in the order in which it comes. Values are only noted, as
 * numbers; {@link Layouts} makes text of them.
 *
 * <p>Their <em>shape</em> is all but the values: which notes there are, and what they are of.
 * Reused from frame to frame; once it has seen what there is, it allocates nothing.
 */
public final class Notes {
  // What a note is of. First fields with their values.
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

  /** Flags that belong to the shape: they are followed by a constant. */
  public static final int SHOWN_FLAGS = 8;

  /** A number that has a name. */
  public static final int NAMED = 9;

  /** A checksum, and with {@link #REST} the one that would be right. */
  public static final int WRONG_CHECKSUM = 10;

  /** An item of a group, with the name of its type. */
  public static final int ITEM = 11;

  // Fields that have no value of their own.
  public static final int HEADER = 12;
  public static final int PROTOCOLS = 13;
  public static final int GROUP = 14;

  // What is no field.
  public static final int END_GROUP = 15;
  public static final int LINE = 16;

  /** Words that stand as their name does. */
  public static final int WORDS = 17;

  /** A number between two names: what is counted. */
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
  public void clear() {
    count = 0;
    nameCount = 0;
    hash = 0;
    texts.clear();
  }

  /** A field, and a value that is a number, or can be made of one. */
  public void note(Field field, int kind, long value) {
    int number = field.number();
    if (number >= fields.length || fields[number] == null) {
      learn(field);
    }
    add(number * KINDS + kind, value);
  }

  /** A field that has no value. */
  public void note(Field field, int kind) {
    note(field, kind, 0);
  }

  public void note(FlagsField flags, int kind, long value) {
    note(flags.field(), kind, value);
    if (flagsFields[flags.field().number()] == null) {
      flagsFields[flags.field().number()] = flags;
    }
  }

  /** What is no field. */
  public void mark(int kind) {
    add(kind, 0);
  }

  /** As {@link #mark(int)}, with a value. */
  public void mark(int kind, long value) {
    add(kind, value);
  }

  /** The second half of the value that was noted last. */
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

  /** Where to append a text that {@link #endText} notes. */
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

  /** How many there are, constants included. */
  public int size() {
    return count;
  }

  /** What a note is of. */
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

  /** A name, counted by those notes that have one. */
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

  /** Whether this is their shape. */
  public boolean isOf(Shape shape) {
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
  public static final class Shape {
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
