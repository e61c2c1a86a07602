package io.framering.cli;

import io.framering.capture.CaptureOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number with bounds, as the value of an option. */
abstract sealed class Range implements ITypeConverter<Long> {
  private final long minimum;
  private final long maximum;

  private Range(long minimum, long maximum) {
    this.minimum = minimum;
    this.maximum = maximum;
  }

  @Override
  public Long convert(String text) {
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw refusal(text);
    }
    if (value < minimum || value > maximum) {
      throw refusal(text);
    }
    return value;
  }

  private TypeConversionException refusal(String text) {
    String bounds = minimum + (maximum == Long.MAX_VALUE ? " up" : " to " + maximum);
    return new TypeConversionException("'" + text + "' is not a number from " + bounds);
  }

  /** A number of packets. */
  static final class Count extends Range {
    Count() {
      super(1, Long.MAX_VALUE);
    }
  }

  /** Bytes of a frame. */
  static final class SnapLength extends Range {
    SnapLength() {
      super(1, CaptureOptions.MAXIMUM_SNAP_LENGTH);
    }
  }

  /** A ring size in KiB, with tcpdump's bounds. */
  static final class Kibibytes extends Range {
    Kibibytes() {
      super(1, Integer.MAX_VALUE);
    }
  }
}
