// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host name that stands for several addresses. */
@Timeout(600)
class BindingTest {

  private static InetAddress[] addresses(String... texts) throws IOException {
    InetAddress[] addresses = new InetAddress[texts.length];
    for (int i = 0; i < texts.length; i++) {
      addresses[i] = InetAddress.getByName(texts[i]);
    }
    return addresses;
  }

  /** What is listened on; the port of each but the first is the first's. */
  private static List<InetSocketAddress> bind(int port, String... texts) throws IOException {
    List<ServerSocketChannel> channels = Binding.all(addresses(texts), port, Binding::tcp);
    List<InetSocketAddress> bound = Binding.addresses(channels);
    for (ServerSocketChannel channel : channels) {
      channel.close();
    }
    assertThat(bound).allMatch(address -> address.getPort() == bound.getFirst().getPort());
    return bound;
  }

  @Test
  void allAreListenedOnWithOnePort() throws Exception {
    List<InetSocketAddress> bound = bind(0, "127.0.0.1", "::1", "127.0.0.2");
    assertThat(bound)
        .extracting(InetSocketAddress::getAddress)
        .containsExactly(addresses("127.0.0.1", "::1", "127.0.0.2"));
  }

  @Test
  void oneThatIsListedTwiceCountsOnce() throws Exception {
    assertThat(bind(0, "127.0.0.1", "127.0.0.1")).hasSize(1);
  }

  @Test
  void oneThatThisHostDoesNotHaveIsLeftOut() throws Exception {
    assertThat(bind(0, "203.0.113.1", "127.0.0.1")).hasSize(1);
    assertThatThrownBy(() -> bind(0, "203.0.113.1", "198.51.100.1"))
        .hasMessageContaining("not an address of this host");
  }

  /** The reason is decided by what the host has, not by words that a locale changes. */
  @Test
  void whatAnExceptionSaysInGermanDecidesTheSame() throws Exception {
    Binding.Opener<ServerSocketChannel> german =
        address -> {
          try {
            return Binding.tcp(address);
          } catch (BindException e) {
            throw new BindException("Das ging nicht");
          }
        };
    for (ServerSocketChannel bound :
        Binding.all(addresses("203.0.113.1", "127.0.0.1"), 0, german)) {
      bound.close();
    }
    assertThatThrownBy(() -> Binding.all(addresses("203.0.113.1"), 0, german))
        .hasMessage(
            "can't listen on 203.0.113.1:0: Das ging nicht; it is not an address of this host");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      assertThatThrownBy(() -> Binding.all(addresses("127.0.0.2"), taken.getLocalPort(), german))
          .hasMessageContaining("Das ging nicht; end the program that uses it");
    }
  }

  @Test
  void aNameOfWhichOneAddressIsMissingIsServedInGermany(@TempDir Path folder) throws Exception {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "203.0.113.1 both\n127.0.0.1 both\n");
    String flag = "-Djdk.net.hosts.file=" + hosts;
    try (Child server = Child.echoInGerman(flag, "echo-server", "--port", "0", "--host", "both");
        Socket socket = Child.connect(server.port())) {
      assertThat(Child.exchange(socket, "hello")).isEqualTo("hello");
    }
  }

  @Test
  void oneThatIsTakenIsAnErrorAndLeavesNothingOpen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> bind(port, "127.0.0.1", "127.0.0.2"))
          .hasMessageMatching(
              "can't listen on 127.0.0.2:%d: .+; end the program that uses it, .*".formatted(port));
      assertThat(bind(port, "127.0.0.1")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:7",
    "::1, [::1]:7",
    "::, [::]:7",
    "2001:db8::, [2001:db8::]:7",
    "fe80:0:0:0:1:2:3:4, [fe80::1:2:3:4]:7",
    "2001:db8:0:1:2:3:4:5, [2001:db8:0:1:2:3:4:5]:7",
    "::ffff:127.0.0.1, 127.0.0.1:7"
  })
  void addressesAreWrittenAsUsual(String address, String text) throws Exception {
    assertThat(Addresses.text(InetAddress.getByName(address), 7)).isEqualTo(text);
  }

  @Test
  void aServerServesAllItsAddresses(@TempDir Path folder) throws Exception {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 both\n::1 both\n");
    String flag = "-Djdk.net.hosts.file=" + hosts;
    try (Child server = Child.echoWithFlag(flag, "echo-server", "--port", "0", "--host", "both")) {
      int port = server.port();
      for (InetAddress address : addresses("127.0.0.1", "::1")) {
        try (Socket socket = new Socket(address, port)) {
          assertThat(Child.exchange(socket, "hello")).isEqualTo("hello");
        }
      }
      assertThat(server.out())
          .contains("Server started to listen on:" + port)
          .containsPattern("Connected by 127\\.0\\.0\\.1:\\d+\n")
          .containsPattern("Connected by \\[::1\\]:\\d+\n");
    }
  }
}
