package io.framering.print;

import io.framering.packet.Field;
import io.framering.packet.FlagsField;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The values of one JSON object, in any order and as often as they come. They are only noted, as
 * numbers; {@link #write} makes text of them.
 *
 * <p>Which fields there are, and in which order, is nearly always as it was in some object before:
 * all that does not depend on the values, which is most of the text, is kept in a {@link
 * JsonLayout} for the next one that is alike. Reused from object to object; once it has seen what
 * there is, it allocates nothing.
 */
final class JsonObject {
  /** What a note is of. */
  static final int NUMBER = 0;

  static final int STATUS = 1;
  static final int FLAGS = 2;
  static final int MAC = 3;
  static final int IPV4 = 4;
  static final int IPV6 = 5;
  static final int TIME = 6;
  static final int TEXT = 7;

  /** The names of the protocols, which the layout knows by the headers. */
  static final int PROTOCOLS = 8;

  static final int HEADER = 9;

  /** The second half of a value that is longer than a note. */
  static final int REST = 10;

  private static final int KINDS = 16;
  private static final int INITIAL_CAPACITY = 128;

  // A few dozen layouts are in use in any network. A layout for which there is no place takes that
  // of another one, and those of objects that are much larger than usual (60 notes) are not kept,
  // so
  // that packets made on purpose cost time, but no memory.
  private static final int SETS = 512;
  private static final int MOST_KEPT = 256;

  private final JsonTree tree = new JsonTree();

  // By hash, two for each.
  private final JsonLayout[] recent = new JsonLayout[SETS];
  private final JsonLayout[] older = new JsonLayout[SETS];

  private final JsonLayout large = new JsonLayout();

  // By note: the field and what it is of, in one number; and the value.
  private int[] ids = new int[INITIAL_CAPACITY];
  private long[] values = new long[INITIAL_CAPACITY];
  private int count;
  private int hash;

  /** The texts among the values: a note has where one begins and ends. */
  private final TextBuffer texts = new TextBuffer();

  private int textStart;

  /** Begins an object. */
  void clear() {
    count = 0;
    hash = 0;
    texts.clear();
  }

  /** A value that is a number, or can be made of one. */
  void note(Field field, int kind, long value) {
    int id = field.number() * KINDS + kind;
    if (!tree.knows(id)) {
      tree.learn(id, field);
    }
    add(id, value);
  }

  void noteFlags(FlagsField field, long value) {
    int id = field.field().number() * KINDS + FLAGS;
    if (!tree.knows(id)) {
      tree.learn(id, field);
    }
    add(id, value);
  }

  void noteIpv6(Field field, long high, long low) {
    note(field, IPV6, high);
    add(REST, low);
  }

  void noteBytes(Field field, MemorySegment memory, long offset, int length) {
    beginText().hex(memory, offset, length);
    endText(field);
  }

  /** Where to append a text that {@link #endText} notes; nothing in it may need an escape. */
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

  /** What a note is of. */
  static int kind(int id) {
    return id % KINDS;
  }

  /** Appends the object. */
  void write(TextBuffer text) {
    layout().write(values, texts, text);
  }

  private JsonLayout layout() {
    if (count > MOST_KEPT) {
      tree.lay(ids, count, large);
      return large;
    }
    int set = (hash ^ hash >>> 9 ^ hash >>> 18) & SETS - 1;
    JsonLayout layout = recent[set];
    if (layout == null || !layout.isOf(ids, count)) {
      layout = older[set];
      if (layout == null || !layout.isOf(ids, count)) {
        layout = layout == null ? new JsonLayout() : layout;
        tree.lay(ids, count, layout);
      }
      older[set] = recent[set];
      recent[set] = layout;
    }
    return layout;
  }
}
