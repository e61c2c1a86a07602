// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.build.PacketBuilder;
import io.framering.capture.Capture;
import io.framering.capture.CaptureOptions;
import io.framering.echo.Latencies;
import io.framering.frame.Frame;
import io.framering.frame.FrameBatch;
import io.framering.frame.FrameCursor;
import io.framering.transmit.TransmitListener;
import io.framering.transmit.TransmitOptions;
import io.framering.transmit.Transmitter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Sends UDP frames to a reflector, a constant number in flight, and counts what comes back. Round
 * trips end with the kernel's time of arrival, so that reading late does not lengthen them.
 */
final class FrameLoad implements TransmitListener {
  /** Of the payload that is needed: the run, the number of the frame, and when it was sent. */
  static final int PAYLOAD_BYTES_MIN = 3 * Long.BYTES;

  /** Bytes before the payload, Ethernet's among them. */
  static final int HEADER_BYTES = 14 + 20 + 8;

  // Locally administered; neither is that of a host, whose kernel would answer.
  private static final long SOURCE_MAC = 0x0246_5200_0001L;
  private static final long DESTINATION_MAC = 0x0246_5200_0002L;

  // For tests of networks (RFC 2544, C.2.2).
  private static final int SOURCE = 0xC612_0001;
  private static final int DESTINATION = 0xC612_0002;
  private static final int ECHO_PORT = 7;

  private static final int SEQUENCE = HEADER_BYTES + Long.BYTES;
  private static final int SENT_AT = SEQUENCE + Long.BYTES;
  private static final int FILLING = SENT_AT + Long.BYTES;

  private static final Duration DELIVERY = Duration.ofMillis(1);

  /** More than can be in flight, since others may overtake a frame. */
  private static final int REMEMBERED = 1 << 18;

  private static final long SECOND = 1_000_000_000;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final int inFlight;
  private final long timeout;
  private final MemorySegment frame;
  private final long run = new SecureRandom().nextLong();

  /** When a frame was sent, by its number; 0: it is back or given up. */
  private final long[] sentAt = new long[REMEMBERED];

  private final Latencies roundTrips = new Latencies();

  private long sent;
  private long handed;
  private long flying;

  /** All frames before it are back or given up. */
  private long oldest;

  /** The first one that counts. */
  private long first;

  private long last = -1;
  private long received;
  private long lost;
  private long refused;
  private long changed;
  private long late;
  private long outOfOrder;
  private long missedHere;
  private long elapsed;
  private volatile boolean stopped;
  private volatile Capture capture;

  /**
   * A load.
   *
   * @param payloadBytes of each frame
   * @param inFlight the number of frames that are on their way
   * @param timeout after which a frame is lost
   */
  FrameLoad(int payloadBytes, int inFlight, Duration timeout) {
    this.inFlight = inFlight;
    this.timeout = timeout.toNanos();
    frame = frame(payloadBytes);
  }

  private static MemorySegment frame(int payloadBytes) {
    MemorySegment frame = Arena.ofAuto().allocate((long) HEADER_BYTES + payloadBytes);
    PacketBuilder builder = new PacketBuilder();
    builder.begin(frame);
    builder.ethernet().destination(DESTINATION_MAC).source(SOURCE_MAC);
    builder.ipv4().source(SOURCE).destination(DESTINATION);
    builder.udp().sourcePort(ECHO_PORT).destinationPort(ECHO_PORT).checksum(0); // none
    byte[] payload = new byte[payloadBytes];
    for (int i = 0; i < payloadBytes; i++) {
      payload[i] = (byte) i;
    }
    builder.payload(payload);
    builder.end();
    return frame;
  }

  /** Ends it: frames that are on their way are not counted. Any thread. */
  void stop() {
    stopped = true;
    Capture running = capture;
    if (running != null) {
      running.stop();
    }
  }

  /** Sends for this time, after a time that does not count, and waits for the last answers. */
  void run(String interfaceName, SocketArguments socket, Duration warmUp, Duration duration) {
    CaptureOptions incoming =
        socket.incoming().direction(CaptureOptions.Traffic.IN).blockTimeout(DELIVERY);
    TransmitOptions outgoing = socket.outgoing().listener(this);
    try (Capture answers = Capture.open(List.of(interfaceName), incoming);
        Transmitter transmitter = Transmitter.open(interfaceName, outgoing)) {
      capture = answers;
      send(answers, transmitter, warmUp.toNanos());
      first = sent;
      long begin = System.nanoTime();
      send(answers, transmitter, duration.toNanos());
      elapsed = System.nanoTime() - begin;
      while (flying > 0 && !stopped) {
        receive(answers);
      }
      missedHere = answers.statistics().dropped();
    }
  }

  private void send(Capture answers, Transmitter transmitter, long nanos) {
    long end = System.nanoTime() + nanos;
    while (!stopped && System.nanoTime() < end) {
      while (flying < inFlight && sent - oldest < REMEMBERED) {
        send(transmitter);
      }
      transmitter.flush();
      receive(answers);
    }
  }

  private void send(Transmitter transmitter) {
    long now = now();
    frame.set(LONG, HEADER_BYTES, run);
    frame.set(LONG, SEQUENCE, sent);
    frame.set(LONG, SENT_AT, now);
    sentAt[(int) (sent++ % REMEMBERED)] = now;
    flying++;
    transmitter.send(frame);
  }

  /** The clock of the kernel's times of arrival. */
  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * SECOND + now.getNano();
  }

  @Override
  public void onFrame(int refusal, long time) {
    long number = handed++;
    if (refusal != 0 && land(number)) {
      refused += number >= first ? 1 : 0;
    }
  }

  /** Returns whether the frame was on its way; it is not any more. */
  private boolean land(long number) {
    int at = (int) (number % REMEMBERED);
    if (number < oldest || number >= sent || sentAt[at] == 0) {
      return false;
    }
    sentAt[at] = 0;
    flying--;
    return true;
  }

  /** Takes what has come back, or waits for it, and gives up what should have come. */
  private void receive(Capture answers) {
    if (answers.next(DELIVERY) instanceof FrameBatch batch) {
      try (batch) {
        for (FrameCursor each = batch.cursor(); each.advance(); ) {
          if (isAnswer(each)) {
            take(each);
          }
        }
      }
    }
    long now = now();
    for (; oldest < sent; oldest++) {
      long at = sentAt[(int) (oldest % REMEMBERED)];
      if (at != 0) {
        if (now - at < timeout) {
          return;
        }
        land(oldest);
        lost += oldest >= first ? 1 : 0;
      }
    }
  }

  private boolean isAnswer(Frame each) {
    long at = each.offset();
    MemorySegment memory = each.memory();
    return each.capturedLength() >= FILLING
        && ((memory.get(SHORT, at) & 0xFFFFL) << 32 | memory.get(INT, at + 2) & 0xFFFF_FFFFL)
            == SOURCE_MAC
        && memory.get(LONG, at + HEADER_BYTES) == run;
  }

  private void take(Frame each) {
    long number = each.memory().get(LONG, each.offset() + SEQUENCE);
    long sentThen = each.memory().get(LONG, each.offset() + SENT_AT);
    boolean isSame =
        each.capturedLength() == frame.byteSize()
            && MemorySegment.mismatch(
                    frame,
                    FILLING,
                    frame.byteSize(),
                    each.memory(),
                    each.offset() + FILLING,
                    each.end())
                == -1;
    boolean wasFlying = land(number);
    if (number < first) {
      return;
    }
    if (!wasFlying) {
      late++;
    } else if (!isSame) {
      changed++;
    } else {
      received++;
      roundTrips.add(Math.max(0, each.timestampNanos() - sentThen));
    }
    outOfOrder += number < last ? 1 : 0;
    last = Math.max(last, number);
  }

  /** Whether every frame came back unchanged. */
  boolean isWhole() {
    return lost + refused + changed == 0;
  }

  /** The result in lines for people. */
  String describe() {
    long counted = received + lost + changed;
    double seconds = Math.max(elapsed, 1) / (double) SECOND;
    StringBuilder lines = new StringBuilder();
    lines.append(
        String.format(
            Locale.ROOT,
            """
            %d frames sent in %.3f s, %d came back: %.0f frames/s, %.1f MB/s
            %d lost (%.3f %%), %d out of order, %d late or duplicate, %d changed\
            """,
            counted,
            seconds,
            received,
            received / seconds,
            received * frame.byteSize() / seconds / 1e6,
            lost,
            counted == 0 ? 0 : 100.0 * lost / counted,
            outOfOrder,
            late,
            changed));
    if (received > 0) {
      lines.append("\nround trip: p50 " + millis(roundTrips.quantile(0.5)));
      lines.append(", p99 " + millis(roundTrips.quantile(0.99)));
      lines.append(", p99.9 " + millis(roundTrips.quantile(0.999)));
      lines.append(", longest " + millis(roundTrips.largest()));
    }
    if (refused > 0) {
      lines.append("\n" + refused + " frames refused by the interface");
    }
    if (missedHere > 0) {
      lines.append("\n" + missedHere + " frames dropped by the kernel here, lost ones among them");
    }
    return lines.toString();
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f ms", nanos / 1e6);
  }
}
