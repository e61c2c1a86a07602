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

/** The formats in which frames are printed: one row each. */
public enum OutputFormat {
  /** What a plain raw-socket sniffer prints. Fixed to the byte. */
  CLASSIC(
      "classic",
      "Ethernet and IPv4 only, as a plain raw socket delivers them",
      options -> new ClassicPrinter(),
      Trait.AS_DELIVERED,
      Trait.BYTES_BELOW),
  /** The layout of {@link #CLASSIC}, carried on through all headers. */
  TREE(
      "tree",
      "every header, with its fields by name",
      TreePrinter::new,
      Trait.BYTES_BELOW,
      Trait.INTERFACES_OF_FILES),
  /** What {@code tcpdump -n} prints, byte for byte; {@code docs/LINE.md} says how far. */
  LINE("line", "one line per frame, as tcpdump prints it", LinePrinter::new, Trait.BYTES_BELOW),
  /** Named as Wireshark's display filters are, with the values that tshark prints. */
  JSON(
      "json",
      "one object per frame and line, named as in Wireshark",
      JsonPrinter::new,
      Trait.GAPS,
      Trait.INTERFACES_OF_FILES);

  /** What is printed when nothing else is asked for. */
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

  /** A new printer of this format; it shows the bytes of frames below them where asked to. */
  public FramePrinter printer(PrintOptions options) {
    return new FramePrinter(printer.apply(options), showsBytes() ? options.dump() : DumpStyle.NONE);
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /** What it prints, on one line and without a full stop. */
  public String description() {
    return description;
  }

  /**
   * Whether this format wants frames as the raw socket delivers them: a VLAN tag that the kernel
   * removed stays out, and what this host sends is seen too.
   */
  public boolean asDelivered() {
    return traits.contains(Trait.AS_DELIVERED);
  }

  /** Whether it has a place for the bytes of frames, see {@link PrintOptions#dump(DumpStyle)}. */
  public boolean showsBytes() {
    return traits.contains(Trait.BYTES_BELOW);
  }

  /** Whether it prints that frames were lost, see {@link TextPrinter#lost}. */
  public boolean showsGaps() {
    return traits.contains(Trait.GAPS);
  }

  /** Whether it prints the interfaces that a capture file names for its frames. */
  public boolean showsInterfacesOfFiles() {
    return traits.contains(Trait.INTERFACES_OF_FILES);
  }

  /**
   * The format that has this {@link #label()}.
   *
   * @throws IllegalArgumentException when there is none; its message names those there are
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
