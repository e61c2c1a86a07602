// SPDX-License-Identifier: Apache-2.0
package io.framering.filter;

import io.framering.filter.FilterException.Reason;
import io.framering.frame.Frame;
import io.framering.internal.BatchSelector;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A filter expression for frames of several link types, such as those of a pcapng file: compiled
 * for each when its first frame comes. As in a live capture, frames whose link type the expression
 * does not support are not selected.
 *
 * <p>For one thread. See {@link io.framering.frame.FrameBatch#select}.
 */
@SuppressWarnings("exports") // callers need the Predicate only
public final class FileFilter implements Predicate<Frame>, BatchSelector {
  private static final int WHOLE_FRAME = 262_144;

  private final FilterExpression expression;

  /** By LINKTYPE_ value; null if the expression does not support the link type. */
  private final Map<Integer, Filter> filters = new HashMap<>();

  /** The error for the first link type that the expression does not support. */
  private FilterException problem;

  // Those of the previous frame; the next one nearly always has the same.
  private int linkType = -1;
  private Filter filter;

  /**
   * Compiles an expression.
   *
   * @param expression the expression
   * @param linkTypes LINKTYPE_ values known so far, one or more
   * @throws FilterException if the expression supports none of them
   */
  public FileFilter(FilterExpression expression, int... linkTypes) {
    this.expression = expression;
    for (int each : linkTypes) {
      compile(each);
    }
    if (filters.values().stream().allMatch(Objects::isNull)) {
      throw problem;
    }
  }

  private void compile(int type) {
    Filter compiled = null;
    try {
      compiled = expression.compile(type, WHOLE_FRAME);
    } catch (FilterException e) {
      if (e.reason() != Reason.SYNTAX && e.reason() != Reason.LINK_TYPE) {
        throw e;
      }
      problem = problem == null ? e : problem;
    }
    filters.put(type, compiled);
  }

  private Filter filter(int type) {
    if (type != linkType) {
      linkType = type;
      if (!filters.containsKey(type)) {
        compile(type);
      }
      filter = filters.get(type);
    }
    return filter;
  }

  @Override
  public boolean test(Frame frame) {
    Filter known = filter(frame.linkTypeNumber());
    return known != null && known.matches(frame);
  }

  /** For {@link io.framering.frame.FrameBatch#select}. */
  @Override
  public int select(
      int frameLinkType, MemorySegment memory, long[] words, int count, int[] selected) {
    Filter known = filter(frameLinkType);
    return known == null ? 0 : known.select(frameLinkType, memory, words, count, selected);
  }
}
