package io.framering.print;

import io.framering.print.line.LinePrinter;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The formats in which frames are printed: one row each. */
public enum OutputFormat {
  /** What a plain raw-socket sniffer prints. Fixed to the byte. */
  CLASSIC("classic", "Ethernet and IPv4 only, as a plain raw socket delivers them", true) {
    @Override
    public FramePrinter printer(PrintOptions options) {
      return new ClassicPrinter();
    }
  },
  /** The layout of {@link #CLASSIC}, carried on through all headers. */
  TREE("tree", "every header, with its fields by name", false) {
    @Override
    public FramePrinter printer(PrintOptions options) {
      return new TreePrinter(options);
    }
  },
  /** What {@code tcpdump -n} prints, byte for byte; {@code docs/LINE.md} says how far. */
  LINE("line", "one line per frame, as tcpdump prints it", false) {
    @Override
    public FramePrinter printer(PrintOptions options) {
      return new LinePrinter(options);
    }
  },
  /** Named as Wireshark's display filters are, with the values that tshark prints. */
  JSON("json", "one object per frame and line, named as in Wireshark", false) {
    @Override
    public FramePrinter printer(PrintOptions options) {
      return new JsonPrinter(options);
    }
  };

  /** What is printed when nothing else is asked for. */
  public static final OutputFormat DEFAULT = TREE;

  private final String label;
  private final String description;
  private final boolean asDelivered;

  OutputFormat(String label, String description, boolean asDelivered) {
    this.label = label;
    this.description = description;
    this.asDelivered = asDelivered;
  }

  /** A new printer of this format. */
  public abstract FramePrinter printer(PrintOptions options);

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
   * took out stays out, and what this host sends is seen too.
   */
  public boolean asDelivered() {
    return asDelivered;
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
