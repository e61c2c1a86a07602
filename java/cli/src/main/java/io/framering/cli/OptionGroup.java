package io.framering.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Help;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of {@code sniff} that stand together under a heading of its help.
 *
 * <p>They are made by calls, not by annotations: for each annotation the JVM generates proxies and
 * accessors, which took half of the time that sniff needed to its first packet. Nor are they a
 * group of picocli's, which makes ready what its errors would say of all groups, whenever it
 * parses.
 */
final class OptionGroup {
  private final String heading;
  private final List<OptionSpec> options = new ArrayList<>();

  /** An empty group. */
  OptionGroup(String heading) {
    this.heading = heading;
  }

  /**
   * Adds an option without a value.
   *
   * @param names separated by commas
   * @param set called each time that the option is given
   */
  OptionGroup flag(String names, Runnable set, String... description) {
    return add(
        option(names, description).type(boolean.class).arity("0").setter(setter(on -> set.run())));
  }

  /**
   * Adds an option with a value.
   *
   * @param names separated by commas
   * @param label what the value is, for the help
   * @param set called with each value that is given
   */
  <T> OptionGroup value(
      String names,
      String label,
      ITypeConverter<T> converter,
      Consumer<T> set,
      String... description) {
    return choice(names, label, null, converter, set, description);
  }

  /**
   * Adds an option whose value may be left out: see {@link AttachedValue}.
   *
   * @param otherwise its value then
   */
  OptionGroup optionalValue(
      String names, String label, String otherwise, Consumer<String> set, String... description) {
    return add(
        option(names, description)
            .type(String.class)
            .paramLabel(label)
            .arity("0..1")
            .fallbackValue(otherwise)
            .preprocessor(new AttachedValue())
            .setter(setter(set)));
  }

  /**
   * Adds an option with a value out of a few, which the completion offers and {@code
   * ${COMPLETION-CANDIDATES}} stands for.
   */
  <T> OptionGroup choice(
      String names,
      String label,
      Iterable<String> values,
      ITypeConverter<T> converter,
      Consumer<T> set,
      String... description) {
    return add(
        option(names, description)
            .type(Object.class)
            .paramLabel(label)
            .arity("1")
            .completionCandidates(values)
            .converters(converter)
            .setter(setter(set)));
  }

  private static OptionSpec.Builder option(String names, String... description) {
    // It has none: picocli is not to call the setter before it parses.
    return OptionSpec.builder(names.split(", ")).hasInitialValue(false).description(description);
  }

  private OptionGroup add(OptionSpec.Builder option) {
    options.add(option.build());
    return this;
  }

  @SuppressWarnings("unchecked") // the converter of the same option made the value
  private static <V> ISetter setter(Consumer<V> set) {
    return new ISetter() {
      @Override
      public <T> T set(T value) {
        set.accept((V) value);
        return null;
      }
    };
  }

  /** Makes these options of a command's. */
  void addTo(CommandSpec command) {
    options.forEach(command::addOption);
  }

  /** What the command's help says of them. */
  String help(Help help) {
    return help.createHeading("%n" + heading + "%n") + help.optionListExcludingGroups(options);
  }
}
