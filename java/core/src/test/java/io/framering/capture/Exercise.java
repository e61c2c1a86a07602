// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A program that uses all of the capture API, for tests that look at it from outside. Prints "done"
 * and nothing else.
 */
final class Exercise {
  private static final int ROUNDS = 200;

  private Exercise() {}

  public static void main(String[] args) throws Exception {
    if (NetworkInterfaces.list().isEmpty() || !NetworkInterfaces.name(1).equals("lo")) {
      throw new AssertionError("no lo");
    }
    if (args[0].equals("capture")) {
      captureAndRace();
    }
    System.out.println("done");
  }

  /** Readers, stoppers, closers and keepers of frames, all at once, again and again. */
  private static void captureAndRace() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      threads.submit(Exercise::send);
      for (int round = 0; round < ROUNDS; round++) {
        race(threads);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void race(ExecutorService threads) throws Exception {
    Capture capture =
        Capture.open("lo", CaptureOptions.defaults().ringBytes(1 << 20).blockBytes(64 << 10));
    List<Frame> kept = new ArrayList<>();
    List<CapturedFrame> copies = new ArrayList<>();
    Future<?> reading =
        threads.submit(() ->
            capture.run(frame -> {
              kept.add(frame);
              tryTo(() -> copies.add(frame.copy()));
            }));
    List<Future<?>> others = new ArrayList<>();
    for (Runnable call : List.<Runnable>of(capture::statistics, capture::stop, capture::close)) {
      others.add(
          threads.submit(() -> {
            Thread.sleep(ThreadLocalRandom.current().nextInt(8));
            call.run();
            return null;
          }));
    }
    for (Future<?> other : others) {
      other.get(5, TimeUnit.MINUTES);
    }
    reading.get(5, TimeUnit.MINUTES);
    capture.close();
    kept.forEach(frame -> mustFail(frame::timestampNanos));
    copies.forEach(CapturedFrame::toByteArray);
  }

  private static void tryTo(Runnable task) {
    try {
      task.run();
    } catch (IllegalStateException closedMeanwhile) {
      // which is what the handler is told
    }
  }

  private static void mustFail(Runnable task) {
    try {
      task.run();
    } catch (IllegalStateException expected) {
      return;
    }
    throw new AssertionError("a frame was read after its time");
  }

  private static Void send() throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress localhost = InetAddress.getLoopbackAddress();
      while (!Thread.interrupted()) {
        socket.send(new DatagramPacket(new byte[100], 100, localhost, socket.getLocalPort()));
      }
      return null;
    }
  }
}
