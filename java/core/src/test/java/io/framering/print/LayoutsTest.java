// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.framering.frame.CapturedFrame;
import io.framering.print.layout.Layout;
import io.framering.print.layout.Layouts;
import io.framering.print.layout.Notes;
import io.framering.print.text.TextBuffer;
import io.framering.testing.Allocated;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What printers keep from frame to frame changes nothing, stays while it is used, and is little.
 */
class LayoutsTest {
  private final Random random = new Random(1);

  /** More shapes than layouts are kept, and some of them again. */
  @ParameterizedTest
  @EnumSource(names = {"TREE", "JSON"})
  void whatWasPrintedBeforeChangesNothing(OutputFormat format) {
    FramePrinter printer = format.printer(PrintOptions.defaults());
    for (int i = 0; i < 4000; i++) {
      CapturedFrame frame = segment(i % 3 == 0 ? 2 : 6);

      assertThat(numberless(printer, frame))
          .isEqualTo(numberless(format.printer(PrintOptions.defaults()), frame));
    }
  }

  @Test
  void whatIsAlikeIsLaidOutOnce() {
    Composer composer = new Composer();
    Layouts layouts = new Layouts(composer);

    assertThat(write(layouts, 1, "one", 5)).isEqualTo("one5");
    assertThat(write(layouts, 1, "one", 6)).isEqualTo("one6");
    assertThat(composer.composed).isEqualTo(1);
    assertThat(write(layouts, 2, "one", 6)).isEqualTo("one6");
    assertThat(write(layouts, 1, "two", 7)).isEqualTo("two7");
    assertThat(composer.composed).isEqualTo(3);
  }

  @Test
  void aHashIsNotTheShape() {
    Layouts layouts = new Layouts(new Composer());

    assertThat("Aa").hasSameHashCodeAs("BB");
    assertThat(write(layouts, 1, "Aa", 5)).isEqualTo("Aa5");
    assertThat(write(layouts, 1, "BB", 5)).isEqualTo("BB5");
  }

  @Test
  void whatIsUsedAllTheTimeStays() {
    Composer composer = new Composer();
    Layouts layouts = new Layouts(composer);

    write(layouts, 0, "", 1);
    for (int i = 1; i <= 10_000; i++) {
      write(layouts, i, "", 1);
      write(layouts, 0, "", 1);
    }
    assertThat(composer.composed).isEqualTo(10_001);
  }

  @Test
  void whatIsReplacedIsUsedAgain() {
    Layouts layouts = new Layouts(new Composer());
    for (int i = 0; i < 10_000; i++) {
      write(layouts, i, "", 1);
    }
    Notes notes = new Notes();
    TextBuffer text = new TextBuffer();
    long before = Allocated.bytes();
    for (int i = 10_000; i < 20_000; i++) {
      layouts.write(counted(notes, i, "", 1), text.clear());
    }
    assertThat(Allocated.bytes() - before).isLessThan(1 << 20); // a new one has a kilobyte
  }

  /** However many lists of however many options there are. */
  @ParameterizedTest
  @EnumSource(names = {"TREE", "JSON"})
  void whatIsKeptOfPacketsHasALimit(OutputFormat format) {
    FramePrinter printer = format.printer(PrintOptions.defaults());
    TextBuffer text = new TextBuffer();
    CapturedFrame[] frames =
        Stream.generate(() -> routerAdvertisement(1000)).limit(300).toArray(CapturedFrame[]::new);
    long before = 0;
    for (int i = 0; i < frames.length; i++) {
      if (i == frames.length / 3) {
        before = Allocated.bytes();
      }
      text.clear();
      printer.print(frames[i], text);
      assertThat(text.length()).isGreaterThan(10_000);
    }
    assertThat(Allocated.bytes() - before).isLessThan(4 << 20); // a kept one has 30 KB and more
  }

  /** A format that shows a name and a number. */
  private static final class Composer implements Layouts.Composer {
    private int composed;

    @Override
    public void compose(Notes notes, Layout layout) {
      composed++;
      layout.fixed().text(notes.nameAt(0));
      layout.value(0, Layout.DECIMAL, 0);
    }
  }

  private static String write(Layouts layouts, int constant, String name, long value) {
    TextBuffer text = new TextBuffer();
    layouts.write(counted(new Notes(), constant, name, value), text);
    return text.toString();
  }

  private static Notes counted(Notes notes, int constant, String name, long value) {
    notes.clear();
    notes.mark(Notes.COUNT, value);
    notes.constant(constant);
    notes.name(name);
    return notes;
  }

  /**
   * A TCP segment with any flags, after a header of IPv4 that may be wrong, and with as many
   * options of any kind that are known by their type alone.
   */
  private CapturedFrame segment(int words) {
    byte[] options = new byte[words * Integer.BYTES];
    for (int at = 0; at < options.length; at += Short.BYTES) {
      options[at] = random.nextBoolean() ? (byte) 1 : (byte) (4 + random.nextInt(30));
      options[at + 1] = options[at] == 1 ? (byte) 1 : (byte) 2;
    }
    return frame(
        "0200000000020200000000010800"
            + "4500%04x0000%02x0040060000".formatted(40 + options.length, random.nextInt(2) << 6)
            + "%08x0a000002d43101bb".formatted(random.nextInt())
            + "0000000100000002%x%03xfff000000000".formatted(5 + words, random.nextInt(512)),
        options);
  }

  /** With so many options, of kinds that have different fields. */
  private CapturedFrame routerAdvertisement(int count) {
    byte[] options = new byte[8 * count];
    for (int at = 0; at < options.length; at += 8) {
      options[at] = (byte) (random.nextBoolean() ? 1 : 5); // link-layer address, MTU
      options[at + 1] = 1;
    }
    return frame(
        "33330000000102000000000186dd"
            + "60000000%04x3aff".formatted(16 + options.length)
            + "fe80000000000000000000000000000aff020000000000000000000000000001"
            + "8600000040000708".repeat(2),
        options);
  }

  private static CapturedFrame frame(String headers, byte[] options) {
    byte[] first = HexFormat.of().parseHex(headers);
    byte[] bytes = Arrays.copyOf(first, first.length + options.length);
    System.arraycopy(options, 0, bytes, first.length, options.length);
    return CapturedFrame.ofEthernet(bytes);
  }

  private static String numberless(FramePrinter printer, CapturedFrame frame) {
    TextBuffer text = new TextBuffer();
    printer.print(frame, text);
    return text.toString().replaceFirst("\"number\":[0-9]+,", "");
  }
}
