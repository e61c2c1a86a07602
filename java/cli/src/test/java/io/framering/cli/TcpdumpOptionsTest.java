// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("The options of tcpdump 4.99, letter by letter")
class TcpdumpOptionsTest {
  /** As in its option table; a colon follows an option with a value. */
  private static final String LETTERS =
      "aAbB:c:C:dDeE:fF:G:hHi:Ij:JKlLm:M:nNOpqQ:r:s:StT:uUvV:w:W:xXy:Yz:Z:#";

  private static final List<String> LONG =
      List.of(
          "--buffer-size:",
          "--list-interfaces",
          "--list-remote-interfaces:",
          "--help",
          "--interface:",
          "--monitor-mode",
          "--time-stamp-type:",
          "--list-time-stamp-types",
          "--micro",
          "--nano",
          "--time-stamp-precision:",
          "--dont-verify-checksums",
          "--list-data-link-types",
          "--no-optimize",
          "--no-promiscuous-mode",
          "--direction:",
          "--snapshot-length:",
          "--absolute-tcp-sequence-numbers",
          "--packet-buffered",
          "--linktype:",
          "--immediate-mode",
          "--debug-filter-parser",
          "--relinquish-privileges:",
          "--count",
          "--fp-type",
          "--number",
          "--print",
          "--version");

  private static final Set<String> UNTAKEN =
      Set.of(
          "-a",
          "-b",
          "-E:",
          "-I",
          "-m:",
          "-M:",
          "-u",
          "-Y",
          "--list-remote-interfaces:",
          "--monitor-mode",
          "--debug-filter-parser",
          "--fp-type");

  private static final CommandSpec SNIFF =
      SniffCommand.spec(new Environment(null, null, System.err, false, stop -> {}));

  private static Stream<String> all() {
    return Stream.concat(
        Pattern.compile(".:?").matcher(LETTERS).results().map(match -> "-" + match.group()),
        LONG.stream());
  }

  private static Stream<String> taken() {
    return all().filter(option -> !UNTAKEN.contains(option));
  }

  private static Stream<String> untaken() {
    return all().filter(UNTAKEN::contains);
  }

  @ParameterizedTest
  @MethodSource
  void taken(String option) {
    OptionSpec ours = SNIFF.findOption(option.replace(":", ""));

    assertThat(ours).as(option).isNotNull();
    assertThat(ours.arity().max()).as("has a value").isEqualTo(option.endsWith(":") ? 1 : 0);
  }

  @ParameterizedTest
  @MethodSource
  void untaken(String option) {
    String name = option.replace(":", "");
    assertThat(SNIFF.findOption(name)).isNull();
    String word = option.startsWith("--") && option.endsWith(":") ? name + "=value" : name;

    Call call = Call.of("sniff", word);

    assertThat(call.status()).isEqualTo(2);
    assertThat(call.errLines()).singleElement().asString().startsWith("framering: " + name + " is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-nI", "-nnvI", "-IeSecret"})
  void anUntakenLetterIsFoundAmongOthers(String word) {
    assertThat(Call.of("sniff", word).err())
        .startsWith("framering: -I is not supported: set monitor mode with iw(8) before; try");
  }

  @Test
  void everyUntakenOptionIsSaidInTheHelp() {
    Set<String> letters = new TreeSet<>();
    untaken().filter(option -> !option.startsWith("--")).forEach(letters::add);
    String help = String.join(" ", Call.of("sniff", "--help").out().lines().toList());

    assertThat(help).contains("Unsupported tcpdump options: -a, -b, -E, -I, -m, -M, -u, -Y");
    assertThat(letters).hasSize(8);
  }

  /** So that this table is tcpdump's. */
  @Test
  void theTableIsThatOfTheTcpdumpThatIsInstalled() throws Exception {
    Tools.require("tcpdump");
    String usage = Tools.succeed("tcpdump", "--help").out();
    Set<String> known = new TreeSet<>();
    all().map(option -> option.replace(":", "")).forEach(known::add);
    String letters = usage.replaceFirst("(?s).*?Usage: tcpdump \\[-([^]]*)].*", "$1");

    assertThat(letters.chars().mapToObj(letter -> "-" + (char) letter)).isSubsetOf(known);
    assertThat(Pattern.compile("\\[ (-\\S+)").matcher(usage).results().map(match -> match.group(1)))
        .hasSizeGreaterThan(10)
        .isSubsetOf(known);
  }

  @Test
  void aSnapshotLengthOf0IsTheLongest() {
    CaptureArguments arguments = new CaptureArguments();
    CommandSpec command = CommandSpec.create();
    arguments.group.addTo(command);

    new CommandLine(command).parseArgs("-s", "0");

    assertThat(arguments.snapLength()).isEqualTo(262_144);
  }
}
