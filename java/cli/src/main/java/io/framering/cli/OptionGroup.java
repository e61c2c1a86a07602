package io.framering.cli;

import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of {@code sniff} that stand together under a heading of its help.
 *
 * <p>They are made by calls, not by annotations: for each annotation the JVM generates proxies and
 * accessors, which took half of the time that sniff needed to its first packet.
 */
final class OptionGroup {
  private final ArgGroupSpec.Builder group;

  /**
   * An empty group.
   *
   * @param order its place among the groups
   */
  OptionGroup(int order, String heading) {
    group =
        ArgGroupSpec.builder()
            .order(order)
            .heading("%n" + heading + "%n")
            .exclusive(false)
            .validate(false);
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
    return OptionSpec.builder(names.split(", ")).description(description);
  }

  private OptionGroup add(OptionSpec.Builder option) {
    group.addArg(option.build());
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

  ArgGroupSpec build() {
    return group.build();
  }
}
