// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.testing.Namespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two hosts on one wire, each in a namespace of its own, and the programs that people run there.
 */
final class TwoHosts implements AutoCloseable {
  /** The client's end of the wire. */
  static final String WIRE = "left";

  private static final String SERVER_IPV4 = "10.9.0.2";
  private static final String SERVER_IPV6 = "fd00:9::2";
  private static final Path PYTHON = Path.of("src/test/python");

  private final List<Process> services = new ArrayList<>();
  private final Namespace client;
  private final Namespace server;

  /**
   * Two hosts with addresses. The wire is up at the client's end alone, so nothing is on it yet.
   */
  TwoHosts() {
    client = Namespace.create();
    server = Namespace.create();
    client.ip("link add left type veth peer name right netns " + server.name());
    client.ip("address add 10.9.0.1/24 dev left");
    client.ip("address add fd00:9::1/64 dev left");
    server.ip("address add 10.9.0.2/24 dev right");
    server.ip("address add fd00:9::2/64 dev right");
    client.ip("link set left up");
  }

  /** The host that asks. */
  Namespace client() {
    return client;
  }

  /**
   * Connects the wire, and has many programs talk over it: neighbour discovery, ping, HTTP, name
   * queries, traceroute, refused connections, fragments.
   */
  void talk() throws IOException {
    server.ip("link set right up");
    server.exec("sysctl", "-qw", "net.ipv4.ip_forward=1");
    client.ip("route add default via 10.9.0.2");
    server.ip("route add unreachable 10.99.0.0/24");
    serve("python3", "-m", "http.server", "8000", "--bind", "::", "--directory", "/etc");
    awaitReachable();
    serve("python3", PYTHON.resolve("dns_responder.py").toString(), SERVER_IPV4, SERVER_IPV6);
    awaitNameServer();
    for (String address : List.of(SERVER_IPV4, SERVER_IPV6)) {
      client.exec("ping", "-n", "-c", "2", "-i", "0.2", address);
      client.exec("ping", "-n", "-c", "1", "-s", "4000", address);
      client.exec("traceroute", "-n", "-q", "1", "-w", "1", "-m", "3", "-I", address);
      client.exec("traceroute", "-n", "-q", "1", "-w", "1", "-m", "3", "-T", address);
      for (String type : List.of("A", "AAAA", "MX", "TXT", "NS", "SOA")) {
        client.exec("dig", "+tries=3", "@" + address, "example.com", type);
      }
      client.exec("dig", "+tries=3", "+tcp", "@" + address, "missing.example");
    }
    client.exec("curl", "-sS", "--retry", "9", "--retry-all-errors", "http://10.9.0.2:8000/passwd");
    client.exec("curl", "-sS", "http://[fd00:9::2]:8000/services");
    client.exec("traceroute", "-n", "-q", "1", "-w", "1", "-m", "3", "10.99.0.1");
    client.exec("bash", "-c", "echo hello >/dev/udp/10.9.0.2/9999");
    client.exec("bash", "-c", "echo hello 2>/dev/null >/dev/tcp/10.9.0.2/9998 || true");
  }

  /** Sends packets that were built field by field from the client, and says how many. */
  int sendBuilt(Path pcap, int every) {
    Path sender = PYTHON.resolve("send_pcap.py");
    String sent =
        client.exec("python3", sender.toString(), WIRE, pcap.toString(), Integer.toString(every));
    return Integer.parseInt(sent.strip());
  }

  // IPv6 addresses are usable a second or two after the wire is.
  private void awaitReachable() {
    client.exec(
        "bash", "-c", "for i in {1..50}; do ping -c1 -W1 fd00:9::2 && exit; sleep .1; done");
  }

  // dig asks three times within a millisecond when its question is refused.
  private void awaitNameServer() {
    server.exec(
        "bash",
        "-c",
        "for i in {1..300}; do [ $(ss -Hlntu 'sport = :53' | wc -l) -ge 4 ] && exit; sleep .1; done");
  }

  private void serve(String... command) throws IOException {
    services.add(
        server
            .process(List.of(command))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  @Override
  public void close() {
    for (Process service : services) {
      service.descendants().forEach(ProcessHandle::destroyForcibly);
      service.destroyForcibly();
    }
    client.close();
    server.close();
  }
}
