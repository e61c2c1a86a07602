package io.framering.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;

/**
 * The run that the JVM watches when it makes an AOT cache: what {@code sniff} does from its start
 * to its first packets. Needs no rights; with those to capture it does that too, on {@code lo},
 * whose one packet it sends itself. {@code scripts/framering} calls it.
 */
final class Training {
  private static final int MAGIC_NANOSECONDS = 0xA1B23C4D;
  private static final int SNAP_LENGTH = 262_144;
  private static final int ETHERNET = 1;
  private static final long SEND_INTERVAL_NANOS = 5_000_000;
  private static final int DISCARD_PORT = 9;

  /** Ethernet, IPv4 10.0.0.1 to 10.0.0.2, UDP 5000 to 6000, 4 bytes. */
  private static final byte[] FRAME =
      HexFormat.of()
          .parseHex(
              "0200000000020200000000010800"
                  + "4500002000004000401126cb0a0000010a000002"
                  + "13881770000c000000000000");

  private Training() {}

  public static void main(String[] args) throws IOException {
    Path file = Files.createTempFile("framering-", ".pcap");
    try {
      Files.write(file, savefile());
      for (String format : new String[] {"line", "tree", "json", "classic"}) {
        sniff("--format", format, "-r", file.toString());
      }
      sniff("-r", file.toString(), "-w", "-");
    } finally {
      Files.delete(file);
    }
    Thread.ofPlatform().daemon().start(Training::sendForEver);
    sniff("--format", "line", "-i", "lo", "-c", "1");
  }

  private static void sniff(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = SniffCommand.NAME;
    System.arraycopy(options, 0, args, 1, options.length);
    OutputStream nowhere = OutputStream.nullOutputStream();
    Environment environment =
        new Environment(
            InputStream.nullInputStream(),
            Channels.newChannel(nowhere),
            new PrintStream(nowhere),
            false,
            stop -> {});
    new Main(environment, false).run(args);
  }

  private static byte[] savefile() {
    return ByteBuffer.allocate(24 + 16 + FRAME.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC_NANOSECONDS)
        .putShort((short) 2)
        .putShort((short) 4)
        .putLong(0)
        .putInt(SNAP_LENGTH)
        .putInt(ETHERNET)
        .putLong(0)
        .putInt(FRAME.length)
        .putInt(FRAME.length)
        .put(FRAME)
        .array();
  }

  private static void sendForEver() {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      for (; ; ) {
        socket.send(new DatagramPacket(new byte[4], 4, loopback, DISCARD_PORT));
        LockSupport.parkNanos(SEND_INTERVAL_NANOS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
