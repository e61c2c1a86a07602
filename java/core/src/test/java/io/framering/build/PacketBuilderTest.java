// SPDX-License-Identifier: Apache-2.0
package io.framering.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.framering.frame.CapturedFrame;
import io.framering.frame.LinkType;
import io.framering.packet.Arp;
import io.framering.packet.EtherType;
import io.framering.packet.Ethernet;
import io.framering.packet.Icmp;
import io.framering.packet.Icmpv6;
import io.framering.packet.IpProtocol;
import io.framering.packet.Ipv4;
import io.framering.packet.Ipv6;
import io.framering.packet.Ipv6Fragment;
import io.framering.packet.Ipv6Options;
import io.framering.packet.Packet;
import io.framering.packet.Tcp;
import io.framering.packet.Udp;
import io.framering.packet.Vlan;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileWriter;
import io.framering.testing.Allocated;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is built, the decoders read back, and tshark finds no fault in it. */
class PacketBuilderTest {
  private static final int PACKETS = Integer.getInteger("framering.build.packets", 2_000);

  private final PacketBuilder builder = new PacketBuilder();
  private final MemorySegment memory = Arena.ofAuto().allocate(4096);
  private final Packet packet = new Packet();

  /** Builds a random packet, and checks each field after that. */
  private final class RandomPacket {
    private final Random random;
    private final long[] macs = new long[2];

    RandomPacket(long seed) {
      random = new Random(seed);
    }

    private int number(int bits) {
      return random.nextInt(1 << bits);
    }

    private long unsignedInt() {
      return random.nextInt() & 0xFFFF_FFFFL;
    }

    int build(int offset) {
      builder.begin(memory, offset);
      macs[0] = random.nextLong() & 0xFFFF_FFFF_FFFFL;
      macs[1] = random.nextLong() & 0xFEFF_FFFF_FFFFL;
      builder.ethernet().destination(macs[0]).source(macs[1]);
      vlanId = -1;
      if (random.nextInt(4) == 0) {
        vlanId = number(12);
        vlanPriority = number(3);
        builder.vlan().id(vlanId).priority(vlanPriority).dropEligible(vlanId % 2 == 0);
      }
      kind = random.nextInt(5);
      if (kind == 4) {
        operation = number(2) + 1;
        builder
            .arp()
            .operation(operation)
            .senderMac(macs[1])
            .senderIpv4(source = random.nextInt())
            .targetMac(macs[0])
            .targetIpv4(destination = random.nextInt());
        return builder.end();
      }
      isIpv6 = random.nextBoolean();
      network();
      transport();
      payload = new byte[random.nextInt(8) == 0 ? 0 : number(9)];
      random.nextBytes(payload);
      builder.payload(payload);
      return builder.end();
    }

    // What was put in.
    private int kind;
    private int operation;
    private int vlanId;
    private int vlanPriority;
    private boolean isIpv6;
    private int source;
    private int destination;
    private final long[] addresses = new long[4];
    private int ttl;
    private int dscp;
    private int identification;
    private int flowLabel;
    private int ipOptions;
    private boolean hopByHop;
    private boolean fragmentHeader;
    private int sourcePort;
    private int destinationPort;
    private long sequence;
    private long acknowledgment;
    private int flags;
    private int window;
    private int tcpOptions;
    private byte[] payload;

    private void network() {
      ttl = number(8);
      dscp = number(6);
      hopByHop = false;
      fragmentHeader = false;
      if (!isIpv6) {
        source = random.nextInt();
        destination = random.nextInt();
        identification = number(16);
        Ipv4Builder ipv4 = builder.ipv4().source(source).destination(destination).ttl(ttl);
        ipv4.dscp(dscp).identification(identification).flags(Ipv4.DONT_FRAGMENT);
        ipOptions = random.nextInt(4) == 0 ? number(3) : 0;
        for (int i = 0; i < ipOptions; i++) {
          ipv4.option(1);
        }
        return;
      }
      for (int i = 0; i < 4; i++) {
        addresses[i] = random.nextLong();
      }
      flowLabel = number(20);
      builder
          .ipv6()
          .source(addresses[0], addresses[1])
          .destination(addresses[2] & 0x00FF_FFFF_FFFF_FFFFL, addresses[3])
          .hopLimit(ttl)
          .trafficClass(dscp << 2)
          .flowLabel(flowLabel);
      hopByHop = random.nextInt(4) == 0;
      if (hopByHop) {
        byte[] alert = new byte[random.nextInt(20)];
        builder.hopByHopOptions().option(0x3E, MemorySegment.ofArray(alert));
      }
      fragmentHeader = random.nextInt(4) == 0;
      if (fragmentHeader) {
        identification = number(16);
        builder.fragment().identification(identification); // the only fragment of its packet
      }
    }

    private void transport() {
      sourcePort = 20_000 + number(10);
      destinationPort = 30_000 + number(10);
      switch (kind) {
        case 0 -> builder.udp().sourcePort(sourcePort).destinationPort(destinationPort);
        case 1, 2 -> tcp();
        default -> {
          IcmpBuilder icmp = isIpv6 ? builder.icmpv6() : builder.icmp();
          icmp.type(isIpv6 ? Icmpv6.ECHO_REQUEST : Icmp.ECHO_REQUEST);
          icmp.identifier(sourcePort).sequence(destinationPort);
        }
      }
    }

    private void tcp() {
      sequence = unsignedInt();
      acknowledgment = unsignedInt();
      flags = number(9);
      window = number(16);
      TcpBuilder tcp = builder.tcp().sourcePort(sourcePort).destinationPort(destinationPort);
      tcp.sequence(sequence).acknowledgment(acknowledgment).flags(flags).window(window);
      tcpOptions = number(5);
      if ((tcpOptions & 1) != 0) {
        tcp.maximumSegmentSize(number(16));
      }
      if ((tcpOptions & 2) != 0) {
        tcp.noOperation().windowScale(number(4));
      }
      if ((tcpOptions & 4) != 0) {
        tcp.sackPermitted();
      }
      if ((tcpOptions & 8) != 0) {
        tcp.timestamps(unsignedInt(), unsignedInt());
      }
      if ((tcpOptions & 16) != 0) {
        tcp.option(253, MemorySegment.ofArray(new byte[number(4)]));
      }
    }

    void check(int offset, int length) {
      packet.wrap(LinkType.ETHERNET.number(), memory, offset, offset + length, length);
      Ethernet ethernet = packet.find(Ethernet.class);
      assertThat(ethernet.destination()).isEqualTo(macs[0]);
      assertThat(ethernet.source()).isEqualTo(macs[1]);
      Vlan vlan = packet.find(Vlan.class);
      assertThat(vlan == null).isEqualTo(vlanId < 0);
      if (vlan != null) {
        assertThat(vlan.id()).isEqualTo(vlanId);
        assertThat(vlan.priority()).isEqualTo(vlanPriority);
        assertThat(vlan.dropEligible()).isEqualTo(vlanId % 2 == 0);
      }
      if (kind == 4) {
        checkArp();
        return;
      }
      if (isIpv6) {
        checkIpv6();
      } else {
        checkIpv4();
      }
      checkTransport();
      assertThat(packet.payloadBytes()).isEqualTo(payload);
      assertThat(packet.payloadEnd()).isEqualTo(offset + length);
    }

    private void checkArp() {
      Arp arp = packet.find(Arp.class);
      assertThat(arp.isEthernetAndIpv4()).isTrue();
      assertThat(arp.operation()).isEqualTo(operation);
      assertThat(arp.senderMac()).isEqualTo(macs[1]);
      assertThat(arp.senderIpv4()).isEqualTo(source);
      assertThat(arp.targetMac()).isEqualTo(macs[0]);
      assertThat(arp.targetIpv4()).isEqualTo(destination);
    }

    private void checkIpv4() {
      Ipv4 ipv4 = packet.find(Ipv4.class);
      assertThat(ipv4.source()).isEqualTo(source);
      assertThat(ipv4.destination()).isEqualTo(destination);
      assertThat(ipv4.ttl()).isEqualTo(ttl);
      assertThat(ipv4.dscp()).isEqualTo(dscp);
      assertThat(ipv4.identification()).isEqualTo(identification);
      assertThat(ipv4.flags()).isEqualTo(Ipv4.DONT_FRAGMENT);
      assertThat(ipv4.headerLength()).isEqualTo(20 + (ipOptions + 3) / 4 * 4);
      assertThat(ipv4.headerChecksum()).isEqualTo(ipv4.expectedHeaderChecksum());
    }

    private void checkIpv6() {
      Ipv6 ipv6 = packet.find(Ipv6.class);
      assertThat(ipv6.sourceHigh()).isEqualTo(addresses[0]);
      assertThat(ipv6.sourceLow()).isEqualTo(addresses[1]);
      assertThat(ipv6.destinationHigh()).isEqualTo(addresses[2] & 0x00FF_FFFF_FFFF_FFFFL);
      assertThat(ipv6.destinationLow()).isEqualTo(addresses[3]);
      assertThat(ipv6.hopLimit()).isEqualTo(ttl);
      assertThat(ipv6.trafficClass()).isEqualTo(dscp << 2);
      assertThat(ipv6.flowLabel()).isEqualTo(flowLabel);
      assertThat(packet.find(Ipv6Options.class) != null).isEqualTo(hopByHop);
      Ipv6Fragment fragment = packet.find(Ipv6Fragment.class);
      assertThat(fragment != null).isEqualTo(fragmentHeader);
      if (fragment != null) {
        assertThat(fragment.identification()).isEqualTo(identification);
        assertThat(fragment.fragmentOffset()).isZero();
        assertThat(fragment.moreFragments()).isFalse();
      }
    }

    private void checkTransport() {
      switch (kind) {
        case 0 -> {
          Udp udp = packet.find(Udp.class);
          assertThat(udp.sourcePort()).isEqualTo(sourcePort);
          assertThat(udp.destinationPort()).isEqualTo(destinationPort);
          assertThat(udp.length()).isEqualTo(8 + payload.length);
          assertThat(udp.checksum()).isNotZero();
        }
        case 1, 2 -> {
          Tcp tcp = packet.find(Tcp.class);
          assertThat(tcp.sourcePort()).isEqualTo(sourcePort);
          assertThat(tcp.destinationPort()).isEqualTo(destinationPort);
          assertThat(tcp.sequence()).isEqualTo(sequence);
          assertThat(tcp.acknowledgment()).isEqualTo(acknowledgment);
          assertThat(tcp.flags()).isEqualTo(flags);
          assertThat(tcp.window()).isEqualTo(window);
        }
        default -> {
          if (isIpv6) {
            Icmpv6 icmp = packet.find(Icmpv6.class);
            assertThat(icmp.identifier()).isEqualTo(sourcePort);
            assertThat(icmp.sequence()).isEqualTo(destinationPort);
          } else {
            Icmp icmp = packet.find(Icmp.class);
            assertThat(icmp.identifier()).isEqualTo(sourcePort);
            assertThat(icmp.sequence()).isEqualTo(destinationPort);
          }
        }
      }
    }
  }

  @Test
  void theDecodersReadEachFieldBack() {
    for (int seed = 0; seed < PACKETS; seed++) {
      RandomPacket random = new RandomPacket(seed);
      int offset = seed % 5;
      memory.fill((byte) 0xA5); // what was there before does not matter
      int length = random.build(offset);
      try {
        random.check(offset, length);
      } catch (AssertionError e) {
        throw new AssertionError("packet " + seed, e);
      }
    }
  }

  /** Its checks of IPv4, TCP and UDP checksums are off by default; those of ICMP are always on. */
  @Test
  void tsharkFindsNoFault(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("built.pcap");
    try (SavefileWriter writer =
        SavefileWriter.create(file, SavefileOptions.of(SavefileFormat.PCAP))) {
      for (int seed = 0; seed < PACKETS; seed++) {
        int length = new RandomPacket(seed).build(0);
        byte[] bytes = memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        writer.write(CapturedFrame.ofEthernet(bytes));
      }
    }
    Process tshark =
        new ProcessBuilder(
                "tshark",
                "-n",
                "-r",
                file.toString(),
                "-o",
                "ip.check_checksum:TRUE",
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "udp.check_checksum:TRUE",
                "-Y",
                // Above these, tshark takes some random bytes for messages.
                "(_ws.malformed and frame.protocols matches \":(ip|ipv6|hopopts|fraghdr|tcp|udp|icmp|icmpv6)$\")"
                    + " or ip.checksum.status==0 or tcp.checksum.status==0"
                    + " or udp.checksum.status==0 or icmp.checksum.status==0"
                    + " or icmpv6.checksum.status==0 or ip.bogus_ip_length or udp.length.bad")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(new String(tshark.getInputStream().readAllBytes())).isEmpty();
    assertThat(tshark.waitFor()).isZero();
  }

  @Test
  void whatIsGivenIsNotFilledIn() {
    builder.begin(memory);
    builder.ethernet().etherType(EtherType.IPV4);
    builder.ipv4().totalLength(1234).protocol(IpProtocol.TCP).headerChecksum(0x1111);
    builder.udp().length(99).checksum(0);
    packet.wrap(LinkType.ETHERNET.number(), memory, 0, builder.end(), 2000);
    Ipv4 ipv4 = packet.find(Ipv4.class);
    assertThat(ipv4.totalLength()).isEqualTo(1234);
    assertThat(ipv4.protocol()).isEqualTo(IpProtocol.TCP);
    assertThat(ipv4.headerChecksum()).isEqualTo(0x1111);
    Udp udp = new Udp();
    udp.wrap(memory, 34, 42);
    assertThat(udp.length()).isEqualTo(99);
    assertThat(udp.checksum()).isZero();
  }

  /** The inner headers are complete before the checksum of the outer UDP header is computed. */
  @Test
  void aTunnelIsTwoPacketsInOne() {
    builder.begin(memory);
    builder.ethernet();
    builder.ipv4().source(1).destination(2);
    builder.udp().sourcePort(1).destinationPort(4789);
    builder.payload(new byte[] {8, 0, 0, 0, 0, 0, 1, 0});
    assertThatIllegalStateException()
        .isThrownBy(builder::ethernet)
        .withMessage("Ethernet: no header can follow the payload");
    builder.begin(memory);
    builder.ipv4().source(1).destination(2);
    builder.ipv6().source(3, 4).destination(5, 6);
    builder.tcp().sourcePort(7);
    packet.wrap(LinkType.IPV4.number(), memory, 0, builder.end(), 80);
    assertThat(packet.size()).isEqualTo(3);
    assertThat(packet.find(Ipv6.class).destinationLow()).isEqualTo(6);
    assertThat(packet.find(Ipv4.class).totalLength()).isEqualTo(80);
  }

  @Test
  void wrongUseIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(builder::end)
        .withMessage("no packet has been begun");
    builder.begin(memory);
    builder.ethernet();
    assertThatIllegalStateException()
        .isThrownBy(builder::end)
        .withMessage("Ethernet: set its EtherType, for the next header has none");
    builder.begin(memory);
    builder.ethernet();
    builder.udp();
    assertThatIllegalStateException()
        .isThrownBy(builder::end)
        .withMessageStartingWith("UDP: its checksum needs the addresses of an IP header");
    builder.begin(memory);
    Ipv4Builder ipv4 = builder.ipv4();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ipv4.ttl(256))
        .withMessage("IPv4: TTL 256: must be 0 to 255");
    assertThatIllegalArgumentException().isThrownBy(() -> ipv4.fragmentOffset(4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ipv4.option(7, MemorySegment.ofArray(new byte[39])))
        .withMessage("IPv4: options: the header has at most 60 bytes");
    builder.udp();
    assertThatIllegalStateException()
        .isThrownBy(() -> ipv4.option(1))
        .withMessageStartingWith("IPv4: options must be added before");
    builder.begin(memory.asSlice(0, 30));
    builder.ethernet();
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(builder::ipv4);
    builder.begin(memory);
    for (int i = 0; i < PacketBuilder.MAX_HEADERS; i++) {
      builder.ipv4();
    }
    assertThatIllegalStateException()
        .isThrownBy(builder::ipv4)
        .withMessage("a packet has at most 16 headers");
  }

  @Test
  void nothingIsAllocatedForTheNextPacket() {
    byte[] payload = new byte[100];
    assertThat(Allocated.onceCompiled(20_000, () -> buildTcp(20_000, payload))).isLessThan(20_000);
  }

  private void buildTcp(int count, byte[] payload) {
    for (int i = 0; i < count; i++) {
      builder.begin(memory);
      builder.ethernet().source(1).destination(2);
      builder.ipv4().source(1).destination(2).identification(i & 0xFFFF);
      builder.tcp().sourcePort(1).destinationPort(2).sequence(i).timestamps(i, i);
      builder.payload(payload);
      builder.end();
    }
  }

  /** The checksum of the example in RFC 1071, section 3: 0xDDF2 before it is complemented. */
  @Test
  void aChecksumIsThatOfTheRfc() {
    builder.begin(memory);
    builder.icmp().type(0).code(1).rest(0xF203F4F5L);
    builder.payload(new byte[] {(byte) 0xF6, (byte) 0xF7});
    builder.end();
    assertThat(List.of(memory.get(PacketBuilder.SHORT, 2) & 0xFFFF))
        .containsExactly(0xFFFF - 0xDDF2);
  }
}
