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
 * Options of {@code sniff} under one heading of its help.
 *
 * <p>They are built by calls, not annotations: for each annotation the JVM generates proxies and
 * accessors, which took half of the time to sniff's first packet. They are no picocli group either,
 * since picocli prepares the error texts of all groups on each parse.
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
   * @param set called each time the option is given
   */
  OptionGroup flag(String names, Runnable set, String... description) {
    return add(
        option(names, description).type(boolean.class).arity("0").setter(setter(on -> set.run())));
  }

  /**
   * Adds an option with a value.
   *
   * @param names separated by commas
   * @param label the value's name in the help
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
   * Adds an option whose value may be omitted: see {@link AttachedValue}.
   *
   * @param otherwise the value if it is omitted
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
   * Adds an option with a fixed set of values, which the completion offers and {@code
   * ${COMPLETION-CANDIDATES}} lists.
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
    // Without an initial value, picocli does not call the setter before it parses.
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

  /** Adds these options to a command. */
  void addTo(CommandSpec command) {
    options.forEach(command::addOption);
  }

  /** The help for these options. */
  String help(Help help) {
    return help.createHeading("%n" + heading + "%n") + help.optionListExcludingGroups(options);
  }
}
