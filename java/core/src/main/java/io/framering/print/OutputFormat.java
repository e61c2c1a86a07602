// SPDX-License-Identifier: Apache-2.0
package io.framering.print;

import io.framering.print.json.JsonPrinter;
import io.framering.print.line.LinePrinter;
import io.framering.print.text.DumpStyle;
import io.framering.print.text.TextOptions;
import io.framering.print.text.TextPrinter;
import io.framering.print.tree.ClassicPrinter;
import io.framering.print.tree.TreePrinter;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The output formats, one row each. */
public enum OutputFormat {
  /** The output of a plain raw-socket sniffer. It never changes. */
  CLASSIC(
      "classic",
      "Ethernet and IPv4 only, as a plain raw socket delivers them",
      options -> new ClassicPrinter(),
      Trait.AS_DELIVERED,
      Trait.BYTES_BELOW),
  /** The layout of {@link #CLASSIC} for all headers. */
  TREE(
      "tree",
      "every header, with its fields by name",
      TreePrinter::new,
      Trait.BYTES_BELOW,
      Trait.INTERFACES_OF_FILES),
  /** The output of {@code tcpdump -n}, byte for byte; {@code docs/LINE.md} lists the limits. */
  LINE("line", "one line per frame, as tcpdump prints it", LinePrinter::new, Trait.BYTES_BELOW),
  /** Keys are Wireshark's display filter names; values are as in tshark. */
  JSON(
      "json",
      "one object per frame and line, named as in Wireshark",
      JsonPrinter::new,
      Trait.GAPS,
      Trait.INTERFACES_OF_FILES);

  /** The default format. */
  public static final OutputFormat DEFAULT = TREE;

  private enum Trait {
    AS_DELIVERED,
    BYTES_BELOW,
    GAPS,
    INTERFACES_OF_FILES
  }

  private final String label;
  private final String description;
  private final Function<TextOptions, TextPrinter> printer;
  private final Set<Trait> traits;

  OutputFormat(
      String label,
      String description,
      Function<TextOptions, TextPrinter> printer,
      Trait... traits) {
    this.label = label;
    this.description = description;
    this.printer = printer;
    this.traits = Set.of(traits);
  }

  /**
   * Creates a printer of this format, which also dumps the bytes of frames if the options say so.
   *
   * @param options the options of the printer
   * @return the printer, for one thread
   */
  public FramePrinter printer(PrintOptions options) {
    return new FramePrinter(printer.apply(options), showsBytes() ? options.dump() : DumpStyle.NONE);
  }

  /** {@return the name on the command line} */
  public String label() {
    return label;
  }

  /** {@return a description of the output, on one line and without a full stop} */
  public String description() {
    return description;
  }

  /**
   * {@return whether this format needs frames as a raw socket delivers them: a VLAN tag that the
   * kernel stripped is not put back, and outgoing loopback frames are included}
   */
  public boolean asDelivered() {
    return traits.contains(Trait.AS_DELIVERED);
  }

  /** {@return whether it can show the bytes of frames, see {@link PrintOptions#dump(DumpStyle)}} */
  public boolean showsBytes() {
    return traits.contains(Trait.BYTES_BELOW);
  }

  /** {@return whether it prints that frames were lost, see {@link TextPrinter#lost}} */
  public boolean showsGaps() {
    return traits.contains(Trait.GAPS);
  }

  /** {@return whether it prints the interface names of a capture file} */
  public boolean showsInterfacesOfFiles() {
    return traits.contains(Trait.INTERFACES_OF_FILES);
  }

  /**
   * {@return the format with this {@link #label()}}
   *
   * @param label the name on the command line
   * @throws IllegalArgumentException if there is none; its message lists all formats
   */
  public static OutputFormat ofLabel(String label) {
    for (OutputFormat format : values()) {
      if (format.label.equals(label)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "no such format: "
            + label
            + " (there are "
            + Arrays.stream(values()).map(OutputFormat::label).collect(Collectors.joining(", "))
            + ")");
  }
}
