package io.framering.cli;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time in seconds, with or without a fraction, as the value of an option. */
abstract sealed class Seconds implements ITypeConverter<Duration> {
  /** 23 days: no timeout of a socket may be longer than 24. */
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

  /** How long to go on with something; may be nothing. */
  static final class OrNone extends Seconds {
    OrNone() {
      super("0");
    }
  }

  /** How long to wait; not nothing. */
  static final class AtLeastAMilli extends Seconds {
    AtLeastAMilli() {
      super("0.001");
    }
  }

  /** How long a connection may be idle; nothing means for ever. */
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
