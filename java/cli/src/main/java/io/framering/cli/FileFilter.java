package io.framering.cli;

import io.framering.capture.CaptureOptions;
import io.framering.filter.Filter;
import io.framering.filter.FilterException;
import io.framering.filter.FilterException.Reason;
import io.framering.filter.FilterExpression;
import io.framering.frame.Frame;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * A filter expression for a file, which may contain several link types. As in a live capture,
 * frames whose link type the expression does not support are not selected.
 */
final class FileFilter implements Predicate<Frame> {
  private final FilterExpression expression;

  /** By LINKTYPE_ value; null if the expression does not support the link type. */
  private final Map<Integer, Filter> filters = new HashMap<>();

  /** The error for the first link type that the expression does not support. */
  private FilterException problem;

  // Those of the previous frame; the next one nearly always has the same.
  private int linkType = -1;
  private Filter filter;

  private FileFilter(FilterExpression expression) {
    this.expression = expression;
  }

  /**
   * Returns the predicate that selects frames of a file.
   *
   * @param linkTypes LINKTYPE_ values of the interfaces known so far, one or more
   * @throws FilterException if the expression supports none of them
   */
  static Predicate<Frame> of(FilterExpression expression, int... linkTypes) {
    if (expression.selectsEverything()) {
      return Sniffer.EVERY_FRAME;
    }
    FileFilter filter = new FileFilter(expression);
    for (int linkType : linkTypes) {
      filter.compile(linkType);
    }
    if (filter.filters.values().stream().allMatch(Objects::isNull)) {
      throw filter.problem;
    }
    return filter;
  }

  private void compile(int type) {
    Filter compiled = null;
    try {
      compiled = expression.compile(type, CaptureOptions.MAXIMUM_SNAP_LENGTH);
    } catch (FilterException e) {
      if (e.reason() != Reason.SYNTAX && e.reason() != Reason.LINK_TYPE) {
        throw e;
      }
      problem = problem == null ? e : problem;
    }
    filters.put(type, compiled);
  }

  @Override
  public boolean test(Frame frame) {
    if (frame.linkTypeNumber() != linkType) {
      linkType = frame.linkTypeNumber();
      if (!filters.containsKey(linkType)) {
        compile(linkType);
      }
      filter = filters.get(linkType);
    }
    return filter != null && filter.matches(frame);
  }
}
