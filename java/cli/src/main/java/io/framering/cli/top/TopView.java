// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import io.framering.cli.text.TextTable;
import io.framering.cli.text.TextTable.Column;
import io.framering.cli.text.Texts;
import io.framering.cli.top.TopData.InterfaceRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The lines of the screen, of any size. */
public final class TopView {
  private static final String KEYS = "Tab view  s sort  / filter  Space pause  ? help  q quit";

  private static final List<String> HELP =
      List.of(
          "1 flows, 2 hosts, 3 ports, 4 names; Tab the next of them",
          "s > right   sort by the next column;  < left   by the one before:",
          "            rate, packets, total, RTT, retransmissions",
          "/           only rows that contain the text typed; Enter keeps, Esc ends it",
          "up down     scroll",
          "Space       stop the screen, and continue; counting goes on",
          "q Ctrl-C    quit;  ? h   show and hide this help",
          "SENT, RECEIVED: bit/s of a flow's source, of a host, or of all sources that",
          "use a port or name. TOTAL: bytes of the flows in memory. RTT: mean of the",
          "flows' smoothed round-trip times. RETRANS: TCP segments sent again.",
          "Bars: bit/s of each interval, the latest at the right, up to PEAK.",
          "! below them: the kernel dropped packets then.");

  private static final int NO_INTERFACES_BELOW = 12;
  private static final int NO_KEYS_BELOW = 6;
  private static final int INTERFACE_SHARE = 4;
  private static final int LONGEST_INTERFACE = 15;
  private static final int NUMBER_WIDTH = 9;
  private static final int SHORTEST_BARS = 8;

  private static final List<Column> NUMBERS =
      List.of(
          Column.number("SENT", 0),
          Column.number("RECEIVED", 0),
          Column.number("PACKETS", 5),
          Column.number("TOTAL", 3),
          Column.number("RTT", 2),
          Column.number("RETRANS", 2));
  private static final Column FLOWS = Column.number("FLOWS", 4);

  private final String source;
  private final boolean unicode;

  /**
   * A view.
   *
   * @param source what is captured, in words
   * @param unicode whether the terminal shows more than ASCII
   */
  public TopView(String source, boolean unicode) {
    this.source = source;
    this.unicode = unicode;
  }

  /**
   * What is on the screen.
   *
   * @param lines at most as many as the screen has, none longer than it is wide
   * @param heading the line with the titles of the table; -1 if there is none
   */
  public record Screen(List<String> lines, int heading) {}

  /**
   * Lays out the screen.
   *
   * @param message the last message; empty if there is none
   */
  public Screen screen(TopData data, TopControls controls, String message, int width, int height) {
    List<String> lines = new ArrayList<>();
    lines.add(title(data, controls));
    lines.add(totals(data));
    if (height >= NO_INTERFACES_BELOW) {
      lines.addAll(interfaces(data, width, Math.max(1, height / INTERFACE_SHARE - 1)));
      lines.add("");
    }
    int bottom = height >= NO_KEYS_BELOW ? 1 : 0;
    int room = height - lines.size() - bottom;
    int heading = -1;
    if (controls.help()) {
      HELP.stream().limit(Math.max(0, room)).forEach(lines::add);
    } else if (room > 0) {
      heading = lines.size();
      lines.addAll(table(data, controls, width, room));
    }
    if (bottom > 0) {
      while (lines.size() < height - 1) {
        lines.add("");
      }
      lines.add(bottom(controls, message));
    }
    List<String> fitting =
        lines.stream().limit(height).map(line -> fit(line, width).stripTrailing()).toList();
    return new Screen(fitting, heading < height ? heading : -1);
  }

  private static String fit(String line, int width) {
    return line.length() <= width ? line : line.substring(0, width);
  }

  private String title(TopData data, TopControls controls) {
    long time = TimeUnit.SECONDS.toNanos(data.seconds());
    String shown =
        controls.view().title()
            + " by "
            + controls.sort().title()
            + (controls.filter().isEmpty() ? "" : " with '" + controls.filter() + "'")
            + (controls.paused() ? ", PAUSED" : "");
    return "framering top: " + shown + "; " + source + ", " + Texts.duration(time);
  }

  private static String totals(TopData data) {
    long bits =
        data.interfaces().stream().mapToLong(each -> each.bitsReceived() + each.bitsSent()).sum();
    long packets = data.interfaces().stream().mapToLong(InterfaceRate::packets).sum();
    return Texts.count(bits)
        + " bit/s, "
        + Texts.count(packets)
        + " packets/s; dropped "
        + data.dropped()
        + " of "
        + Texts.count(data.packets() + data.dropped())
        + " packets; "
        + Texts.count(data.bytes())
        + " bytes, "
        + Texts.count(data.flows().size())
        + " flows";
  }

  private List<String> interfaces(TopData data, int width, int room) {
    int longest =
        data.interfaces().stream()
            .limit(room)
            .mapToInt(each -> each.name().length())
            .max()
            .orElse(0);
    int name = Math.min(LONGEST_INTERFACE, Math.max("INTERFACE".length(), longest));
    int bars = Math.min(History.LENGTH, width - name - 4 * NUMBER_WIDTH - 1);
    List<String> lines = new ArrayList<>();
    lines.add(pad("INTERFACE", name) + numbers("RECEIVED", "SENT", "PACKETS", "PEAK"));
    for (InterfaceRate each : data.interfaces().stream().limit(room).toList()) {
      lines.add(line(each, name, bars));
    }
    int more = data.interfaces().size() - room;
    if (more > 0) {
      lines.set(lines.size() - 1, lines.getLast().stripTrailing() + "  (" + more + " more)");
    }
    if (bars >= SHORTEST_BARS) {
      String label = "dropped by kernel";
      String marks = Sparkline.marks(data.dropHistory(), bars);
      lines.add(pad(label, name + 4 * NUMBER_WIDTH) + " " + marks);
    }
    return lines;
  }

  private String line(InterfaceRate of, int name, int bars) {
    boolean shows = bars >= SHORTEST_BARS;
    String numbers =
        numbers(
            Texts.count(of.bitsReceived()),
            Texts.count(of.bitsSent()),
            Texts.count(of.packets()),
            Texts.count(Sparkline.greatest(of.history(), shows ? bars : History.LENGTH)));
    String label = pad(TextTable.shortened(of.name(), name), name);
    return label + numbers + (shows ? " " + Sparkline.of(of.history(), bars, unicode) : "");
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String numbers(String... cells) {
    StringBuilder line = new StringBuilder();
    for (String cell : cells) {
      line.append(" ".repeat(Math.max(1, NUMBER_WIDTH - cell.length()))).append(cell);
    }
    return line.toString();
  }

  private static List<String> table(TopData data, TopControls controls, int width, int room) {
    ViewKind view = controls.view();
    Comparator<TopRow> order =
        Comparator.comparingLong(controls.sort()::value)
            .thenComparingLong(TopRow::bytes)
            .reversed()
            .thenComparing(row -> row.labels().toString());
    List<TopRow> rows =
        view.rows(data.flows()).stream()
            .filter(row -> controls.filter().isEmpty() || row.contains(controls.filter()))
            .sorted(order)
            .toList();
    controls.limit(rows.size());
    boolean sums = view != ViewKind.FLOWS;
    List<Column> labels = view.labels();
    // The name comes last: it is the longest.
    int before = sums ? labels.size() : labels.size() - 1;
    List<Column> columns = new ArrayList<>(labels.subList(0, before));
    columns.addAll(NUMBERS);
    columns.addAll(sums ? List.of(FLOWS) : labels.subList(before, labels.size()));
    List<List<String>> cells =
        rows.stream()
            .skip(controls.firstRow())
            .limit(room - 1)
            .map(row -> cells(row, before, sums))
            .toList();
    return TextTable.lines(columns, cells, width);
  }

  private static List<String> cells(TopRow row, int before, boolean sums) {
    List<String> numbers =
        List.of(
            Texts.count(row.sent()),
            Texts.count(row.received()),
            Texts.count(row.packets()),
            Texts.count(row.bytes()),
            Texts.duration(row.rttNanos()),
            Texts.count(row.retransmissions()));
    List<String> after =
        sums
            ? List.of(Integer.toString(row.flows()))
            : row.labels().subList(before, row.labels().size());
    return Stream.of(row.labels().subList(0, before), numbers, after)
        .flatMap(List::stream)
        .toList();
  }

  private static String bottom(TopControls controls, String message) {
    if (controls.typing()) {
      return "/" + controls.filter() + "_";
    }
    return message.isEmpty() ? KEYS : message;
  }
}
