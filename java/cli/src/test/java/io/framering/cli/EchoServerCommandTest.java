// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.echo.EchoServer;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("framering echo-server")
@Timeout(600)
class EchoServerCommandTest {
  private static void assertFails(Call call, String reason) {
    assertThat(call.status()).isEqualTo(1);
    assertThat(call.out()).isEmpty();
    assertThat(call.errLines())
        .singleElement()
        .asString()
        .startsWith("framering: ")
        .contains(reason);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aPortInUse(boolean udp) throws Exception {
    try (EchoServer other = EchoServer.builder().host("127.0.0.1").port(0).udp(udp).start()) {
      String port = "--port=" + other.address().getPort();
      String[] line = {"echo-server", "--host=127.0.0.1", port, udp ? "--udp" : "--quiet"};

      assertFails(Call.of(line), "choose another port (0 picks a free one)");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.1, it is not an address of this host",
    "no.such.host.invalid, no address is known for this name"
  })
  void aHostThatCannotBe(String host, String reason) {
    assertFails(Call.of("echo-server", "--port=0", "--host", host), reason);
  }

  @Test
  void aReaderThatLeftEndsIt() {
    Call.Broken gone = new Call.Broken(new StandardOutput.ReaderGone(new IOException("EPIPE")));

    assertThat(Call.to(gone, "echo-server", "--port=0").status()).isZero();
  }

  @Test
  void outputThatCannotBeWrittenEndsIt() {
    Call.Broken full = new Call.Broken(new IOException("disk full"));

    assertFails(Call.to(full, "echo-server", "--port=0"), "disk full");
  }
}
