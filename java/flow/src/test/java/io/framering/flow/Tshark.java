// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import io.framering.testing.Namespace;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** tshark's word on a capture. */
final class Tshark {
  private static final String VERSION = "TShark (Wireshark) 4.0.";

  private Tshark() {}

  /** Skips the test, or fails in CI, without the tshark whose answers are known. */
  static void require() {
    try {
      String said = Namespace.run(List.of("tshark", "--version"));
      if (!said.contains(VERSION)) {
        Namespace.skip("needs " + VERSION + "x, and this is " + said);
      }
    } catch (IllegalStateException e) {
      Namespace.skip("tshark is not installed: " + e.getMessage());
    }
  }

  /** What tshark prints, without warnings. */
  static String run(Path capture, String... options) {
    List<String> command = new ArrayList<>(List.of("sh", "-c"));
    command.add("HOME=/nonexistent exec tshark -n \"$@\" 2>/dev/null");
    command.addAll(List.of("tshark", "-r", capture.toString()));
    command.addAll(List.of(options));
    return Namespace.run(command);
  }

  /**
   * The bytes of each direction of the first streams, by the address and port of the sender: in one
   * run, as tshark's start takes longer than its work.
   */
  static List<Map<String, byte[]>> follow(Path capture, int streams) {
    List<String> options = new ArrayList<>(List.of("-q"));
    for (int i = 0; i < streams; i++) {
      options.addAll(List.of("-z", "follow,tcp,raw," + i));
    }
    String[] nodes = new String[2];
    Map<Integer, Map<String, ByteArrayOutputStream>> bytes = new TreeMap<>();
    Map<String, ByteArrayOutputStream> followed = Map.of();
    for (String line : run(capture, options.toArray(String[]::new)).lines().toList()) {
      if (line.startsWith("Filter: tcp.stream eq ")) {
        followed = new LinkedHashMap<>();
        bytes.put(Integer.parseInt(line.substring(22)), followed);
      } else if (line.startsWith("Node ")) {
        int node = line.charAt(5) - '0';
        nodes[node] = line.substring(8);
        followed.put(nodes[node], new ByteArrayOutputStream());
      } else if (line.matches("\t?([0-9a-f]{2})+")) {
        String node = nodes[line.startsWith("\t") ? 1 : 0];
        followed.get(node).writeBytes(HexFormat.of().parseHex(line.strip()));
      }
    }
    return bytes.values().stream().map(Tshark::arrays).toList();
  }

  private static Map<String, byte[]> arrays(Map<String, ByteArrayOutputStream> sinks) {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    sinks.forEach((node, sink) -> arrays.put(node, sink.toByteArray()));
    return arrays;
  }
}
