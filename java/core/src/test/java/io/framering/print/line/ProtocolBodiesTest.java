// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.print.line.Comparison.Difference;
import io.framering.testing.Sweeps;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Protocols beside tcpdump: as they were built, cut at every length, and with bytes changed after
 * the headers that lead to them, so that nothing else is meant.
 */
class ProtocolBodiesTest {
  private static final int CUT = Sweeps.cases(40, 200);
  private static final int MUTATED = Sweeps.cases(600, 30_000);

  @TempDir static Path folder;

  /** Files of frames, one for each kind. */
  private static final List<Path> BUILT = new ArrayList<>();

  private static final List<Path> CUT_OFF = new ArrayList<>();
  private static final List<Path> CHANGED = new ArrayList<>();

  private enum Kind {
    ARP(14, "^ARP, "),
    ICMPV6(54, "^IP6 [^ ]+ > [^ ]+: ICMP6, "),
    IGMP(34, "^IP [^ ]+ > [^ ]+: igmp"),
    SCTP(46, ": sctp"),
    DNS(42, "^IP 10.0.0.1\\.(53 > [^ ]+\\.7777|40000 > [^ ]+\\.53|5353 > [^ ]+\\.5353): [^F]"),
    DNS_OVER_TCP(66, "^IP 10.0.0.1\\.40000 > [^ ]+\\.53: Flags"),
    NTP(42, "^IP 10.0.0.1\\.40000 > [^ ]+\\.123: NTP"),
    TEXT(54, ": Flags .*: (HTTP|RTSP|FTP|SMTP|WHOIS|SSH)"),
    BGP(54, "^IP 10.0.0.1\\.(40000 > [^ ]+\\.179|179 > [^ ]+): Flags .*: BGP"),
    SYSLOG(42, "^IP 10.0.0.1\\.40000 > [^ ]+\\.514: [SY (\\[]"),
    TFTP(42, "^IP 10.0.0.1\\.40069 > [^ ]+\\.69: TFTP"),
    VXLAN(42, "^IP 10.0.0.1\\.40000 > [^ ]+\\.4789: VXLAN"),
    HOSTS(42, "^IP 10.0.0.1\\.[^ ]+ > [^ ]+: (BOOTP/DHCP|RADIUS|RIPv)"),
    SNMP(42, "^IP 10.0.0.1\\.[^ ]+ > [^ ]+:  (C=|F=|S|\\[|Get)"),
    LLDP(14, "^LLDP, "),
    CDP(22, "^CDPv"),
    PPPOE(14, "^PPPoE "),
    ROUTING(34, "^IP [^ ]+ > [^ ]+: (OSPFv|PIMv)"),
    ROUTING_6(54, "^IP6 [^ ]+ > [^ ]+: (OSPFv|PIMv)"),
    HOSTS_6(62, "^IP6 [^ ]+ > [^ ]+: (dhcp6| ripng)"),
    EXTENSION_HEADERS(54, "^IP6 [^ ]+ > [^ ]+: .*(HBH|DSTOPT|RT6|frag|mobility|AH)");

    final int bodyAt;
    private final Pattern line;

    Kind(int bodyAt, String line) {
      this.bodyAt = bodyAt;
      this.line = Pattern.compile(line);
    }

    boolean isOne(String text) {
      return line.matcher(text).find();
    }
  }

  @BeforeAll
  static void writeFiles() throws IOException, InterruptedException {
    Tcpdump.require();
    Map<Kind, List<Frame>> frames = new EnumMap<>(Kind.class);
    Path ethernet =
        Corpus.write(folder).stream().filter(f -> f.endsWith("ethernet.pcap")).findAny().get();
    List<Frame> all = PcapFrames.read(ethernet);
    List<String> texts = Comparison.ourTexts(all, Tcpdump.options("-t"));
    for (int i = 0; i < all.size(); i++) {
      for (Kind kind : Kind.values()) {
        if (kind.isOne(texts.get(i))) {
          frames.computeIfAbsent(kind, k -> new ArrayList<>()).add(all.get(i));
        }
      }
    }
    for (Kind kind : Kind.values()) {
      List<Frame> built = frames.get(kind);
      assertThat(built).as("%s", kind).hasSizeGreaterThan(50);
      BUILT.add(written("built", kind, built));
      CUT_OFF.add(written("cut", kind, Corpus.cutEverywhere(built, CUT)));
      CHANGED.add(written("changed", kind, changed(kind, built)));
    }
  }

  private static Stream<String> someOptions() {
    return Stream.of("", "-v", "-vv -e", "-vvv", "-vvv -X", "-q");
  }

  /** Under those that {@link LineOracleTest} does not have. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-qq",
        "-e -vv -t",
        "-q -v",
        "-xx -v",
        "-XX -vvv",
        "-A -v",
        "-AA",
        "-S -v",
        "-# -tt",
        "-ttt -vv",
        "-tttt -e",
        "-ttttt --nano -vvv",
        "-e -q -vv -X",
        "-T snmp -v",
        "-T domain -q",
        "-T radius -vv -e",
        "-T vxlan",
        "-T tftp -vvv -K",
      })
  void asTheyWereBuilt(String options) throws IOException {
    assertSame(BUILT, options);
  }

  @ParameterizedTest
  @MethodSource("someOptions")
  void cutAtEveryLength(String options) throws IOException {
    assertSame(CUT_OFF, options);
  }

  @ParameterizedTest
  @MethodSource("someOptions")
  void withBytesChanged(String options) throws IOException {
    assertSame(CHANGED, options);
  }

  private static List<Frame> changed(Kind kind, List<Frame> frames) {
    // The same ones each time: whether an unknown one is in scope can't always be told from its
    // text.
    long seed = Long.getLong("framering.seed", 1);
    Random random = new Random(seed);
    List<Frame> changed = new ArrayList<>();
    for (int i = 0; i < MUTATED; i++) {
      Frame frame = frames.get(random.nextInt(frames.size()));
      byte[] bytes = frame.bytes().toArray(ValueLayout.JAVA_BYTE);
      byte[] body = Arrays.copyOfRange(bytes, Math.min(kind.bodyAt, bytes.length), bytes.length);
      Corpus.mutate(body, random);
      System.arraycopy(body, 0, bytes, bytes.length - body.length, body.length);
      int captured = i % 4 == 0 ? 1 + random.nextInt(bytes.length) : bytes.length;
      byte[] cut = Arrays.copyOf(bytes, captured);
      changed.add(
          PcapFrames.frame(frame.linkType(), frame.timestampNanos() + i, cut, bytes.length));
    }
    return changed;
  }

  private static Path written(String what, Kind kind, List<Frame> frames) throws IOException {
    Path file = folder.resolve(what + "-" + kind);
    PcapFrames.write(file, frames);
    return file;
  }

  private static void assertSame(List<Path> files, String options) throws IOException {
    assertThat(files).hasSameSizeAs(Kind.values());
    List<Difference> differences =
        Comparison.of(files, options).stream()
            .filter(difference -> !Comparison.isOutOfScope(difference))
            .toList();
    assertThat(differences).isEmpty();
  }
}
