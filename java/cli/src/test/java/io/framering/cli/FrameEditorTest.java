// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.build.PacketBuilder;
import io.framering.frame.CapturedFrame;
import io.framering.packet.Icmp;
import io.framering.packet.Icmpv6;
import io.framering.packet.IpProtocol;
import io.framering.packet.Ipv4;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import io.framering.savefile.SavefileReader;
import io.framering.savefile.SavefileWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Packets with replaced addresses are the packets that are built with those addresses. */
@DisplayName("Replacing addresses in frames")
class FrameEditorTest {
  private static final long PEER = 0x0200_0000_00FFL;
  private static final int PEER_IPV4 = 0xC0A8_0102;
  private static final long PEER_IPV6 = 0xFE80_0000_0000_0000L;
  private static final byte[] PAYLOAD = "odd payload".getBytes();

  private static final Host OLD = new Host(0x0200_0000_0001L, 0x0A00_0005, 0x2001_0DB8_0001_0000L);
  private static final Host NEW = new Host(0x06AB_CDEF_1234L, 0xAC1F_C805, 0xFD99_AAAA_7777_0000L);
  private static final List<AddressEdit> EDITS =
      List.of(
          AddressEdit.ofMacs("02:00:00:00:00:01=06:ab:CD:ef:12:34"),
          AddressEdit.ofNetworks("10.0.0.0/24=172.31.200.0/24"),
          AddressEdit.ofNetworks("2001:db8:1::/48=fd99:aaaa:7777::/48"));

  @TempDir private Path folder;

  /**
   * The host whose addresses are replaced.
   *
   * @param ipv6 the first half of its address
   */
  private record Host(long mac, int ipv4, long ipv6) {}

  /** Builds packets that have a host's addresses wherever addresses can be. */
  private static final class Packets {
    private final Map<String, byte[]> built = new LinkedHashMap<>();
    private final PacketBuilder builder = new PacketBuilder();
    private final MemorySegment memory = Arena.ofAuto().allocate(2000);
    private final Host host;

    Packets(Host host) {
      this.host = host;
      plain();
      fragments();
      quoted();
      inTunnels();
      neighbors();
    }

    private PacketBuilder ethernet() {
      builder.begin(memory);
      builder.ethernet().destination(PEER).source(host.mac());
      return builder;
    }

    private PacketBuilder ipv4() {
      ethernet().ipv4().source(host.ipv4()).destination(PEER_IPV4);
      return builder;
    }

    private PacketBuilder ipv6() {
      ethernet().ipv6().source(PEER_IPV6, 9).destination(host.ipv6(), 5);
      return builder;
    }

    private byte[] end(String name) {
      byte[] bytes = memory.asSlice(0, builder.end()).toArray(ValueLayout.JAVA_BYTE);
      built.put(name, bytes);
      return bytes;
    }

    private byte[] withPayload(String name) {
      builder.payload(PAYLOAD);
      return end(name);
    }

    private void plain() {
      for (boolean isIpv6 : List.of(false, true)) {
        (isIpv6 ? ipv6() : ipv4()).tcp().sourcePort(1000).destinationPort(2000).timestamps(1, 2);
        withPayload("TCP " + isIpv6);
        (isIpv6 ? ipv6() : ipv4()).udp().sourcePort(1000).destinationPort(2000);
        withPayload("UDP " + isIpv6);
        (isIpv6 ? ipv6() : ipv4()).udp().sourcePort(1000).destinationPort(2000).checksum(0);
        withPayload("UDP without checksum " + isIpv6);
      }
      ipv4().icmp().type(Icmp.ECHO_REQUEST).identifier(7);
      withPayload("ICMP");
      ipv6().icmpv6().type(Icmpv6.ECHO_REQUEST).identifier(7);
      withPayload("ICMPv6");
      ethernet().vlan().id(5);
      builder.ipv4().source(PEER_IPV4).destination(host.ipv4()).option(148, segment(0, 0));
      builder.tcp();
      withPayload("VLAN, IPv4 options");
      ethernet().arp().senderMac(host.mac()).senderIpv4(host.ipv4()).targetIpv4(PEER_IPV4);
      end("ARP request");
      ethernet().arp().operation(2).targetMac(host.mac()).targetIpv4(host.ipv4());
      end("ARP reply");
    }

    private static MemorySegment segment(int... bytes) {
      byte[] copy = new byte[bytes.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = (byte) bytes[i];
      }
      return MemorySegment.ofArray(copy);
    }

    private void fragments() {
      ipv4().udp().sourcePort(1000).destinationPort(2000);
      byte[] whole = withPayload("UDP to be fragmented");
      fragment(Ipv4.MORE_FRAGMENTS, 0).payload(Arrays.copyOfRange(whole, 34, 50));
      end("first fragment");
      fragment(0, 16).payload(Arrays.copyOfRange(whole, 50, whole.length));
      end("last fragment");
      ipv6().tcp();
      whole = withPayload("TCP to be fragmented");
      ipv6().fragment().moreFragments(true).nextHeader(IpProtocol.TCP);
      builder.payload(Arrays.copyOfRange(whole, 54, 78));
      end("first IPv6 fragment");
    }

    private PacketBuilder fragment(int flags, int offset) {
      ethernet()
          .ipv4()
          .source(host.ipv4())
          .destination(PEER_IPV4)
          .flags(flags)
          .fragmentOffset(offset)
          .protocol(IpProtocol.UDP);
      return builder;
    }

    private void quoted() {
      ipv4().tcp();
      byte[] cause = withPayload("TCP that fails");
      ipv4().icmp().type(Icmp.UNREACHABLE).code(3);
      builder.payload(Arrays.copyOfRange(cause, 14, 42));
      end("ICMP error with eight bytes of TCP");
      ipv6().udp();
      cause = withPayload("UDP that fails");
      ipv6().icmpv6().type(Icmpv6.UNREACHABLE).code(4);
      builder.payload(Arrays.copyOfRange(cause, 14, cause.length));
      end("ICMPv6 error");
    }

    private void inTunnels() {
      ipv4().tcp();
      byte[] inner = withPayload("TCP for a tunnel");
      ipv6().udp().destinationPort(4789);
      builder.payload(new byte[] {8, 0, 0, 0, 0, 0, 5, 0});
      builder.payload(inner);
      end("VXLAN");
      ipv4().udp().destinationPort(1701);
      builder.payload(new byte[] {2, 2, 0, 1, 0, 1, 0, 1, 0, (byte) 0xFF, 3, 0, 0x21});
      builder.payload(Arrays.copyOfRange(inner, 14, inner.length));
      end("L2TP, at an odd offset");
    }

    private void neighbors() {
      ByteBuffer solicitation =
          ByteBuffer.allocate(28).putLong(host.ipv6()).putLong(5).put((byte) 1).put((byte) 1);
      solicitation.putShort((short) (host.mac() >>> 32)).putInt((int) host.mac());
      ipv6().icmpv6().type(Icmpv6.NEIGHBOR_SOLICITATION);
      builder.payload(Arrays.copyOf(solicitation.array(), 24));
      end("neighbor solicitation");
      ByteBuffer advertisement = ByteBuffer.allocate(40).putLong(0).put((byte) 3).put((byte) 4);
      advertisement.putLong(24, host.ipv6());
      ipv6().icmpv6().type(Icmpv6.ROUTER_ADVERTISEMENT);
      builder.payload(advertisement.array());
      end("router advertisement");
    }
  }

  private static byte[] edit(List<AddressEdit> edits, byte[] bytes) {
    return edit(new FrameEditor(edits), CapturedFrame.ofEthernet(bytes));
  }

  private static byte[] edit(FrameEditor editor, CapturedFrame frame) {
    return editor.edit(frame).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void theResultIsWhatIsBuiltWithTheNewAddresses() {
    FrameEditor editor = new FrameEditor(EDITS);
    Map<String, byte[]> expected = new Packets(NEW).built;
    new Packets(OLD)
        .built.forEach((name, bytes) -> {
          byte[] edited = edit(editor, CapturedFrame.ofEthernet(bytes));
          assertThat(edited).as(name).isEqualTo(expected.get(name)).isNotEqualTo(bytes);
        });
    expected.forEach((name, bytes) ->
        assertThat(edit(EDITS, bytes)).as("another host's " + name).isEqualTo(bytes));
  }

  @Test
  void aWrongChecksumStaysWrongByAsMuch() {
    byte[] bytes = new Packets(OLD).built.get("TCP false");
    byte[] expected = new Packets(NEW).built.get("TCP false");
    bytes[14 + 20 + 16] ^= 1;
    byte[] edited = edit(EDITS, bytes);
    assertThat(edited).isNotEqualTo(expected);
    assertThat(Arrays.copyOf(edited, 50)).isEqualTo(Arrays.copyOf(expected, 50));
  }

  @Test
  void theFirstEditThatAppliesReplaces() {
    List<AddressEdit> edits =
        List.of(
            AddressEdit.ofNetworks("10.0.0.5=10.0.0.6"),
            AddressEdit.ofNetworks("10.0.0.6=10.0.0.5"),
            AddressEdit.ofNetworks("0.0.0.0/0=0.0.0.0/0"));
    byte[] bytes = new Packets(OLD).built.get("UDP false");
    byte[] swapped = new Packets(new Host(OLD.mac(), 0x0A00_0006, 0)).built.get("UDP false");
    assertThat(edit(edits, bytes)).isEqualTo(swapped);
    assertThat(edit(edits, swapped)).isEqualTo(bytes);
  }

  /** Every packet of the corpus, malformed and truncated ones, too. A checksum has two zeros. */
  @Test
  void arbitraryPacketsSurviveThereAndBack() throws Exception {
    Path corpus = Tools.corpus(folder).resolve("ethernet.pcap");
    FrameEditor there =
        new FrameEditor(
            List.of(
                AddressEdit.ofMacs("02:00:00:00:00:0a=06:00:00:00:ff:0a"),
                AddressEdit.ofNetworks("10.0.0.0/8=11.0.0.0/8"),
                AddressEdit.ofNetworks("fe80::/64=fe80:0:0:7::/64")));
    FrameEditor back =
        new FrameEditor(
            List.of(
                AddressEdit.ofMacs("06:00:00:00:ff:0a=02:00:00:00:00:0a"),
                AddressEdit.ofNetworks("11.0.0.0/8=10.0.0.0/8"),
                AddressEdit.ofNetworks("fe80:0:0:7::/64=fe80::/64")));
    AtomicInteger count = new AtomicInteger();
    AtomicInteger unchanged = new AtomicInteger();
    try (SavefileReader reader = SavefileReader.open(corpus)) {
      reader.run(frame -> {
        CapturedFrame original = frame.copy();
        byte[] edited = edit(there, original);
        unchanged.addAndGet(Arrays.equals(edited, original.toByteArray()) ? 1 : 0);
        byte[] again = edit(back, CapturedFrame.ofEthernet(edited));
        assertThat(again).as("packet %d", count.incrementAndGet()).hasSize(edited.length);
        assertThat(withOneZero(again)).isEqualTo(withOneZero(original.toByteArray()));
      });
    }
    assertThat(unchanged.get()).isLessThan(count.get() / 10);
  }

  private static byte[] withOneZero(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == (byte) 0xFF ? 0 : bytes[i];
    }
    return bytes;
  }

  /** Of what tcprewrite 4.4.3 leaves whole: not ARP, IPv6 MAC addresses, padding. */
  @Test
  void tcprewriteDoesTheSame() throws Exception {
    Tools.require("tcprewrite");
    List<String> names = List.of("TCP false", "UDP false", "ICMP", "TCP that fails");
    Map<String, byte[]> built = new Packets(OLD).built;
    Path original = write("original.pcap", names.stream().map(built::get).toList());
    Path rewritten = folder.resolve("rewritten.pcap");
    Tools.succeed(
        "tcprewrite",
        "--infile=" + original,
        "--outfile=" + rewritten,
        "--pnat=10.0.0.0/24:172.31.200.0/24",
        "--enet-subsmac=02:00:00:00:00:01,06:ab:cd:ef:12:34");
    List<byte[]> theirs = new ArrayList<>();
    try (SavefileReader reader = SavefileReader.open(rewritten)) {
      reader.run(frame -> theirs.add(frame.copy().toByteArray()));
    }
    for (int i = 0; i < names.size(); i++) {
      byte[] ours = edit(EDITS, built.get(names.get(i)));
      assertThat(ours).as(names.get(i)).isEqualTo(theirs.get(i));
    }
  }

  @Test
  void tsharkFindsNoWrongChecksum() throws Exception {
    Tools.require("tshark");
    List<byte[]> edited =
        new Packets(OLD).built.values().stream().map(each -> edit(EDITS, each)).toList();
    Path file = write("edited.pcap", edited);
    String wrong =
        "ip.checksum.status==0 or tcp.checksum.status==0 or udp.checksum.status==0"
            + " or icmp.checksum.status==0 or icmpv6.checksum.status==0 or ip.addr==10.0.0.5"
            + " or ipv6.addr==2001:db8:1::/48 or eth.addr==02:00:00:00:00:01";
    String on = ".check_checksum:TRUE";
    assertThat(
            Tools.succeed(
                    "tshark",
                    "-nr" + file,
                    "-oip" + on,
                    "-otcp" + on,
                    "-oudp" + on,
                    "-oudp.ignore_ipv6_zero_checksum:TRUE",
                    "-Y" + wrong)
                .out())
        .isEmpty();
  }

  private Path write(String name, List<byte[]> frames) {
    Path file = folder.resolve(name);
    try (SavefileWriter writer =
        SavefileWriter.create(file, SavefileOptions.of(SavefileFormat.PCAP))) {
      frames.forEach(each -> writer.write(CapturedFrame.ofEthernet(each)));
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/8",
        "10.0.0.0/8=11.0.0.0/9",
        "10.0.0.1/8=11.0.0.0/8",
        "10.0.0.0/8=11.0.0.1/8",
        "10.0.0.0/33=11.0.0.0/33",
        "10.0=11.0",
        "10.0.0.256=10.0.0.1",
        "10.0.0.1=fe80::1",
        "fe80::1%lo=fe80::2",
        "example.com=10.0.0.1",
        "=",
      })
  void otherNetworksAreRefused(String text) {
    assertThatThrownBy(() -> AddressEdit.ofNetworks(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' is not OLD=NEW");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02:00:00:00:00:01",
        "02:00:00:00:00:01=02:00:00:00:00",
        "2:0:0:0:0:1=2:0:0:0:0:2",
        "02-00-00-00-00-01=02-00-00-00-00-02",
        "",
      })
  void otherMacAddressesAreRefused(String text) {
    assertThatThrownBy(() -> AddressEdit.ofMacs(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' is not OLD=NEW");
  }
}
