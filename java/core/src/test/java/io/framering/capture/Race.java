// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.filter.Filter;
import io.framering.frame.FrameSource;
import io.framering.savefile.SavefileReader;
import io.framering.testing.Resources;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;

/**
 * A program in which several threads do all that the API lets them do, to captures, files, batches,
 * frames, cursors, segments that they all share, in any order: what comes of it is told, and the
 * first thing that is not documented ends it with status 1.
 *
 * <pre>java io.framering.capture.Race OPERATIONS SEED FILE HELPER</pre>
 *
 * <p>The seed decides what each thread does, not how the threads meet.
 */
final class Race {
  private static final int THREADS = 6;
  private static final int SOURCES = 12;
  private static final int GROUPS = 2;
  private static final int KEPT = 48;
  private static final long REAP_NANOS = 5_000_000;

  /** What the threads share: captures and readers, and what was kept of what they lent. */
  final AtomicReferenceArray<FrameSource> sources = new AtomicReferenceArray<>(SOURCES);

  final AtomicReferenceArray<CaptureGroup> groups = new AtomicReferenceArray<>(GROUPS);

  final AtomicReferenceArray<Object> kept = new AtomicReferenceArray<>(KEPT);

  /** A capture file that is read as captures are. */
  final Path file;

  /** Path of the program that opens sockets for others. */
  final String helper;

  /** What was told of interfaces. */
  final AtomicInteger events = new AtomicInteger();

  private static final Logger LOGGER = Logger.getLogger(Capture.class.getPackageName());

  private final AtomicInteger reports = new AtomicInteger();
  private volatile Throwable failure;

  private Race(Path file, String helper) {
    this.file = file;
    this.helper = helper;
  }

  public static void main(String[] args) throws Exception {
    long operations = Long.parseLong(args[0]);
    long seed = Long.parseLong(args[1]);
    Capture.openAll(RaceSources.TINY).close(); // loads what stays
    Filter.compile("udp", io.framering.frame.LinkType.ETHERNET);
    try (SavefileReader reader = SavefileReader.open(Path.of(args[2]))) {
      reader.run(frame -> {});
    }
    new DatagramSocket().close();
    long descriptors = Resources.descriptors();
    Race race = new Race(Path.of(args[2]), args[3]);
    LOGGER.setFilter(_ -> race.reports.incrementAndGet() == 1); // one is enough to be read
    RaceTally tally = race.run(operations, seed);
    race.forgetAll();
    awaitFreed(descriptors);
    System.out.println(
        "seed "
            + seed
            + ", "
            + tally
            + ", "
            + race.events
            + " events, "
            + race.reports
            + " reports");
  }

  private static void awaitFreed(long descriptors) throws Exception {
    for (int i = 0; i < 6_000; i++) {
      if (Resources.ringMappings() == 0 && Resources.descriptors() <= descriptors) {
        return;
      }
      System.gc();
      Thread.sleep(10);
    }
    System.out.println("left: " + Resources.ringMappings() + " rings");
    System.out.println("left, of " + descriptors + " descriptors: " + Resources.openFiles());
    Runtime.getRuntime().halt(1);
  }

  private RaceTally run(long operations, long seed) throws Exception {
    List<RaceThread> racers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      RaceThread racer = new RaceThread(this, operations / THREADS, seed * THREADS + i);
      racers.add(racer);
      Thread thread = new Thread(racer, "racer " + i);
      thread.setUncaughtExceptionHandler((_, thrown) -> failure = thrown);
      threads.add(thread);
    }
    Thread sender = Thread.ofPlatform().daemon().start(Race::send);
    threads.forEach(Thread::start);
    while (threads.stream().anyMatch(Thread::isAlive)) {
      endIfFailed(seed);
      reap();
    }
    sender.interrupt();
    endIfFailed(seed);
    return racers.stream().map(RaceThread::tally).reduce(RaceTally::plus).orElseThrow();
  }

  private void endIfFailed(long seed) {
    if (failure != null) {
      System.out.println("seed " + seed);
      failure.printStackTrace(System.out);
      System.out.flush();
      Runtime.getRuntime().halt(1);
    }
  }

  /** Ends one wait after the other, as all threads may wait at once. */
  private void reap() {
    for (int i = 0; i < SOURCES; i++) {
      LockSupport.parkNanos(REAP_NANOS);
      if (sources.get(i) instanceof FrameSource source) {
        RaceThread.stop(source);
      }
      if (groups.get(i % GROUPS) instanceof CaptureGroup group) {
        group.stop();
      }
    }
  }

  private void forgetAll() {
    for (int i = 0; i < SOURCES; i++) {
      if (sources.getAndSet(i, null) instanceof FrameSource source) {
        source.close();
      }
    }
    for (int i = 0; i < GROUPS; i++) {
      if (groups.getAndSet(i, null) instanceof CaptureGroup group) {
        group.close();
      }
    }
    for (int i = 0; i < KEPT; i++) {
      kept.set(i, null);
    }
  }

  /** Datagrams to this host, each filled with a byte of its own: see {@link RaceFrames}. */
  private static void send() {
    byte[] bytes = new byte[RaceFrames.LONGEST];
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress localhost = InetAddress.getLoopbackAddress();
      for (int i = 0; !Thread.interrupted(); i++) {
        Arrays.fill(bytes, (byte) i);
        int length = 1 + i * 7 % RaceFrames.LONGEST;
        socket.send(new DatagramPacket(bytes, length, localhost, RaceFrames.PORT));
        LockSupport.parkNanos(50_000);
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
