// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.testing.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The kernel's own ping gets its answers from a host that does not exist. */
@DisplayName("framering reflect")
class ReflectIT {
  private static final String MAC = "02:00:00:00:00:fe";

  private Namespace namespace;

  @BeforeEach
  void createNamespace() {
    Tools.require("ping");
    namespace = Namespace.withVeth();
    namespace.ip("address add 10.0.0.1/24 dev left");
    namespace.ip("address add fd00::1/64 dev left nodad");
    for (String address : new String[] {"10.0.0.2", "fd00::2"}) {
      namespace.ip("neigh add " + address + " lladdr " + MAC + " dev left");
    }
  }

  @AfterEach
  void deleteNamespace() {
    namespace.close();
  }

  private Program reflect(String... more) throws Exception {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "reflect";
    arguments[1] = "-iright";
    System.arraycopy(more, 0, arguments, 2, more.length);
    return Program.start(namespace, arguments).awaitListening();
  }

  @Test
  void pingIsAnswered() throws Exception {
    try (Program reflecting = reflect()) {
      for (String address : new String[] {"10.0.0.2", "fd00::2"}) {
        assertThat(namespace.exec("ping", "-c5", "-i0.01", "-W60", "-s300", address))
            .contains("5 packets transmitted, 5 received, 0% packet loss");
      }
      assertThat(reflecting.signal("INT").status()).isZero();
      assertThat(reflecting.err())
          .contains("10 frames received\n10 frames sent back\n0 frames refused\n")
          .contains("0 frames dropped by kernel");
    }
  }

  /**
   * Runs the client at the other end, and returns the numbers that it prints before these words.
   */
  private long[] measure(int status, String[] words, String... more) throws Exception {
    List<String> line = new ArrayList<>(List.of("echo-client", "--frames", "-ileft"));
    line.addAll(List.of(more));
    try (Program client = Program.start(namespace, line.toArray(String[]::new))) {
      assertThat(client.status()).as(client.out() + client.err()).isEqualTo(status);
      return Stream.of(words)
          .map(each -> Pattern.compile("(\\d+) " + each).matcher(client.out()))
          .mapToLong(found -> found.find() ? Long.parseLong(found.group(1)) : -1)
          .toArray();
    }
  }

  @Test
  void theClientMeasuresFrames() throws Exception {
    try (Program reflecting = reflect()) {
      String[] words = {"frames sent in", "came back", "lost \\(0.000 %\\)", "out of order"};
      String[] options = {"--in-flight", "16", "--size", "1000", "--duration", "0.3"};
      long[] counts = measure(0, words, options);
      assertThat(counts[0]).isPositive();
      assertThat(counts).containsExactly(counts[0], counts[0], 0, 0);
      assertThat(reflecting.signal("INT").status()).isZero();
      assertThat(reflecting.err()).contains(counts[0] + " frames sent back\n");
    }
  }

  /** Every fourth frame gets no answer: byte 57 is the last one of its number. */
  @Test
  void theClientCountsLostFrames() throws Exception {
    try (Program _ = reflect("ether[57] & 3 != 3")) {
      String[] words = {"frames sent in", "came back", "lost", "late or duplicate"};
      String[] options = {"--in-flight", "64", "--timeout", "3", "--duration", "0.1"};
      long[] counts = measure(1, words, options);
      long lost = counts[0] / 4;
      assertThat(lost).isPositive();
      assertThat(counts).containsExactly(counts[0], counts[0] - lost, lost, 0);
    }
  }

  @Test
  void udpIsAnsweredAndTheRestIsNot() throws Exception {
    try (Program reflecting = reflect("udp or arp")) {
      try (Program client =
          Program.start(namespace, "echo-client", "--udp", "--host", "10.0.0.2", "--port", "7")) {
        assertThat(client.status()).as(client.err()).isZero();
      }
      assertThat(reflecting.signal("INT").status()).isZero();
      assertThat(reflecting.err()).contains("1 frames received\n1 frames sent back\n");
    }
  }
}
