package io.framering.print.layout;

import io.framering.print.text.TextBuffer;

/**
 * Layouts by the shape of notes. Which fields there are, and in which order, is nearly always as it
 * was in some frame before: all that does not depend on the values, which is most of the text, is
 * kept for the next one that is alike.
 */
public final class Layouts {
  // A few dozen are in use in any network. A layout for which there is no place takes that of
  // another one, and those of frames that have much more to say than usual (60 notes) are not kept,
  // so that packets made on purpose cost time, but no memory.
  private static final int SETS = 512;
  private static final int MOST_KEPT = 256;

  /** Lays out notes: what a format looks like. */
  public interface Composer {
    /**
     * @param layout empty; after this it is that of all notes of this shape
     */
    void compose(Notes notes, Layout layout);
  }

  private final Composer composer;

  // By hash, two for each.
  private final Layout[] recent = new Layout[SETS];
  private final Layout[] older = new Layout[SETS];

  private final Layout large = new Layout();

  public Layouts(Composer composer) {
    this.composer = composer;
  }

  /** Appends what the notes say. */
  public void write(Notes notes, TextBuffer text) {
    of(notes).write(notes, text);
  }

  private Layout of(Notes notes) {
    if (notes.size() > MOST_KEPT) {
      return compose(notes, large);
    }
    int hash = notes.shapeHash();
    int set = (hash ^ hash >>> 9 ^ hash >>> 18) & SETS - 1;
    Layout layout = recent[set];
    if (layout == null || !layout.isOf(notes)) {
      layout = older[set];
      if (layout == null || !layout.isOf(notes)) {
        layout = compose(notes, layout == null ? new Layout() : layout);
      }
      older[set] = recent[set];
      recent[set] = layout;
    }
    return layout;
  }

  private Layout compose(Notes notes, Layout layout) {
    layout.begin(notes);
    composer.compose(notes, layout);
    return layout;
  }
}
