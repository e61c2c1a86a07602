// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import io.framering.cli.text.VisibleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.nativ.JLineNativeLoader;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/**
 * The terminal: shows screens and reads keys, in one thread, until the user or a signal ends it.
 */
public final class TopScreen {
  /** A new size of the terminal is seen within this time. */
  private static final long LOOK_MILLIS = 200;

  private static final long ANSWER_MILLIS = 20;

  /** The other characters of a key come with the first; after a lone Esc none comes. */
  private static final long SEQUENCE_MILLIS = 50;

  private static final char ESCAPE = 27;

  private final Source source;
  private final Terminal terminal;
  private final TopView view;
  private final long interval;
  private final TopControls controls = new TopControls();
  private final Display display;
  private Size size;
  private TopData data;
  private long next;
  private boolean waits;

  /** The message that was there when a key was pressed, and is not shown any more. */
  private String read = "";

  /** Where the screens come from. */
  public interface Source {
    /** Asks for the counts of this moment. */
    void ask();

    /** {@return what can be shown; null if it is not there yet} */
    TopData answer();

    /** {@return whether nothing more will come} */
    boolean ended();

    /** {@return the last message; empty if there is none} */
    String message();
  }

  private TopScreen(Source source, String captured, Duration every, Terminal terminal) {
    this.source = source;
    this.terminal = terminal;
    boolean unicode = terminal.outputEncoding().equals(StandardCharsets.UTF_8);
    view = new TopView(VisibleText.of(captured), unicode);
    interval = every.toNanos();
    display = new Display(terminal, true);
  }

  /**
   * Shows screens until the user quits or the source has ended. The terminal is then as it was,
   * also after an exception.
   *
   * @param captured what is captured, in words
   * @param every the interval between two screens
   */
  public static void run(Source source, String captured, Duration every) throws IOException {
    // JLine's own hook would close the terminal before this thread has restored it.
    System.setProperty("org.jline.shutdownhook.disable", "true");
    try (Terminal terminal =
        TerminalBuilder.builder().system(true).providers("jni,exec").dumb(false).build()) {
      deleteLibrary();
      Attributes before = terminal.enterRawMode();
      try {
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
        new TopScreen(source, captured, every, terminal).loop();
      } finally {
        terminal.puts(Capability.cursor_normal);
        terminal.puts(Capability.keypad_local);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
      }
    }
  }

  /** JLine would leave its library in the folder for temporary files if a signal ends the JVM. */
  private static void deleteLibrary() throws IOException {
    String library = JLineNativeLoader.getNativeLibraryPath();
    if (library != null) { // else stty(1) is used
      Files.deleteIfExists(Path.of(library));
      Files.deleteIfExists(Path.of(library + ".lck"));
    }
  }

  private void loop() throws IOException {
    next = System.nanoTime();
    while (!controls.quit() && !source.ended()) {
      boolean changed = resize();
      changed |= advance();
      changed |= readKey();
      if (changed && data != null) {
        draw();
      }
    }
  }

  /** Takes a new size, and returns whether there is one. */
  private boolean resize() {
    Size now = terminal.getSize();
    if (now.equals(size) || now.getColumns() <= 0 || now.getRows() <= 0) {
      return false;
    }
    size = Size.of(now);
    display.resize(size);
    display.clear();
    terminal.puts(Capability.clear_screen);
    return true;
  }

  /** Asks for the next screen when it is time, and returns whether one has come. */
  private boolean advance() {
    if (!waits && System.nanoTime() - next >= 0) {
      source.ask();
      waits = true;
    }
    if (!waits) {
      return false;
    }
    TopData latest = source.answer();
    if (latest == null) {
      return false;
    }
    waits = false;
    next = Math.max(next + interval, System.nanoTime());
    if (data != null && controls.paused()) {
      return false;
    }
    data = latest;
    return true;
  }

  private boolean readKey() throws IOException {
    long rest = waits ? ANSWER_MILLIS : Math.max(1, (next - System.nanoTime()) / 1_000_000);
    int key = terminal.reader().read(Math.min(rest, LOOK_MILLIS));
    if (key == NonBlockingReader.READ_EXPIRED) {
      return false;
    }
    read = source.message();
    if (key < 0) {
      controls.type('q'); // the terminal has gone
    } else if (key == ESCAPE) {
      controls.press(sequence());
    } else {
      controls.type((char) key);
    }
    return true;
  }

  /** The key whose characters follow Esc: arrows are Esc [ A or Esc O A. */
  private TopControls.Key sequence() throws IOException {
    int second = terminal.reader().read(SEQUENCE_MILLIS);
    if (second < 0) {
      return TopControls.Key.ESCAPE;
    }
    int last = second;
    while (last >= 0 && (last == second || !Character.isLetter(last) && last != '~')) {
      last = terminal.reader().read(SEQUENCE_MILLIS);
    }
    if (second != '[' && second != 'O') {
      return TopControls.Key.NONE;
    }
    return switch (last) {
      case 'A' -> TopControls.Key.UP;
      case 'B' -> TopControls.Key.DOWN;
      case 'C' -> TopControls.Key.RIGHT;
      case 'D' -> TopControls.Key.LEFT;
      default -> TopControls.Key.NONE;
    };
  }

  private void draw() {
    String message = source.message().equals(read) ? "" : source.message();
    TopView.Screen screen = view.screen(data, controls, message, size.getColumns(), size.getRows());
    List<AttributedString> lines = new ArrayList<>();
    for (int i = 0; i < screen.lines().size(); i++) {
      String line = screen.lines().get(i);
      AttributedString plain = new AttributedString(line);
      lines.add(
          (i == screen.heading() ? new AttributedString(line, AttributedStyle.INVERSE) : plain)
              .columnSubSequence(0, size.getColumns())); // some characters take two columns
    }
    display.update(lines, 0);
  }
}
