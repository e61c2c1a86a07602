package io.framering.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every header, by its place in the diagram: first bit, number of bits, unit. */
class HeaderFieldsTest {
  private static final long SEED = 20260101;
  private static final int HEADER = 20;
  private static final int BEFORE = 3;

  record Row(String name, int firstBit, int bits, int unit, Function<MemorySegment, Long> reader) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static <H extends Header> Row row(
      String name, int firstBit, int bits, int unit, H header, ToLongFunction<H> accessor) {
    return new Row(
        header.protocolField().key() + " " + name,
        firstBit,
        bits,
        unit,
        memory -> {
          assertThat(header.wrap(memory, BEFORE, BEFORE + HEADER)).isTrue();
          return accessor.applyAsLong(header);
        });
  }

  private static <H extends Header> Row row(
      String name, int firstBit, int bits, H header, ToLongFunction<H> accessor) {
    return row(name, firstBit, bits, 1, header, accessor);
  }

  static Stream<Row> fields() {
    Ethernet eth = new Ethernet();
    Vlan vlan = new Vlan();
    Ipv4 ip = new Ipv4();
    Tcp tcp = new Tcp();
    Udp udp = new Udp();
    Icmp icmp = new Icmp();
    return Stream.of(
        row("destination", 0, 48, eth, Ethernet::destination),
        row("source", 48, 48, eth, Ethernet::source),
        row("EtherType", 96, 16, eth, Ethernet::etherType),
        row("priority", 0, 3, vlan, Vlan::priority),
        row("drop eligible", 3, 1, vlan, h -> h.dropEligible() ? 1 : 0),
        row("id", 4, 12, vlan, Vlan::id),
        row("EtherType", 16, 16, vlan, Vlan::etherType),
        row("version", 0, 4, ip, Ipv4::version),
        row("header length", 4, 4, 4, ip, Ipv4::headerLength),
        row("DSCP", 8, 6, ip, Ipv4::dscp),
        row("ECN", 14, 2, ip, Ipv4::ecn),
        row("total length", 16, 16, ip, Ipv4::totalLength),
        row("identification", 32, 16, ip, Ipv4::identification),
        row("flags", 48, 3, ip, Ipv4::flags),
        row("reserved", 48, 1, ip, h -> (h.flags() & Ipv4.RESERVED) / Ipv4.RESERVED),
        row("don't fragment", 49, 1, ip, h -> (h.flags() & Ipv4.DONT_FRAGMENT) / 2),
        row("more fragments", 50, 1, ip, h -> h.flags() & Ipv4.MORE_FRAGMENTS),
        row("fragment offset", 51, 13, 8, ip, Ipv4::fragmentOffset),
        row("TTL", 64, 8, ip, Ipv4::ttl),
        row("protocol", 72, 8, ip, Ipv4::protocol),
        row("header checksum", 80, 16, ip, Ipv4::headerChecksum),
        row("source", 96, 32, ip, h -> Integer.toUnsignedLong(h.source())),
        row("destination", 128, 32, ip, h -> Integer.toUnsignedLong(h.destination())),
        row("source port", 0, 16, tcp, Tcp::sourcePort),
        row("destination port", 16, 16, tcp, Tcp::destinationPort),
        row("sequence", 32, 32, tcp, Tcp::sequence),
        row("acknowledgment", 64, 32, tcp, Tcp::acknowledgment),
        row("data offset", 96, 4, 4, tcp, Tcp::headerLength),
        row("flags", 103, 9, tcp, Tcp::flags),
        row("AE", 103, 1, tcp, h -> h.has(Tcp.AE) ? 1 : 0),
        row("CWR", 104, 1, tcp, h -> h.has(Tcp.CWR) ? 1 : 0),
        row("ECE", 105, 1, tcp, h -> h.has(Tcp.ECE) ? 1 : 0),
        row("URG", 106, 1, tcp, h -> h.has(Tcp.URG) ? 1 : 0),
        row("ACK", 107, 1, tcp, h -> h.has(Tcp.ACK) ? 1 : 0),
        row("PSH", 108, 1, tcp, h -> h.has(Tcp.PSH) ? 1 : 0),
        row("RST", 109, 1, tcp, h -> h.has(Tcp.RST) ? 1 : 0),
        row("SYN", 110, 1, tcp, h -> h.has(Tcp.SYN) ? 1 : 0),
        row("FIN", 111, 1, tcp, h -> h.has(Tcp.FIN) ? 1 : 0),
        row("window", 112, 16, tcp, Tcp::window),
        row("checksum", 128, 16, tcp, Tcp::checksum),
        row("urgent pointer", 144, 16, tcp, Tcp::urgentPointer),
        row("source port", 0, 16, udp, Udp::sourcePort),
        row("destination port", 16, 16, udp, Udp::destinationPort),
        row("length", 32, 16, udp, Udp::length),
        row("checksum", 48, 16, udp, Udp::checksum),
        row("type", 0, 8, icmp, Icmp::type),
        row("code", 8, 8, icmp, Icmp::code),
        row("checksum", 16, 16, icmp, Icmp::checksum),
        row("identifier", 32, 16, icmp, Icmp::identifier),
        row("sequence", 48, 16, icmp, Icmp::sequence),
        row("next-hop MTU", 48, 16, icmp, Icmp::nextHopMtu),
        row("gateway", 32, 32, icmp, h -> Integer.toUnsignedLong(h.gateway())));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void readsItsBitsAndNoOthers(Row row) {
    Random random = new Random(SEED);
    byte[] bytes = new byte[BEFORE + HEADER + BEFORE];
    for (int i = 0; i < 500; i++) {
      random.nextBytes(bytes);
      assertThat(row.reader.apply(MemorySegment.ofArray(bytes))).isEqualTo(expected(row, bytes));
    }
  }

  // As the diagram is read: the header is one long number, and the field a part of its digits.
  private static long expected(Row row, byte[] bytes) {
    return new BigInteger(1, bytes)
            .shiftRight((BEFORE + HEADER) * 8 - row.firstBit - row.bits)
            .and(BigInteger.ONE.shiftLeft(row.bits).subtract(BigInteger.ONE))
            .longValueExact()
        * row.unit;
  }
}
