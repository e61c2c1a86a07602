package io.framering.cli;

import io.framering.capture.CaptureOptions;
import io.framering.capture.Filter;
import io.framering.capture.FilterException;
import io.framering.capture.FilterExpression;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/** An expression for the frames of a file, in which several link types may be mixed. */
final class FileFilter implements Predicate<Frame> {
  private final FilterExpression expression;
  private final Map<LinkType, Predicate<Frame>> filters = new EnumMap<>(LinkType.class);

  /**
   * @param first link type of the file's first interface
   * @throws FilterException when the expression means nothing on it
   */
  FileFilter(FilterExpression expression, LinkType first) {
    this.expression = expression;
    filters.put(first, compiled(first)::matches);
  }

  private Filter compiled(LinkType linkType) {
    return expression.compile(linkType, CaptureOptions.MAXIMUM_SNAP_LENGTH);
  }

  @Override
  public boolean test(Frame frame) {
    Predicate<Frame> filter = filters.get(frame.linkType());
    if (filter == null) {
      filter = orNothing(frame.linkType());
      filters.put(frame.linkType(), filter);
    }
    return filter.test(frame);
  }

  /** As live: frames of a link type on which the expression means nothing are not selected. */
  private Predicate<Frame> orNothing(LinkType linkType) {
    try {
      return compiled(linkType)::matches;
    } catch (FilterException e) {
      return frame -> false;
    }
  }
}
