// SPDX-License-Identifier: Apache-2.0
package io.framering.packet;

import static io.framering.packet.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolsTest {
  private static final String MACS = "020000000002 020000000001";
  private static final String TCP = "00000000 00000000 50100000 00000000";

  private static final class Mine extends Header {
    private static final Field HEADING = Field.of("Mine", "mine");

    private Mine() {
      super(HEADING, 2);
    }

    @Override
    protected void describeFields(FieldVisitor visitor) {}
  }

  private static String ip(int protocol, String payload) {
    int length = 20 + payload.replace(" ", "").length() / 2;
    return "4500%04x 00000000 40%02x0000 0a000001 0a000002".formatted(length, protocol) + payload;
  }

  private static MemorySegment packet(Numbering numbering, int number) {
    String payload = "cafe";
    String port = "%04x".formatted(number);
    return hex(
        switch (numbering) {
          case LINK_TYPE -> payload;
          case ETHER_TYPE -> MACS + port + payload;
          case IP_PROTOCOL -> MACS + "0800" + ip(number, payload);
          case UDP_PORT -> MACS + "0800" + ip(17, "9c40" + port + "000a 0000" + payload);
          case TCP_PORT -> MACS + "0800" + ip(6, port + "9c40" + TCP + payload);
          default -> throw new IllegalArgumentException(numbering.name());
        });
  }

  private static Header innermost(Protocols protocols, int linkType, MemorySegment memory) {
    Packet packet = new Packet(protocols);
    packet.wrap(linkType, memory, 0, memory.byteSize(), 0);
    return packet.size() == 0 ? null : packet.layer(packet.size() - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "LINK_TYPE, 147",
    "LINK_TYPE, 101",
    "LINK_TYPE, 65535",
    "ETHER_TYPE, 0x88b5",
    "ETHER_TYPE, 0x0800",
    "IP_PROTOCOL, 253",
    "IP_PROTOCOL, 17",
    "UDP_PORT, 4789",
    "UDP_PORT, 65535",
    "TCP_PORT, 1",
    "TCP_PORT, 65535",
  })
  void aDecoderOfOnesOwnIsFoundByItsNumber(Numbering numbering, String hex) {
    int number = Integer.decode(hex);
    int linkType = numbering == Numbering.LINK_TYPE ? number : 1;
    Protocols own = Protocols.builtIn().with(numbering, number, Mine::new);
    MemorySegment memory = packet(numbering, number);

    assertThat(innermost(own, linkType, memory)).isInstanceOf(Mine.class);
    assertThat(innermost(Protocols.builtIn(), linkType, memory) instanceof Mine).isFalse();
  }

  @Test
  void ofTwoPortsTheLowerOneDecides() {
    Protocols own = Protocols.builtIn().with(Numbering.UDP_PORT, 4788, Mine::new);
    Protocols other = Protocols.builtIn().with(Numbering.UDP_PORT, 4790, Mine::new);

    for (String ports : new String[] {"12b5 12b4", "12b4 12b5", "12b5 12b6", "12b6 12b5"}) {
      String udp = ports + "0010 0000 0800000000000700";
      MemorySegment memory = hex(MACS + "0800" + ip(17, udp));
      boolean below = ports.contains("12b4");

      assertThat(innermost(own, 1, memory)).isInstanceOf(below ? Mine.class : Vxlan.class);
      assertThat(innermost(other, 1, memory)).isInstanceOf(Vxlan.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"UDP_PORT, 65536", "UDP_PORT, -1", "IP_PROTOCOL, 256", "LENGTH_FIELD, 1", "NONE, 0"})
  void aNumberThatTheListCannotHaveIsRefused(Numbering numbering, int number) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Protocols.builtIn().with(numbering, number, Mine::new))
        .withMessage(numbering + " has no number " + number);
  }
}
