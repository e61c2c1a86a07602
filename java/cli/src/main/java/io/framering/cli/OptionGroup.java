// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Help;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Options of a command under one heading of its help. The names of an option are separated by
 * commas; {@code label} names its value in the help.
 *
 * <p>They are built by calls, not annotations: for each annotation the JVM generates proxies and
 * accessors, which took half of the time to sniff's first packet. They are no picocli group either,
 * since picocli prepares the error texts of all groups on each parse.
 */
final class OptionGroup {
  private final String heading;
  private final List<OptionSpec> options = new ArrayList<>();
  private boolean given;

  /** An empty group. */
  OptionGroup(String heading) {
    this.heading = heading;
  }

  /** Adds the options that every command has. */
  OptionGroup withHelp() {
    options.add(option("-h, --help", "Print this help").usageHelp(true).build());
    options.add(option("--version", "Print the version").versionHelp(true).build());
    return this;
  }

  /** Removes all options but these; they keep their defaults. */
  OptionGroup only(String... names) {
    Set<String> kept = Set.of(names);
    options.removeIf(option -> Arrays.stream(option.names()).noneMatch(kept::contains));
    return this;
  }

  /** An option without a value. */
  Option<Boolean> flag(String names, String... description) {
    Option<Boolean> flag = new Option<>(false);
    add(option(names, description).type(boolean.class).arity("0"), flag::set);
    return flag;
  }

  /** An option without a value, which sets another option. */
  <T> void shorthand(String names, Option<T> other, T value, String... description) {
    add(option(names, description).type(boolean.class).arity("0"), on -> other.set(value));
  }

  /** An option without a value, which counts how often it is given. */
  Option<Integer> count(String names, String... description) {
    Option<Integer> count = new Option<>(0);
    add(
        option(names, description).type(boolean.class).arity("0"),
        on -> count.set(count.get() + 1));
    return count;
  }

  /** An option whose value is any text. */
  Option<String> text(String names, String label, String initial, String... description) {
    return value(names, label, text -> text, initial, description);
  }

  /** An option whose value is any text, and which may be repeated. */
  Option<List<String>> texts(String names, String label, String... description) {
    return values(names, label, text -> text, description);
  }

  /** An option with a value of another kind, and which may be repeated. */
  <T> Option<List<T>> values(
      String names, String label, ITypeConverter<T> converter, String... description) {
    List<T> values = new ArrayList<>();
    OptionSpec.Builder option = value(names, label, description);
    add(option.type(Object.class).converters(converter), (T value) -> values.add(value));
    return new Option<>(values);
  }

  /**
   * An option whose value may be omitted: see {@link AttachedValue}.
   *
   * @param initial the value if the option is not given
   * @param otherwise the value if only the option's name is given
   */
  Option<String> optionalText(
      String names, String label, String initial, String otherwise, String... description) {
    Option<String> text = new Option<>(initial);
    add(
        value(names, label, description)
            .type(String.class)
            .arity("0..1")
            .fallbackValue(otherwise)
            .preprocessor(new AttachedValue()),
        text::set);
    return text;
  }

  /** An option whose value is a whole number between bounds. */
  Option<Integer> number(
      String names, String label, int minimum, int maximum, int initial, String... description) {
    Range range = new Range(minimum, maximum);
    return value(names, label, text -> range.convert(text).intValue(), initial, description);
  }

  /** An option whose value is one of these, which the shell's completion offers. */
  Option<String> choice(
      String names,
      String label,
      List<String> values,
      Option<String> choice,
      String... description) {
    ITypeConverter<String> check = text -> check(text, values);
    add(
        value(names, label, description)
            .type(Object.class)
            .completionCandidates(values)
            .converters(check),
        choice::set);
    return choice;
  }

  private static String check(String text, List<String> values) {
    if (!values.contains(text)) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not "
              + String.join(", ", values.subList(0, values.size() - 1))
              + " or "
              + values.getLast());
    }
    return text;
  }

  /** An option with a value of another kind. */
  <T> Option<T> value(
      String names, String label, ITypeConverter<T> converter, T initial, String... description) {
    Option<T> value = new Option<>(initial);
    add(value(names, label, description).type(Object.class).converters(converter), value::set);
    return value;
  }

  private static OptionSpec.Builder value(String names, String label, String... description) {
    return option(names, description).paramLabel(label).arity("1");
  }

  private static OptionSpec.Builder option(String names, String... description) {
    return OptionSpec.builder(names.split(", ")).description(description);
  }

  @SuppressWarnings("unchecked") // the converter of the same option made the value
  private <V> void add(OptionSpec.Builder option, Consumer<V> set) {
    ISetter setter =
        new ISetter() {
          @Override
          public <T> T set(T value) {
            given = true;
            set.accept((V) value);
            return null;
          }
        };
    // Without an initial value, picocli does not call the setter before it parses.
    options.add(option.hasInitialValue(false).setter(setter).build());
  }

  /** Whether the command line contains any of these options. */
  boolean isGiven() {
    return given;
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
