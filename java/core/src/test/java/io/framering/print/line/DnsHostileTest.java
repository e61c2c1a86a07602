// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.print.PrintOptions;
import io.framering.print.text.TextBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DNS messages whose names would go on for ever. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop fails
class DnsHostileTest {
  private static final int LONGEST = 65_535;
  private static final int HEADERS = 28;
  private static final int DNS_HEADER = 12;
  private static final int NAMES = DNS_HEADER + 11;
  private static final int NAMES_END = 0x3FFF;
  private static final int LONGEST_RECORD = 600;
  private static final int RECORDS = 3_900;

  @TempDir Path folder;

  /** An IPv4 packet from port 53, with this in it. */
  private static byte[] response(byte[] message) {
    ByteBuffer packet = ByteBuffer.allocate(HEADERS + message.length);
    packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0);
    packet.putInt(64 << 24 | 17 << 16).putInt(0x0A000001).putInt(0x0A000002);
    packet.putShort((short) 53).putShort((short) 7777);
    packet.putShort((short) (packet.capacity() - 20)).putShort((short) 0).put(message);
    return packet.array();
  }

  private static ByteBuffer header(int length, int questions, int answers) {
    return ByteBuffer.allocate(length)
        .putInt(0x0007_8180)
        .putShort((short) questions)
        .putShort((short) answers)
        .putInt(0);
  }

  private static Frame frame(ByteBuffer message) {
    byte[] packet = response(message.array());
    return PcapFrames.frame(LinkType.RAW, 0, packet, packet.length);
  }

  private static String print(ByteBuffer message, String options) {
    return Tcpdump.printOurs(List.of(frame(message)), options);
  }

  private void assertSameAsTcpdump(ByteBuffer message) throws IOException {
    Tcpdump.require();
    Path file = folder.resolve("hostile.pcap");
    PcapFrames.write(file, List.of(frame(message)));
    assertThat(Comparison.of(file, "-vvv")).isEmpty();
  }

  private static String printQuestion(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer message = header(DNS_HEADER + bytes.length + 4, 1, 0);
    message.put(bytes).putShort((short) 1).putShort((short) 1);
    return print(message, "-t -vv").split(" > ")[1];
  }

  @Test
  void aPointerToItself() {
    assertThat(printQuestion("\u00C0\u000C")).endsWith(" q: A? <BAD PTR> [|domain]\n");
  }

  @Test
  void twoPointersToEachOther() {
    assertThat(printQuestion("\1a\u00C0\u0010\u00C0\u000C")).endsWith("<BAD PTR> [|domain]\n");
  }

  @Test
  void aPointerToTheNameItIsIn() {
    assertThat(printQuestion("\1a\u00C0\u000C")).endsWith(" q: A? a.<BAD PTR> [|domain]\n");
  }

  @Test
  void aPointerToTheHeader() {
    // The identifier's first byte is an empty name.
    assertThat(printQuestion("\1a\u00C0\u0000")).endsWith(" q: A? a. 0/0/0 (20)\n");
  }

  @Test
  void controlCharacters() {
    assertThat(printQuestion("\3\33[m\2\u009B\u007F\0")).contains(" q: A? ^[[m.M-^[^?. ");
  }

  /** A message whose first record holds bytes up to {@link #NAMES_END}, and others name them. */
  private static ByteBuffer namesInARecord() {
    ByteBuffer message = header(LONGEST - HEADERS, 0, RECORDS);
    message.put((byte) 0).putShort((short) 10).putShort((short) 1).putInt(0);
    return message.putShort((short) (NAMES_END - NAMES));
  }

  private static void fillWithRecords(ByteBuffer message, int owner) {
    while (message.position() < NAMES_END) {
      message.put((byte) 0);
    }
    while (message.remaining() >= 12) {
      message.putShort((short) (0xC000 | owner)).putShort((short) 99).putShort((short) 1);
      message.putInt(0).putShort((short) 0);
    }
  }

  private static ByteBuffer oneLongName() {
    ByteBuffer message = namesInARecord();
    while (message.position() < NAMES_END - 2) {
      message.put((byte) 1).put((byte) 'a');
    }
    return message;
  }

  @Test
  void everyRecordHasALongName() throws IOException {
    ByteBuffer message = oneLongName();
    fillWithRecords(message, NAMES);

    assertThat(print(message, "-vvv"))
        .contains(", " + "a.".repeat(128) + "<DOMAIN NAME TOO LONG> [0s] SPF, ")
        .hasSizeLessThan(RECORDS * LONGEST_RECORD);
    assertSameAsTcpdump(message);
  }

  private static ByteBuffer chainOfPointers() {
    ByteBuffer message = namesInARecord();
    message.put((byte) 1).put((byte) 'a').put((byte) 0).put((byte) 0);
    message.putShort((short) (0xC000 | NAMES));
    while (message.position() < NAMES_END - 2) {
      message.putShort((short) (0xC000 | message.position() - 2));
    }
    return message;
  }

  @Test
  void everyRecordHasALongChainOfPointers() throws IOException {
    ByteBuffer message = chainOfPointers();
    fillWithRecords(message, message.position() - 2);

    assertThat(print(message, "-vvv"))
        .contains(", a. [0s] SPF, ")
        .hasSizeLessThan(RECORDS * LONGEST_RECORD);
    assertSameAsTcpdump(message);
  }

  /** A label and a pointer to the pair before, thousands of times. */
  private static ByteBuffer chainOfLabelsAndPointers() {
    ByteBuffer message = namesInARecord();
    message.put((byte) 1).put((byte) 'a').putShort((short) 0);
    message.put((byte) 1).put((byte) 'b').putShort((short) (0xC000 | NAMES));
    while (message.position() < NAMES_END - 4) {
      int before = message.position() - 4;
      message.put((byte) 1).put((byte) 'c').putShort((short) (0xC000 | before));
    }
    return message;
  }

  /** Ends with a pointer that is not allowed to some of the names that lead to it. */
  private static ByteBuffer longNameWithAPointerAtItsEnd() {
    ByteBuffer message = oneLongName();
    return message.position(NAMES_END - 4).putShort((short) (0xC000 | NAMES + 4000));
  }

  /** As {@link #fillWithRecords}, but each owner is {@code step} after or before the other's. */
  private static void fillWithOwners(ByteBuffer message, int first, int step) {
    fillWithRecords(message, first);
    int owner = first;
    for (int at = NAMES_END; at + 12 <= message.limit(); at += 12) {
      message.putShort(at, (short) (0xC000 | owner));
      int next = owner + step;
      owner = next >= NAMES && next < NAMES_END - 8 ? next : first;
    }
  }

  static List<ByteBuffer> messages() {
    List<ByteBuffer> messages = new ArrayList<>();
    List<Supplier<ByteBuffer>> kinds =
        List.of(
            DnsHostileTest::oneLongName,
            DnsHostileTest::chainOfPointers,
            DnsHostileTest::chainOfLabelsAndPointers,
            DnsHostileTest::longNameWithAPointerAtItsEnd);
    for (Supplier<ByteBuffer> kind : kinds) {
      for (int step : new int[] {0, 4, -4}) {
        ByteBuffer message = kind.get();
        int last = NAMES + (message.position() - NAMES - 8) / 4 * 4;
        fillWithOwners(message, step > 0 ? NAMES + 4 : last, step);
        messages.add(message);
      }
    }
    return messages;
  }

  /** Each of 3,900 names has thousands of parts. Those that print something are 128 at most. */
  @ParameterizedTest
  @MethodSource("messages")
  void noPartOfANameIsPassedForEachRecord(ByteBuffer message) throws IOException {
    LineContext line = new LineContext(PrintOptions.defaults());
    line.begin(frame(message), new TextBuffer());
    DnsNames names = new DnsNames(line);
    names.begin();
    long at = line.in.end() - message.limit();
    for (int owner = NAMES_END; owner + 12 <= message.limit(); owner += 12) {
      line.out.clear();
      names.print(at + owner, at);
    }
    assertThat(names.steps()).isLessThan(RECORDS * 400L);
    assertSameAsTcpdump(message);
  }
}
