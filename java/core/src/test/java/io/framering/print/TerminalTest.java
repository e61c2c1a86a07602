// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framering.print.text.DumpStyle;
import io.framering.print.text.TextBuffer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a terminal would obey never gets there: each byte from 0 to 255 and the C1 controls in UTF-8
 * as the payload of every port, in every format and below it, as an interface's name and as a
 * comment.
 */
class TerminalTest {
  private static final int HEADERS = 14 + 20 + 8;
  private static final byte[] HOSTILE = hostile();

  /** Changes of direction, line ends, invisible characters, and half a character. */
  private static final String OTHERS = "\u202e\u2028\u2029\u200b\ud800\udb40\udc01";

  private static final BitSet UNSAFE = unsafe();

  private static BitSet unsafe() {
    BitSet types = new BitSet();
    types.set(Character.CONTROL);
    types.set(Character.FORMAT);
    types.set(Character.SURROGATE);
    types.set(Character.LINE_SEPARATOR);
    types.set(Character.PARAGRAPH_SEPARATOR);
    return types;
  }

  private static byte[] hostile() {
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    for (int value = 0; value < 256; value++) {
      bytes.put((byte) value);
    }
    for (char c1 = 0x80; c1 < 0xA0; c1++) {
      bytes.put(String.valueOf(c1).getBytes(UTF_8));
    }
    bytes.put("\u001b]0;title\u0007\u001b[2J\r\n\u009b1m".getBytes(UTF_8));
    byte[] result = new byte[bytes.position()];
    bytes.flip().get(result);
    return result;
  }

  static Stream<Arguments> formatsAndDumps() {
    return Stream.of(OutputFormat.values())
        .flatMap(format -> Stream.of(DumpStyle.values()).map(dump -> Arguments.of(format, dump)))
        .filter(each ->
            each.get()[0] != OutputFormat.JSON || each.get()[1] == DumpStyle.NONE); // has no dump
  }

  /** A datagram, to the port that its second half names. */
  private static byte[] datagram(int port) {
    ByteBuffer frame = ByteBuffer.allocate(HEADERS + HOSTILE.length);
    frame.position(12).putShort((short) 0x0800);
    frame.put((byte) 0x45).put((byte) 0).putShort((short) (20 + 8 + HOSTILE.length));
    frame.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0).putInt(0x7F000001);
    frame.putInt(0x7F000001).putShort((short) 4711).putShort((short) port);
    frame.putShort((short) (8 + HOSTILE.length)).putShort((short) 0).put(HOSTILE);
    return frame.array();
  }

  @ParameterizedTest
  @MethodSource("formatsAndDumps")
  void nothingThatATerminalObeysIsPrinted(OutputFormat format, DumpStyle dump) {
    PrintOptions options =
        PrintOptions.defaults()
            .interfaceNames(index -> new String(HOSTILE, UTF_8))
            .interfaces(true)
            .linkLevel(true)
            .verbosity(3)
            .dump(dump);
    FramePrinter printer = format.printer(options);
    PlacedFrame frame = new PlacedFrame();
    TextBuffer text = new TextBuffer();
    for (int port : new int[] {4712, 53, 5353, 67, 123, 161, 514}) {
      byte[] bytes = datagram(port);
      printer.print(frame.at(MemorySegment.ofArray(bytes), 0, bytes.length), text);
    }
    frame.comments = List.of(new String(HOSTILE, UTF_8) + OTHERS);
    printer.print(frame, text);

    String printed = new String(text.toByteArray(), UTF_8);
    assertThat(printed.getBytes(UTF_8)).isEqualTo(text.toByteArray()).hasSizeGreaterThan(HEADERS);
    boolean isAscii = format != OutputFormat.JSON && format != OutputFormat.TREE;
    printed
        .codePoints()
        .filter(character -> character != '\n' && character != '\t')
        .forEach(character ->
            assertThat(isAscii ? isAscii(character) : UNSAFE.get(Character.getType(character)))
                .as("character %x", character)
                .isEqualTo(isAscii));
  }

  private static boolean isAscii(int character) {
    return character >= ' ' && character <= '~';
  }
}
