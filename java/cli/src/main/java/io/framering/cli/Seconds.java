package io.framering.cli;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time in seconds, with or without a fraction, as the value of an option. */
abstract sealed class Seconds implements ITypeConverter<Duration> {
  /** 23 days: the timeout of a socket is at most 24 days. */
  private static final BigDecimal MAXIMUM = new BigDecimal(2_000_000);

  private static final BigDecimal NANOS = new BigDecimal(1_000_000_000);

  private final BigDecimal minimum;

  private Seconds(String minimum) {
    this.minimum = new BigDecimal(minimum);
  }

  @Override
  public Duration convert(String text) {
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw refusal(text);
    }
    if (!isAllowed(value)) {
      throw refusal(text);
    }
    return Duration.ofNanos(value.multiply(NANOS).longValue());
  }

  boolean isAllowed(BigDecimal value) {
    return value.compareTo(minimum) >= 0 && value.compareTo(MAXIMUM) <= 0;
  }

  private TypeConversionException refusal(String text) {
    return new TypeConversionException(
        "'" + text + "' is not a time in seconds from " + minimum + " to " + MAXIMUM);
  }

  /** A duration, which may be zero. */
  static final class OrNone extends Seconds {
    OrNone() {
      super("0");
    }
  }

  /** A waiting time, which must not be zero. */
  static final class AtLeastAMilli extends Seconds {
    AtLeastAMilli() {
      super("0.001");
    }
  }

  /** The time that a connection may be idle; zero means forever. */
  static final class Idle extends Seconds {
    Idle() {
      super("0.01");
    }

    @Override
    boolean isAllowed(BigDecimal value) {
      return value.signum() == 0 || super.isAllowed(value);
    }
  }
}
