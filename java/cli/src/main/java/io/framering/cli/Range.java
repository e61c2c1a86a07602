package io.framering.cli;

import io.framering.capture.CaptureGroup;
import io.framering.capture.CaptureOptions;
import io.framering.echo.EchoLoad;
import io.framering.echo.EchoServer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number with bounds, as the value of an option. */
abstract sealed class Range implements ITypeConverter<Long> {
  private static final int HIGHEST_PORT = 65_535;

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

  /** Seconds or files. */
  static final class Positive extends Range {
    Positive() {
      super(1, Integer.MAX_VALUE);
    }
  }

  /** Bytes of a frame; 0 means the maximum, as with tcpdump. */
  static final class SnapLength extends Range {
    SnapLength() {
      super(0, CaptureOptions.MAXIMUM_SNAP_LENGTH);
    }
  }

  /** A ring size in KiB, with tcpdump's bounds. */
  static final class Kibibytes extends Range {
    Kibibytes() {
      super(1, Integer.MAX_VALUE);
    }
  }

  /** The rings of a fanout group. */
  static final class Rings extends Range {
    Rings() {
      super(1, CaptureGroup.MAXIMUM);
    }
  }

  /** A port; 0 picks a free one. */
  static final class PortToListenOn extends Range {
    PortToListenOn() {
      super(0, HIGHEST_PORT);
    }
  }

  /** A port to connect to. */
  static final class Port extends Range {
    Port() {
      super(1, HIGHEST_PORT);
    }
  }

  /** Connections at once. */
  static final class Connections extends Range {
    Connections() {
      super(1, EchoServer.MAXIMUM_CONNECTIONS);
    }
  }

  /** Bytes of a message. */
  static final class MessageBytes extends Range {
    MessageBytes() {
      super(1, EchoLoad.MAXIMUM_MESSAGE_BYTES);
    }
  }

  /** Messages in flight on a connection. */
  static final class InFlight extends Range {
    InFlight() {
      super(1, EchoLoad.MAXIMUM_IN_FLIGHT);
    }
  }

  /** Threads of a load test. */
  static final class Threads extends Range {
    Threads() {
      super(1, EchoLoad.MAXIMUM_THREADS);
    }
  }
}
