package io.framering.cli;

import io.framering.testing.Namespace;
import io.framering.testing.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Frames that nobody else sends: 100 bytes, of an EtherType that is for experiments. */
final class Frames {
  private static final int LENGTH = 100;
  private static final int ETHER_TYPE_OFFSET = 12;

  private Frames() {}

  private static List<byte[]> some(int count) {
    byte[] frame = new byte[LENGTH];
    Arrays.fill(frame, 0, ETHER_TYPE_OFFSET, (byte) 0xFE);
    frame[ETHER_TYPE_OFFSET] = (byte) 0x88;
    frame[ETHER_TYPE_OFFSET + 1] = (byte) 0xB5;
    return Collections.nCopies(count, frame);
  }

  /** Sends so many as fast as it goes, and waits. */
  static void send(Namespace namespace, String interfaceName, int count) throws Exception {
    Traffic.send(namespace, interfaceName, some(count));
  }

  /** Starts sending so many, so many a second; 0: as fast as it goes. */
  static Process startSending(Namespace namespace, String interfaceName, int count, int perSecond)
      throws IOException {
    Path file = Files.createTempFile("framering-", ".frames");
    file.toFile().deleteOnExit();
    return Traffic.send(namespace, interfaceName, Traffic.write(some(count), file), perSecond);
  }
}
