// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.cli.text.VisibleText;
import io.framering.echo.Latencies;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileReader;
import io.framering.transmit.TransmitListener;
import io.framering.transmit.TransmitStatistics;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Sends the frames of a file, each when it is due, and measures how far it was off. */
final class Replay implements TransmitListener {
  /** Frames that the transmitter has, and a few more. */
  private static final int ON_THEIR_WAY = 128;

  /** Until the first frame is due, so that it is not late. */
  private static final long LEAD_NANOS = 10_000_000;

  private static final double SECOND = 1e9;

  private final FrameEditor editor;
  private final Pace pace;
  private final long limit;
  private final long nanos;
  private final Latencies gaps = new Latencies();

  /** When the frames are due that were given to the transmitter, by their number. */
  private final long[] dues = new long[ON_THEIR_WAY];

  private long given;
  private long told;

  // Of the last frame that was sent.
  private long lastDue;
  private long lastTime;
  private boolean hasLast;

  private long ofAnotherType;
  private long tooLong;
  private long unmapped;
  private String firstUnmapped;
  private long truncated;
  private long begin;
  private long end;
  private Outlets outlets;
  private Outlets.Outlet last;
  private volatile boolean stopped;

  /**
   * A replay.
   *
   * @param editor null if the frames leave as they are
   * @param pace null for as fast as possible
   * @param limit the maximum number of frames
   * @param nanos after which no frame is sent
   */
  Replay(FrameEditor editor, Pace pace, long limit, long nanos) {
    this.editor = editor;
    this.pace = pace;
    this.limit = limit;
    this.nanos = nanos;
  }

  @Override
  public void onFrame(int refused, long time) {
    long due = dues[(int) (told++ % ON_THEIR_WAY)];
    if (refused == 0) {
      if (hasLast && pace != null) {
        gaps.add(Math.abs(time - lastTime - (due - lastDue)));
      }
      lastDue = due;
      lastTime = time;
      hasLast = true;
    }
  }

  /** Ends it: what is not sent yet is not sent. Any thread. */
  void stop() {
    stopped = true;
    outlets.close();
  }

  /** Sets the ways out, whose listener this is. */
  void through(Outlets to) {
    outlets = to;
  }

  /**
   * Sends the frames of the file repeatedly, and returns when the last one has left.
   *
   * @param open opens the file at its beginning
   */
  void run(Supplier<SavefileReader> open, Predicate<Frame> filter, long times) {
    begin = System.nanoTime() + LEAD_NANOS;
    try {
      boolean more = true;
      for (long time = 0; more && time < times; time++) {
        long before = given;
        try (SavefileReader file = open.get()) {
          more = sendAll(file, filter);
        }
        if (pace != null) {
          pace.again();
        }
        more &= given > before; // a file without such frames would be read forever
      }
      flush();
    } catch (IllegalStateException e) {
      if (!stopped) {
        throw e;
      }
    } finally {
      end = System.nanoTime();
    }
  }

  /** Returns whether there may be more frames to send. */
  private boolean sendAll(SavefileReader file, Predicate<Frame> filter) {
    while (file.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
      try (batch) {
        if (filter != Sniffer.EVERY_FRAME) {
          batch.select(filter);
        }
        for (FrameCursor frame = batch.cursor(); frame.advance(); ) {
          Outlets.Outlet outlet = outlets.of(frame, file);
          if (outlet == null) {
            leaveOut(file.interfaceName(frame.interfaceIndex()), frame.interfaceIndex());
          } else if (frame.linkTypeNumber() != outlet.to().linkType().number()) {
            ofAnotherType++;
          } else if (frame.capturedLength() > Reflector.FRAME_BYTES_MAX) {
            tooLong++;
          } else if (!send(frame, outlet)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void leaveOut(String name, int number) {
    if (unmapped++ == 0) {
      firstUnmapped = name.isEmpty() ? "number " + number : VisibleText.of(name);
    }
  }

  /** Frames of one interface are sent before later ones of another. */
  private void flush() {
    if (last != null) {
      last.transmitter().flush();
    }
  }

  private boolean send(Frame frame, Outlets.Outlet outlet) {
    if (given == limit || stopped) {
      return false;
    }
    if (given == 0) {
      begin = System.nanoTime() + LEAD_NANOS; // the file is open, and read
    }
    long due = 0;
    if (pace != null) {
      long sinceBegin = pace.next(frame);
      due = begin + sinceBegin;
      if (sinceBegin > nanos) {
        return false;
      }
    } else if (given % 64 == 0 && System.nanoTime() - begin > nanos) {
      return false;
    }
    truncated += frame.capturedLength() < frame.originalLength() ? 1 : 0;
    if (outlet != last) {
      flush();
      last = outlet;
    }
    dues[(int) (given++ % ON_THEIR_WAY)] = due;
    if (editor == null) {
      outlet.transmitter().send(frame, due);
    } else {
      outlet.transmitter().send(editor.edit(frame), due);
    }
    return true;
  }

  /** The state of a replay that is running. */
  String progress() {
    TransmitStatistics counts = outlets.statistics();
    double seconds = (System.nanoTime() - begin) / SECOND;
    String left =
        nanos < Long.MAX_VALUE
            ? ", %.0f s left".formatted(Math.max(0, nanos / SECOND - seconds))
            : "";
    return String.format(
        Locale.ROOT,
        "%d sent, %d refused, %.0f packets/s%s",
        counts.sent(),
        counts.refused(),
        counts.sent() / seconds,
        left);
  }

  /** Whether all frames were sent that were to be sent. */
  boolean isWhole() {
    TransmitStatistics counts = outlets.statistics();
    return counts.refused() == 0
        && counts.waiting() == 0
        && ofAnotherType + tooLong + unmapped == 0;
  }

  /** The counts in lines for people. */
  String report() {
    TransmitStatistics counts = outlets.statistics();
    double seconds = Math.max(end - begin, 1) / SECOND;
    StringBuilder lines = new StringBuilder();
    lines.append(
        String.format(
            Locale.ROOT,
            "%d packets sent (%d bytes) in %.3f s: %.0f packets/s, %.3f Mbit/s",
            counts.sent(),
            counts.bytes(),
            seconds,
            counts.sent() / seconds,
            counts.bytes() * 8 / seconds / 1e6));
    lines.append(outlets.shares());
    lines.append("\n" + counts.refused() + " packets refused");
    add(lines, counts.refusedLength(), "too long for the interface, or too short");
    add(lines, counts.refusedRoom(), "the interface had no room for them in time");
    if (ofAnotherType > 0) {
      lines.append("\n" + ofAnotherType + " packets of another link type left out");
    }
    if (tooLong > 0) {
      lines.append("\n" + tooLong + " packets left out: longer than any interface sends");
    }
    if (unmapped > 0) {
      lines.append("\n" + unmapped + " packets of other interfaces left out, the first one of ");
      lines.append(firstUnmapped);
    }
    for (String each : outlets.unused()) {
      lines.append("\nno packets of interface " + each + " (--map)");
    }
    if (counts.waiting() > 0) {
      lines.append("\n" + counts.waiting() + " packets not sent: ended before they were due");
    }
    if (truncated > 0) {
      lines.append("\n" + truncated + " packets are truncated in the file, and were sent so");
    }
    if (pace != null && counts.sent() > 1) {
      lines.append(
          String.format(
              Locale.ROOT,
              "%ngaps off by %.1f us (median), %.1f us (99 %%), %.1f us (most)",
              gaps.quantile(0.5) / 1e3,
              gaps.quantile(0.99) / 1e3,
              gaps.largest() / 1e3));
    }
    return lines.toString();
  }

  private static void add(StringBuilder lines, long count, String reason) {
    if (count > 0) {
      lines.append("\n  " + count + ": " + reason);
    }
  }
}
