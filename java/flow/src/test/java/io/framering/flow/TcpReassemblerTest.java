// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framering.frame.Frame;
import io.framering.packet.Tcp;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a {@link TcpReassembler} hands on for segments in any order. */
class TcpReassemblerTest {
  private static final int FIN = Tcp.FIN | Tcp.ACK;

  private final Recorded recorded = new Recorded();
  private final Segments segments = new Segments();
  private TcpReassembler reassembler = new TcpReassembler(recorded);

  private TcpReassembler with(TcpReassemblerOptions options) {
    reassembler.close();
    reassembler = new TcpReassembler(options, recorded);
    return reassembler;
  }

  private void add(Frame... frames) {
    for (Frame frame : frames) {
      reassembler.add(frame);
    }
  }

  private void calls(String... expected) {
    assertThat(recorded.calls).containsExactly(expected);
  }

  @Test
  void bytesInOrderAreThoseOfTheFrame() {
    List<MemorySegment> parts = new ArrayList<>();
    try (TcpReassembler direct =
        new TcpReassembler((stream, direction, bytes, time) -> parts.add(bytes))) {
      Frame frame = segments.data(101, "hello");
      direct.add(frame);
      assertThat(parts).hasSize(1);
      assertThat(parts.getFirst().isReadOnly()).isTrue();
      assertThat(parts.getFirst().heapBase()).isEqualTo(frame.memory().heapBase());
      assertThat(direct.statistics().earlyBytes()).isZero();
    }
  }

  @Test
  void aWholeConnection() {
    segments.open(reassembler);
    add(
        segments.client(101, 501, Tcp.ACK, "ask"),
        segments.server(501, 104, Tcp.ACK, "tell"),
        segments.client(104, 505, FIN, ""),
        segments.server(505, 105, FIN, "more"),
        segments.client(105, 510, Tcp.ACK, ""));
    calls("start 0", "TX ask", "RX tell", "RX more", "end 0 CLOSED");
    TcpStream stream = recorded.streams().getFirst();
    assertThat(stream.source().getHostAddress()).isEqualTo("10.0.0.1");
    assertThat(stream.sourcePort()).isEqualTo(1000);
    assertThat(stream.destination().getHostAddress()).isEqualTo("10.0.0.2");
    assertThat(stream.destinationPort()).isEqualTo(80);
    assertThat(stream.bytes(StreamDirection.TX)).isEqualTo(3);
    assertThat(stream.bytes(StreamDirection.RX)).isEqualTo(8);
    assertThat(stream.missingBytes(StreamDirection.RX)).isZero();
    assertThat(reassembler.statistics().ignored()).as("the last acknowledgment").isOne();
  }

  @Test
  void theServerIsKnownByItsSynWithAck() {
    add(segments.server(500, 101, Tcp.SYN | Tcp.ACK, ""));
    add(segments.data(104, "def"), segments.data(101, "abc"));
    calls("start 0", "TX abc", "TX def");
    assertThat(recorded.streams().getFirst().sourcePort()).isEqualTo(1000);
  }

  @Test
  void earlyBytesWait() {
    segments.open(reassembler);
    add(segments.data(107, "ghi"), segments.data(104, "def"));
    assertThat(reassembler.statistics().heldBytes()).isEqualTo(6);
    add(segments.data(101, "abc"));
    calls("start 0", "TX abc", "TX defghi");
    assertThat(reassembler.statistics().earlyBytes()).isEqualTo(6);
    assertThat(reassembler.statistics().heldBytes()).isZero();
  }

  @Test
  void repeatedBytesAndKeepAlivesHandOnNothing() {
    segments.open(reassembler);
    add(segments.data(101, "abc"), segments.data(101, "abc"), segments.data(100, "?"));
    add(segments.data(103, ""), segments.data(102, "bcde"));
    calls("start 0", "TX abc", "TX de");
    assertThat(reassembler.statistics().repeatedBytes()).isEqualTo(3 + 1 + 2);
  }

  @Test
  void whatTheReceiverHasIsAGapOfTheCapture() {
    segments.open(reassembler);
    add(segments.data(111, "late"), segments.ack(101), segments.ack(111));
    calls("start 0");
    add(segments.ack(115));
    calls("start 0", "TX gap 10", "TX late");
    add(segments.data(101, "too late.."));
    assertThat(recorded.calls).hasSize(3);
  }

  @Test
  void firstBytesStay() {
    segments.open(reassembler);
    add(segments.data(103, "CD"), segments.data(104, "xef"), segments.data(101, "abyyyyg"));
    calls("start 0", "TX ab", "TX CDef", "TX g");
  }

  @Test
  void lastBytesReplaceThoseThatWait() {
    with(TcpReassemblerOptions.defaults().overlaps(OverlapPolicy.LAST));
    segments.open(reassembler);
    add(segments.data(103, "CD"), segments.data(104, "xef"), segments.data(101, "ab"));
    calls("start 0", "TX ab", "TX Cxef");
    add(segments.data(109, "IJK"), segments.data(107, "ghijkl"));
    assertThat(recorded.calls).endsWith("TX ghijkl").hasSize(4);
    assertThat(reassembler.statistics().heldBytes()).isZero();
  }

  @Test
  void sequenceNumbersWrapAround() {
    segments.open(reassembler, 0xFFFF_FFFCL, 0xFFFF_FFFFL);
    add(segments.client(2, 0, Tcp.ACK, "fgh"), segments.client(-3, 0, Tcp.ACK, "abcde"));
    add(segments.server(0, 5, Tcp.ACK, "zero"));
    calls("start 0", "TX abcde", "TX fgh", "RX zero");
  }

  @Test
  void halfCloseLetsTheOtherSideGoOn() {
    segments.open(reassembler);
    add(segments.client(101, 501, FIN, "bye"), segments.server(501, 105, Tcp.ACK, "wait"));
    add(segments.server(509, 105, FIN, ""), segments.server(505, 105, Tcp.ACK, "done"));
    calls("start 0", "TX bye", "RX wait", "RX done", "end 0 CLOSED");
  }

  @Test
  void aResetTakesEffectAtItsPlace() {
    segments.open(reassembler);
    add(segments.client(104, 501, Tcp.RST, ""));
    calls("start 0");
    add(segments.data(101, "abc"));
    calls("start 0", "TX abc", "end 0 RESET");
  }

  @Test
  void aResetOutsideTheWindowIsIgnored() {
    segments.open(reassembler);
    add(segments.client(100, 0, Tcp.RST, ""), segments.client(100_000_000, 0, Tcp.RST, ""));
    add(segments.data(101, "abc"));
    calls("start 0", "TX abc");
    assertThat(reassembler.statistics().ignored()).isEqualTo(2);
  }

  @Test
  void aRefusedConnectionIsReset() {
    add(segments.client(100, 0, Tcp.SYN, ""), segments.server(0, 101, Tcp.RST | Tcp.ACK, ""));
    calls("start 0", "end 0 RESET");
  }

  @Test
  void aResetOfNothingBeginsNoStream() {
    add(segments.client(100, 0, Tcp.RST, ""));
    assertThat(recorded.calls).isEmpty();
  }

  @Test
  void dataWithSyn() {
    add(segments.client(100, 0, Tcp.SYN, "fast"), segments.data(105, "er"));
    calls("start 0", "TX fast", "TX er");
  }

  @Test
  void aStreamThatBeganBefore() {
    add(segments.server(499, 110, Tcp.ACK, ""), segments.data(110, "mid"));
    add(segments.data(105, "early"), segments.data(113, "dle"));
    calls("start 0", "RX mid", "RX dle");
    assertThat(recorded.streams().getFirst().sourcePort()).as("sent first").isEqualTo(80);
  }

  @Test
  void portsUsedAgain() {
    segments.open(reassembler);
    add(segments.data(104, "lost"), segments.client(100, 0, Tcp.SYN, ""));
    calls("start 0");
    add(segments.client(9000, 0, Tcp.SYN, ""), segments.data(9001, "new"));
    calls("start 0", "TX gap 3", "TX lost", "end 0 REPLACED", "start 1", "TX new");
  }

  @Test
  void aNewConnectionWhoseSynIsMissing() {
    segments.open(reassembler);
    add(segments.client(101, 501, FIN, ""), segments.server(501, 102, FIN, ""));
    add(segments.server(7000, 3001, Tcp.SYN | Tcp.ACK, ""), segments.data(3004, "def"));
    add(segments.data(3001, "abc"));
    calls("start 0", "end 0 CLOSED", "start 1", "TX abc", "TX def");
  }

  @Test
  void latePacketsOfAClosedStreamAreNoStream() {
    segments.open(reassembler);
    add(segments.client(101, 501, FIN, ""), segments.server(501, 102, FIN, ""));
    add(segments.data(101, "late"));
    calls("start 0", "end 0 CLOSED");
    segments.time += Duration.ofSeconds(6).toNanos();
    add(segments.data(101, "new"));
    calls("start 0", "end 0 CLOSED", "start 1", "TX new");
    assertThat(reassembler.size()).isOne();
  }

  @Test
  void silentStreamsEnd() {
    segments.open(reassembler);
    add(segments.data(104, "lost"));
    reassembler.expire(segments.time + Duration.ofMinutes(9).toNanos());
    calls("start 0");
    reassembler.expire(segments.time + Duration.ofMinutes(11).toNanos());
    calls("start 0", "TX gap 3", "TX lost", "end 0 IDLE");
    assertThat(reassembler.size()).isZero();
    assertThat(reassembler.statistics().heldBytes()).isZero();
  }

  @Test
  void aClosedStreamDoesNotWaitLongForMissingBytes() {
    segments.open(reassembler);
    add(segments.client(104, 501, FIN, ""), segments.server(501, 105, FIN, ""));
    calls("start 0");
    reassembler.expire(segments.time + Duration.ofSeconds(6).toNanos());
    calls("start 0", "TX gap 3", "end 0 CLOSED");
  }

  @Test
  void theOldestStreamOfTooManyIsEvicted() {
    with(TcpReassemblerOptions.defaults().maxStreams(2));
    Segments second = new Segments(2000);
    add(segments.data(101, "a"), second.data(101, "b"), segments.data(102, "a"));
    add(new Segments(3000).data(101, "c"));
    calls("start 0", "TX a", "start 1", "TX b", "TX a", "end 1 EVICTED", "start 2", "TX c");
    assertThat(reassembler.statistics().evicted()).isOne();
  }

  @Test
  void aDirectionThatIsTooFarAheadGoesOn() {
    with(TcpReassemblerOptions.defaults().streamMemory(1 << 16));
    segments.open(reassembler);
    String part = "x".repeat(1 << 14);
    for (int i = 0; i < 4; i++) {
      add(segments.data(102 + i * part.length(), part));
    }
    TcpStream stream = recorded.streams().getFirst();
    assertThat(stream.missingBytes(StreamDirection.TX)).isOne();
    assertThat(stream.bytes(StreamDirection.TX)).isEqualTo(1 << 16);
    assertThat(reassembler.statistics().heldBytes()).isZero();
  }

  @Test
  void aJumpIsIgnoredUntilItIsAcknowledged() {
    segments.open(reassembler);
    add(segments.data(50_000_101, "forged"), segments.data(101, "abc"));
    calls("start 0", "TX abc");
    assertThat(reassembler.statistics().ignored()).isOne();
    add(segments.ack(50_000_101), segments.data(50_000_101, "real"));
    calls("start 0", "TX abc", "TX gap 49999997", "TX real");
  }

  @Test
  void aJumpOfTheOnlySideIsBelieved() {
    add(segments.data(101, "abc"), segments.data(50_000_101, "real"));
    calls("start 0", "TX abc", "TX gap 49999997", "TX real");
  }

  @Test
  void truncatedFramesAreGaps() {
    segments.open(reassembler);
    add(FrameCopies.truncated(segments.data(101, "abcdefgh"), 5), segments.data(109, "next"));
    calls("start 0", "TX abc", "TX gap 5", "TX next");
    add(FrameCopies.truncated(segments.data(123, "vwxyz"), 5), segments.ack(123));
    add(FrameCopies.truncated(segments.data(123, "vwxyz"), 5));
    assertThat(recorded.calls).endsWith("TX next", "TX gap 10", "TX gap 5").hasSize(6);
  }

  @Test
  void closeHandsOnTheRest() {
    segments.open(reassembler);
    add(segments.data(104, "def"));
    reassembler.close();
    reassembler.close();
    calls("start 0", "TX gap 3", "TX def", "end 0 REASSEMBLER_CLOSED");
    assertThat(reassembler.statistics().memory()).isZero();
    Frame frame = segments.data(101, "abc");
    assertThatThrownBy(() -> reassembler.add(frame)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aListenerThatThrowsLosesItsBytesOnly() {
    boolean[] fail = {true};
    try (TcpReassembler failing =
        new TcpReassembler((stream, direction, bytes, time) -> {
          if (fail[0]) {
            throw new ArithmeticException();
          }
          recorded.calls.add(stream.bytes(direction) + " " + bytes.byteSize());
        })) {
      failing.add(segments.client(100, 0, Tcp.SYN, ""));
      failing.add(segments.data(104, "def"));
      Frame first = segments.data(101, "abc");
      assertThatThrownBy(() -> failing.add(first)).isInstanceOf(ArithmeticException.class);
      fail[0] = false;
      failing.add(segments.data(107, "ghi"));
      assertThat(failing.statistics().heldBytes()).isZero();
    }
    assertThat(recorded.calls).containsExactly("6 3", "9 3");
  }
}
