// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names are made by a shell from ASCII, so that the locale of this test does not matter. */
@DisplayName("A file name that is not ASCII")
class LocaleIT {
  private static final String IN_LOCALE =
      "name=$(printf 'tr\\303\\244ce.pcap'); cd %s; LC_ALL=%s \"$@\" %s";

  @TempDir private Path folder;

  private Tools.Result run(String locale, String arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("bash", "-c", IN_LOCALE.formatted(folder, locale, arguments), "bash"));
    line.addAll(Program.line());
    return Tools.run(line);
  }

  /** There a JVM can neither know nor open such a file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sniff -r $name",
        "sniff -r file.pcap -w $name",
        "sniff -r file.pcap -F $name",
        "sniff -V $name",
        "sniff --netns $name",
        "sniff -r file.pcap host $name",
        "echo-client $name",
      })
  void inThePosixLocaleItIsSaidWhatToDo(String arguments) throws Exception {
    TrainingCommand.writeExamples(folder.resolve("file.pcap"), 10);
    Tools.Result result = run("C", arguments);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.lines()).isEmpty();
    assertThat(result.err())
        .startsWith("framering: tr")
        .endsWith(
            "ce.pcap: is not in the character set of this locale, ANSI_X3.4-1968; set"
                + " LC_ALL=C.UTF-8\n");
  }

  @Test
  void inAListOfFilesTheSame() throws Exception {
    TrainingCommand.writeExamples(folder.resolve("file.pcap"), 10);
    Files.write(folder.resolve("list"), "tr\u00e4ce.pcap\n".getBytes("UTF-8"));

    Tools.Result result = run("C", "sniff -V list");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("is not in the character set of this locale");
  }

  @Test
  void inAUtf8LocaleItWorks() throws Exception {
    TrainingCommand.writeExamples(folder.resolve("file.pcap"), 10);

    assertThat(run("C.UTF-8", "sniff -r file.pcap -w $name").status()).isZero();
    Tools.Result result = run("C.UTF-8", "sniff -r $name --count");

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).endsWith(" packets\n");
  }
}
