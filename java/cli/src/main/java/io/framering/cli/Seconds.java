// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.math.BigDecimal;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time in seconds, with or without a fraction, as the value of an option.
 *
 * @param orZero whether zero is allowed, too
 */
record Seconds(String minimum, boolean orZero) implements ITypeConverter<Duration> {
  /** 23 days: the timeout of a socket is at most 24 days. */
  private static final BigDecimal MAXIMUM = new BigDecimal(2_000_000);

  private static final BigDecimal NANOS = new BigDecimal(1_000_000_000);

  @Override
  public Duration convert(String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      if (isAllowed(value)) {
        return Duration.ofNanos(value.multiply(NANOS).longValue());
      }
    } catch (NumberFormatException e) {
      // It is refused like a time out of bounds.
    }
    throw new TypeConversionException(
        "'" + text + "' is not a time in seconds from " + minimum + " to " + MAXIMUM);
  }

  private boolean isAllowed(BigDecimal value) {
    return orZero && value.signum() == 0
        || value.compareTo(new BigDecimal(minimum)) >= 0 && value.compareTo(MAXIMUM) <= 0;
  }
}
