// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The bytes of each TCP connection that are unsent or unacknowledged. {@code write} returns when
 * they are in the kernel's buffer, which may hold megabytes; a Java program can observe this buffer
 * only in /proc/net/tcp and /proc/net/tcp6.
 */
final class UnsentBytes {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  /** The columns of a line: number, local address, remote address, state, queues. */
  private static final int LOCAL = 1;

  private static final int REMOTE = 2;
  private static final int QUEUES = 4;

  /** The prefix of an IPv4 address on a socket that serves both protocols. */
  private static final String MAPPED = "0000000000000000" + hex(new byte[] {0, 0, -1, -1});

  private final Map<String, Long> byConnection = new HashMap<>();

  /** The current state. A connection in neither table counts as having no unsent bytes. */
  static UnsentBytes now() {
    UnsentBytes unsent = new UnsentBytes();
    for (Path table : TABLES) {
      try (Stream<String> lines = Files.lines(table, US_ASCII)) {
        lines.skip(1).forEach(unsent::add);
      } catch (IOException e) {
        // A kernel without IPv6 has no such table.
      }
    }
    return unsent;
  }

  private void add(String line) {
    String[] columns = line.strip().split(" +", QUEUES + 2);
    String queues = columns[QUEUES];
    long unsent = Long.parseLong(queues.substring(0, queues.indexOf(':')), 16);
    if (unsent > 0) {
      byConnection.put(columns[LOCAL] + columns[REMOTE], unsent);
    }
  }

  long of(InetSocketAddress local, InetSocketAddress remote) {
    Long unsent = byConnection.get(key("", local) + key("", remote));
    if (unsent == null) {
      unsent = byConnection.getOrDefault(key(MAPPED, local) + key(MAPPED, remote), 0L);
    }
    return unsent;
  }

  private static String key(String prefix, InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return "%s%s:%04X".formatted(prefix, hex(host.getAddress()), address.getPort());
  }

  /** The kernel prints an address as integers in the processor's own byte order. */
  private static String hex(byte[] address) {
    ByteBuffer words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
    StringBuilder text = new StringBuilder();
    while (words.hasRemaining()) {
      text.append("%08X".formatted(words.getInt()));
    }
    return text.toString();
  }
}
