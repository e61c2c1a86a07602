// SPDX-License-Identifier: Apache-2.0
package io.framering.print.layout;

import io.framering.print.text.TextBuffer;

/**
 * A cache of layouts by the shape of notes. A frame nearly always has the same fields in the same
 * order as an earlier one, so the text that does not depend on values, which is most of it, is
 * cached.
 */
public final class Layouts {
  // A network needs a few dozen. If the cache is full, a new layout replaces another one, and
  // layouts of unusually large frames (60 notes) are not cached, so that malicious packets cost
  // time, but no memory.
  private static final int SETS = 512;
  private static final int MOST_KEPT = 256;

  /** Lays out notes for a format. */
  public interface Composer {
    /**
     * @param layout empty; afterwards the layout for all notes of this shape
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

  /** Appends the text of the notes. */
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
