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

  /** Null where the expression means nothing. */
  private final Map<LinkType, Filter> filters = new EnumMap<>(LinkType.class);

  // Of the frame before: nearly always that of the next one too.
  private LinkType linkType;
  private Filter filter;

  private FileFilter(FilterExpression expression, LinkType first) {
    this.expression = expression;
    linkType = first;
    filter = compiled(first);
    filters.put(first, filter);
  }

  /**
   * What selects the frames of a file.
   *
   * @param first link type of the file's first interface
   * @throws FilterException when the expression means nothing on it
   */
  static Predicate<Frame> of(FilterExpression expression, LinkType first) {
    return expression.selectsEverything() ? Sniffer.EVERY_FRAME : new FileFilter(expression, first);
  }

  private Filter compiled(LinkType type) {
    return expression.compile(type, CaptureOptions.MAXIMUM_SNAP_LENGTH);
  }

  @Override
  public boolean test(Frame frame) {
    if (frame.linkType() != linkType) {
      linkType = frame.linkType();
      if (!filters.containsKey(linkType)) {
        filters.put(linkType, orNothing(linkType));
      }
      filter = filters.get(linkType);
    }
    return filter != null && filter.matches(frame);
  }

  /** As live: frames of a link type on which the expression means nothing are not selected. */
  private Filter orNothing(LinkType type) {
    try {
      return compiled(type);
    } catch (FilterException e) {
      return null;
    }
  }
}
