// SPDX-License-Identifier: Apache-2.0
package io.framering.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.RawPacketListener;

/**
 * The pcap4j program for {@code scripts/bench}, with a listener that counts raw packets, its
 * fastest mode. It runs until SIGINT or SIGTERM; with {@code print}, it reports the first packet.
 */
final class Pcap4jBench {
  private static final int SNAP_LENGTH = 262_144;
  private static final int TIMEOUT_MILLIS = 10;

  /** Paths of libpcap in distributions; the unversioned name needs a development package. */
  private static final List<String> LIBPCAP =
      List.of(
          "/usr/lib/x86_64-linux-gnu/libpcap.so.0.8",
          "/usr/lib/aarch64-linux-gnu/libpcap.so.0.8",
          "/usr/lib64/libpcap.so.1");

  private static long frames;
  private static long bytes;

  private Pcap4jBench() {}

  public static void main(String[] arguments) throws Exception {
    LIBPCAP.stream()
        .filter(name -> Files.exists(Path.of(name)))
        .findFirst()
        .ifPresent(name -> System.setProperty("org.pcap4j.core.pcapLibName", name));
    boolean prints = arguments.length > 1 && arguments[1].equals("print");
    PcapHandle handle =
        new PcapHandle.Builder(arguments[0])
            .snaplen(SNAP_LENGTH)
            .promiscuousMode(PromiscuousMode.PROMISCUOUS)
            .timeoutMillis(TIMEOUT_MILLIS)
            .bufferSize(32 << 20)
            .build();
    Thread main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(handle, main)));
    System.err.println("listening");
    RawPacketListener listener =
        packet -> {
          bytes += packet.length;
          if (frames++ == 0 && prints) {
            System.out.println("a packet of " + packet.length + " bytes");
          }
        };
    try {
      handle.loop(-1, listener);
    } catch (InterruptedException e) {
      // breakLoop
    }
    System.out.printf(
        "captured %d dropped %d sum %d%n", frames, handle.getStats().getNumPacketsDropped(), bytes);
  }

  private static void end(PcapHandle handle, Thread main) {
    try {
      handle.breakLoop();
      main.join(2000);
    } catch (Exception e) {
      System.err.println(e);
    }
  }
}
