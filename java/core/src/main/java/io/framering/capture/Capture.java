package io.framering.capture;

import io.framering.frame.FrameBatch;
import io.framering.frame.FrameHandler;
import io.framering.frame.FrameSource;
import java.time.Duration;
import java.util.List;

/** Skeleton. */
public final class Capture implements FrameSource {
  private Capture() {}

  public static Capture open(String interfaceName) {
    return open(List.of(interfaceName), CaptureOptions.defaults());
  }

  public static Capture open(String interfaceName, CaptureOptions options) {
    return open(List.of(interfaceName), options);
  }

  /** Empty list: all interfaces. */
  public static Capture open(List<String> interfaceNames, CaptureOptions options) {
    return new Capture();
  }

  @Override
  public FrameBatch next(Duration timeout) {
    return null;
  }

  @Override
  public boolean ended() {
    return true;
  }

  @Override
  public void run(FrameHandler handler) {}

  /** Any thread. */
  public void stop() {}

  public CaptureStatistics statistics() {
    return new CaptureStatistics(0, 0, 0);
  }

  /** Bytes the ring got. */
  public long ringBytes() {
    return 0;
  }

  @Override
  public void close() {}
}
