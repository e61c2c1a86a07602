// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Frames that nobody else sends: 100 bytes, of an EtherType that is for experiments. */
final class Frames {
  private static final int LENGTH = 100;
  private static final int ETHER_TYPE_OFFSET = 12;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Frames() {}

  private static byte[] frame() {
    byte[] frame = new byte[LENGTH];
    Arrays.fill(frame, 0, ETHER_TYPE_OFFSET, (byte) 0xFE);
    frame[ETHER_TYPE_OFFSET] = (byte) 0x88;
    frame[ETHER_TYPE_OFFSET + 1] = (byte) 0xB5;
    return frame;
  }

  private static List<byte[]> some(int count) {
    return Collections.nCopies(count, frame());
  }

  /** Sends so many as fast as it goes, and waits. */
  static void send(Namespace namespace, String interfaceName, int count) throws Exception {
    Traffic.send(namespace, interfaceName, some(count));
  }

  /**
   * Sends one after the other, each with a source of its own, until all programs have printed the
   * last one: so they have printed all that came before it. Returns how many were sent.
   */
  static int sendUntilPrinted(
      Namespace namespace, String interfaceName, Collection<Program> programs) throws Exception {
    for (int sent = 1; sent <= 100; sent++) {
      int number = NUMBER.incrementAndGet();
      byte[] frame = frame();
      frame[ETHER_TYPE_OFFSET - 2] = (byte) (number >> 8);
      frame[ETHER_TYPE_OFFSET - 1] = (byte) number;
      Traffic.send(namespace, interfaceName, List.of(frame));
      String source = "(?i)fe:fe:fe:fe:%02x:%02x".formatted(number >> 8, number & 0xFF);
      for (int wait = 0; wait < 40; wait++) {
        if (programs.stream().allMatch(program -> program.hasPrinted(source))) {
          return sent;
        }
        Thread.sleep(50);
      }
    }
    throw new AssertionError("none of 100 frames is printed");
  }

  /** Starts sending so many, so many a second; 0: as fast as it goes. */
  static Process startSending(Namespace namespace, String interfaceName, int count, int perSecond)
      throws IOException {
    Path file = Files.createTempFile("framering-", ".frames");
    file.toFile().deleteOnExit();
    return Traffic.send(namespace, interfaceName, Traffic.write(some(count), file), perSecond);
  }
}
