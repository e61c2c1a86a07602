package io.framering.cli;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells every second on stderr how far a sniffer has come: {@code --statistics} in lines, and when
 * a recording goes on in a terminal in one line that is written over and over.
 */
final class SniffReport implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Environment environment;
  private final Sniffer sniffer;
  private final Supplier<String> losses;
  private final boolean inPlace;
  private final Thread thread;

  private SniffReport(
      Environment environment, Sniffer sniffer, Supplier<String> losses, boolean inPlace) {
    this.environment = environment;
    this.sniffer = sniffer;
    this.losses = losses;
    this.inPlace = inPlace;
    this.thread = Thread.ofPlatform().daemon().name("framering-report").start(this::run);
  }

  /**
   * One line every second.
   *
   * @param losses what has been lost so far, such as "0 dropped"
   */
  static SniffReport lines(Environment environment, Sniffer sniffer, Supplier<String> losses) {
    return new SniffReport(environment, sniffer, losses, false);
  }

  /** One line that changes every second, for a terminal. */
  static SniffReport counter(Environment environment, Sniffer sniffer, Supplier<String> losses) {
    return new SniffReport(environment, sniffer, losses, true);
  }

  private void run() {
    long framesBefore = 0;
    long bytesBefore = 0;
    while (sleep()) {
      long frames = sniffer.frames();
      long bytes = sniffer.bytes();
      tell(frames, frames - framesBefore, bytes - bytesBefore);
      framesBefore = frames;
      bytesBefore = bytes;
    }
  }

  private static boolean sleep() {
    try {
      Thread.sleep(INTERVAL);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void tell(long frames, long newFrames, long newBytes) {
    String line =
        frames + " packets, " + newFrames + " packets/s, " + newBytes + " bytes/s, " + losses.get();
    if (inPlace) {
      // The line before may have been longer, so what is left of it is erased (ECMA-48, EL).
      environment.err().print("\r" + line + "\u001B[K");
      environment.err().flush();
    } else {
      environment.tell(line);
    }
  }

  /** Nothing is told from now on; what comes next on stderr has a line of its own. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (inPlace && sniffer.frames() > 0) {
      environment.err().print("\r\u001B[K");
    }
  }
}
