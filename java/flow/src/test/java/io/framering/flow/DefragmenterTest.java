// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.CapturedFrame;
import io.framering.frame.Frame;
import io.framering.packet.Ipv4;
import io.framering.packet.Packet;
import io.framering.testing.Allocated;
import io.framering.testing.Sweeps;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a {@link Defragmenter} makes of fragments in any order. */
class DefragmenterTest {
  private static final int HEADERS = 14 + 4;

  private static byte[] payload(int length) {
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    return Fragments.udp(payload);
  }

  private static void assertWhole(Frame whole, Frame expected) {
    assertThat(whole).isNotNull();
    assertThat(whole.copy().toByteArray()).isEqualTo(expected.copy().toByteArray());
    assertThat(whole.originalLength()).isEqualTo(whole.capturedLength());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void fragmentsBecomeThePacketThatTheyWere(boolean ipv6) {
    Fragments fragments = new Fragments(ipv6);
    byte[] payload = payload(4_000);
    Frame last = fragments.of(payload, 2_960, payload.length);
    Frame first = fragments.of(payload, 0, 1_480);
    Frame middle = fragments.of(payload, 1_480, 2_960);
    try (Defragmenter defragmenter = new Defragmenter()) {
      assertThat(defragmenter.add(last)).isNull();
      assertThat(defragmenter.add(first)).isNull();
      assertThat(defragmenter.statistics().waiting()).isOne();
      Frame whole = defragmenter.add(middle);
      assertWhole(whole, fragments.whole(payload));
      assertThat(whole.timestampNanos()).isEqualTo(middle.timestampNanos());
      Packet packet = new Packet();
      packet.wrap(whole);
      if (packet.find(Ipv4.class) instanceof Ipv4 ip) {
        assertThat(ip.expectedHeaderChecksum()).isEqualTo(ip.headerChecksum());
      }
      assertThat(defragmenter.statistics().packets()).isOne();
      assertThat(defragmenter.statistics().waiting()).isZero();
    }
  }

  @Test
  void otherFramesAreHandedOnWithoutAnAllocation() {
    Frame udp = new Fragments(false).whole(payload(100));
    Frame atomic = new Fragments(true).of(0, false, payload(100));
    Frame tcp = new Segments().data(1, "x");
    try (Defragmenter defragmenter = new Defragmenter()) {
      for (Frame frame : List.of(udp, atomic, tcp)) {
        assertThat(defragmenter.add(frame)).isSameAs(frame);
      }
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 5; round++) {
        long before = Allocated.bytes();
        for (int i = 0; i < 10_000; i++) {
          defragmenter.add(udp);
          defragmenter.add(atomic);
          defragmenter.add(tcp);
        }
        least = Math.min(least, Allocated.bytes() - before);
      }
      assertThat(least).isLessThan(1_000);
      assertThat(defragmenter.statistics().fragments()).isZero();
      assertThat(defragmenter.statistics().memory()).isZero();
    }
  }

  /** Random fragments, in random order, some twice: the packet is the same. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anyFragmentsInAnyOrder(boolean ipv6) {
    long seed = Long.getLong("framering.seed", 1);
    Random random = new Random(seed);
    Fragments fragments = new Fragments(ipv6);
    try (Defragmenter defragmenter = new Defragmenter()) {
      for (int i = 0; i < Sweeps.cases(200, 5_000); i++) {
        byte[] payload = payload(100 + random.nextInt(random.nextInt(10) == 0 ? 60_000 : 3_000));
        fragments.identification = i;
        List<Frame> parts = new ArrayList<>();
        for (int from = 0; from < payload.length; ) {
          int most = from == 0 ? 12 : 190; // there are two or more
          int to = Math.min(payload.length, from + 8 * (1 + random.nextInt(most)));
          parts.add(fragments.of(payload, from, to));
          from = to;
        }
        parts.addAll(parts.subList(0, random.nextInt(parts.size())));
        Collections.shuffle(parts, random);
        Frame whole = null;
        for (int next = 0; whole == null; next++) {
          assertThat(next).as("seed %d, packet %d", seed, i).isLessThan(parts.size());
          whole = defragmenter.add(parts.get(next));
        }
        assertWhole(whole, fragments.whole(payload));
      }
      assertThat(defragmenter.statistics().packets()).isEqualTo(Sweeps.cases(200, 5_000));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LOWEST, aaaaaaaaaaaaaaaabbbbbbbbdddddddd",
    "FIRST,  aaaaaaaaaaaaaaaabbbbbbbbdddddddd",
    "LAST,   aaaaaaaaccccccccccccccccdddddddd",
    "DROP,"
  })
  void overlapsOfIpv4AreThePolicys(FragmentPolicy policy, String expected) {
    try (Defragmenter defragmenter =
        new Defragmenter(DefragmenterOptions.defaults().overlaps(policy))) {
      Fragments fragments = new Fragments(false);
      defragmenter.add(fragments.of(0, true, Segments.bytes("a".repeat(16))));
      defragmenter.add(fragments.of(8, true, Segments.bytes("b".repeat(16))));
      defragmenter.add(fragments.of(8, true, Segments.bytes("c".repeat(16))));
      check(expected, defragmenter.add(fragments.of(24, false, Segments.bytes("d".repeat(8)))));
      assertThat(defragmenter.statistics().overlapping()).isOne();
    }
  }

  @ParameterizedTest
  @CsvSource({"LOWEST, bbbbbbbbbbbbbbbbaaaaaaaa", "FIRST, bbbbbbbbaaaaaaaaaaaaaaaa"})
  void theLowerOffsetIsNotTheFirst(FragmentPolicy policy, String expected) {
    try (Defragmenter defragmenter =
        new Defragmenter(DefragmenterOptions.defaults().overlaps(policy))) {
      Fragments fragments = new Fragments(false);
      defragmenter.add(fragments.of(8, false, Segments.bytes("a".repeat(16))));
      check(expected, defragmenter.add(fragments.of(0, true, Segments.bytes("b".repeat(16)))));
    }
  }

  private static void check(String expected, Frame whole) {
    if (expected == null) {
      assertThat(whole).isNull();
    } else {
      byte[] bytes = whole.copy().toByteArray();
      byte[] payload = Arrays.copyOfRange(bytes, HEADERS + 20, bytes.length);
      assertThat(new String(payload, StandardCharsets.ISO_8859_1)).isEqualTo(expected);
    }
  }

  @Test
  void overlapsOfIpv6DropThePacketAndWhatComesLater() {
    try (Defragmenter defragmenter = new Defragmenter()) {
      Fragments fragments = new Fragments(true);
      byte[] payload = payload(100);
      defragmenter.add(fragments.of(payload, 0, 48));
      defragmenter.add(fragments.of(payload, 40, 80));
      assertThat(defragmenter.add(fragments.of(payload, 0, 48))).isNull();
      assertThat(defragmenter.add(fragments.of(payload, 48, payload.length))).isNull();
      assertThat(defragmenter.statistics().overlapping()).isOne();
      assertThat(defragmenter.statistics().lateFragments()).isEqualTo(2);
    }
  }

  @Test
  void incompletePacketsAreForgotten() {
    try (Defragmenter defragmenter = new Defragmenter()) {
      Fragments fragments = new Fragments(false);
      byte[] payload = payload(100);
      defragmenter.add(fragments.of(payload, 0, 48));
      fragments.time += Duration.ofSeconds(31).toNanos();
      assertThat(defragmenter.add(fragments.of(payload, 48, payload.length))).isNull();
      assertThat(defragmenter.statistics().timedOut()).isOne();
      assertThat(defragmenter.statistics().waiting()).isOne();
    }
  }

  @Test
  void impossibleFragments() {
    try (Defragmenter defragmenter =
        new Defragmenter(DefragmenterOptions.defaults().maxFragments(3))) {
      Fragments fragments = new Fragments(false);
      defragmenter.add(fragments.of(0, true, new byte[7]));
      defragmenter.add(fragments.of(0, true, new byte[0]));
      defragmenter.add(fragments.of(65_528, false, new byte[100]));
      assertThat(defragmenter.statistics().malformedFragments()).isEqualTo(3);
      defragmenter.add(fragments.of(65_520, false, new byte[15]));
      defragmenter.add(fragments.of(0, true, new byte[16]));
      assertThat(defragmenter.statistics().tooLong()).as("with its header").isOne();
      fragments.identification++;
      defragmenter.add(fragments.of(16, false, new byte[16]));
      defragmenter.add(fragments.of(40, true, new byte[16]));
      assertThat(defragmenter.statistics().contradictory()).isOne();
      fragments.identification++;
      for (int i = 0; i < 4; i++) {
        defragmenter.add(fragments.of(16 * i, true, new byte[8]));
      }
      assertThat(defragmenter.statistics().tooManyFragments()).isOne();
      CapturedFrame whole = fragments.of(8, true, new byte[80]).copy();
      defragmenter.add(FrameCopies.truncated(whole, 1));
      assertThat(defragmenter.statistics().truncatedFragments()).isOne();
      assertThat(defragmenter.statistics().packets()).isZero();
    }
  }

  /** Tiny fragments far apart, and fragments without end: memory stays what the options say. */
  @Test
  void memoryIsBounded() {
    long memory = 1 << 20;
    try (Defragmenter defragmenter =
        new Defragmenter(DefragmenterOptions.defaults().memory(memory).maxPackets(1_000))) {
      Fragments fragments = new Fragments(false);
      for (int i = 0; i < 3_000; i++) {
        fragments.identification = i;
        defragmenter.add(fragments.of(0, true, new byte[8]));
        defragmenter.add(fragments.of(65_000, false, new byte[8]));
        assertThat(defragmenter.statistics().memory()).isLessThanOrEqualTo(memory);
        assertThat(defragmenter.statistics().waiting()).isLessThanOrEqualTo(1_000);
      }
      assertThat(defragmenter.statistics().evicted()).isGreaterThan(2_000);
      fragments.identification = 3_001;
      byte[] payload = payload(50_000);
      for (int from = 0; from < payload.length; from += 1_480) {
        int to = Math.min(payload.length, from + 1_480);
        defragmenter.add(fragments.of(payload, from, to));
      }
      assertThat(defragmenter.statistics().packets()).as("others are still served").isOne();
    }
  }

  @Test
  void afterClose() {
    Defragmenter defragmenter = new Defragmenter();
    Fragments fragments = new Fragments(false);
    byte[] payload = payload(100);
    defragmenter.add(fragments.of(payload, 0, 48));
    Frame last = fragments.of(payload, 48, payload.length);
    Frame whole = defragmenter.add(last);
    defragmenter.close();
    defragmenter.close();
    assertThatThrownBy(whole::copy).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> defragmenter.add(last)).isInstanceOf(IllegalStateException.class);
    assertThat(defragmenter.statistics().memory()).isZero();
  }
}
