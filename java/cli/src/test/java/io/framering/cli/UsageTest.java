// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("How the command is called")
class UsageTest {
  @ParameterizedTest(name = "framering {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sniff -s 262145        | --snapshot-length | 262145
          sniff -s -1            | --snapshot-length | -1
          sniff -s many          | --snapshot-length | many
          sniff -s 99999999999999999999 | --snapshot-length | 99999999999999999999
          sniff -c 0             | -c                | 0
          sniff -c -5            | -c                | -5
          sniff -c 1.5           | -c                | 1.5
          sniff -c               | -c                | COUNT
          sniff -B 0             | --buffer-size     | 0
          sniff -B 2147483648    | --buffer-size     | 2147483648
          sniff -Q sideways      | --direction       | sideways
          sniff -Q IN            | --direction       | IN
          sniff --format lines   | --format          | lines
          sniff --format json -x | --format json     | -x
          sniff --file-format zip -w x | --file-format | zip
          sniff --time-stamp-precision pico | --time-stamp-precision | pico
          sniff -T rtp           | -T                | rtp
          sniff -w - --print     | -w -              | standard output
          sniff -w - --count     | -w -              | standard output
          sniff -C 5             | -C                | -w FILE
          sniff -G 5 -w -        | -G                | -w FILE
          sniff -C 0 -w x        | -C                | '0'
          sniff -C 5x -w x       | -C                | '5x'
          sniff -G 0 -w x        | -G                | '0'
          sniff -W 0 -w x        | -W                | '0'
          sniff -z gzip -w x     | -z                | -C or -G
          sniff -z gzip          | -z                | -C or -G
          sniff -r x -V y        | -V                | list
          sniff -r - -r -        | -r -              | only once
          sniff -r - --follow    | --follow          | standard input
          sniff -r x -r y --follow | --follow        | one file
          sniff -V x --follow    | --follow          | one file
          sniff --tls-keys k     | --tls-keys        | -w FILE.pcapng
          sniff --tls-keys k -w x.pcap | --tls-keys  | -w FILE.pcapng
          sniff --tls-keys k -w x.pcapng -r y | --tls-keys | editcap
          sniff --tls-keys k -w x.pcapng --threads 2 | --tls-keys | one thread
          sniff --follow         | --follow          | one file
          sniff -y XX            | --linktype        | 'XX'
          sniff -j XX            | --time-stamp-type | 'XX'
          sniff -i               | --interface       | INTERFACE
          sniff -Z               | --relinquish-privileges | USER
          sniff --no-such        | --no-such         | --no-such
          flows --format line    | --format          | table, json or csv
          flows --every 0        | --every           | seconds from 0.1
          flows --every soon     | --every           | 'soon'
          flows --limit 0        | --limit           | from 1 to 1000000
          flows --width 10       | --width           | from 40 to 1000
          flows --max-flows 0    | --max-flows       | '0'
          flows -w x             | -w                | unknown option
          flows -r - -r -        | -r -              | only once
          flows --threads 2 -r x | -r                | one thread
          interfaces port 80     | port 80           | unexpected argument
          interfaces @/etc/hostname | @/etc/hostname | unexpected argument
          interfaces all         | all               | unexpected argument
          replay -r x            | -i                | needed
          replay -i lo           | -r                | needed
          replay -r x -i lo --helper=y --netns z | --helper | --netns
          reflect udp            | -i                | needed
          replay -r x -i lo --pps 5 --bps 5 | --pps  | only one
          replay -r x -i lo --pps 0         | --pps  | '0'
          replay -r x -i lo --speed 0       | --speed | '0'
          replay -r x -i lo --speed fast    | --speed | 'fast'
          replay -r x --map lo              | --map  | RECORDED=INTERFACE
          replay -r x --map a=lo --map a=lo | --map  | once
          replay -r x -i lo --edit-mac 2=3  | --edit-mac | '2=3'
          replay -r x -i lo --edit-ip ::/8=0.0.0.0/8 | --edit-ip | same prefix length
          replay -r x -i lo --loop 0        | --loop | '0'
          replay -r x -i lo --duration 0    | --duration | '0'
          report x               | -o                | needed
          report -o x            | -o                | needed
          report - - -o x        | -                 | only once
          extcap                 | --install         | is missing
          extcap --extcap-dlts   | --extcap-interface | is missing
          extcap --extcap-interface x --capture | --fifo | is missing
          demo --fast            | --fast            | unknown option
          echo-server --port 70000    | --port       | '70000' is not a number from 0 to 65535
          echo-server --port -1       | --port       | -1
          echo-server --port          | --port       | PORT
          echo-server --host=         | --host       | neither a name nor an address
          echo-server --max-connections 0       | --max-connections | from 1 to 1048576
          echo-server --max-connections 1048577 | --max-connections | from 1 to 1048576
          echo-server --idle-timeout 0.009      | --idle-timeout    | seconds from 0.01
          echo-server --idle-timeout soon       | --idle-timeout    | seconds
          echo-server --drain -1      | --drain      | seconds from 0 to
          echo-server --drain 1e99    | --drain      | seconds from 0 to
          echo-server --drain 1e999999999 | --drain  | seconds from 0 to
          echo-server --drain 5s      | --drain      | 5s
          echo-server here            | here         | unexpected argument
          echo-server --load          | --load       | unknown option
          echo-client --port 0        | --port       | '0' is not a number from 1 to 65535
          echo-client --port 70000    | --port       | '70000' is not a number from 1 to 65535
          echo-client --host=         | --host       | neither a name nor an address
          echo-client --timeout 0     | --timeout    | seconds from 0.001
          echo-client --udp -         | -            | standard input
          echo-client one two         | two          | unexpected argument
          echo-client -x              | -x           | unknown option
          echo-client --size 9        | missing      | --load
          echo-client --load message  | message      | --load
          echo-client --load --udp    | --udp        | --load
          echo-client --load --connections 0  | --connections | 0
          echo-client --load --size 67108865  | --size        | from 1 to 67108864
          echo-client --load --in-flight 0    | --in-flight   | from 1 to 65536
          echo-client --load --duration 0     | --duration    | seconds from 0.001
          echo-client --load --warm-up -1     | --warm-up     | seconds from 0 to
          echo-client --frames        | -i           | needed
          echo-client -i lo           | missing      | --frames
          echo-client --frames -i lo --threads 2 | --frames | one thread
          echo-client --frames -i lo hello | --frames | own messages
          echo-client --frames -i lo --size 23 | --size | 24 to
          echo-client --load --threads 1025   | --threads     | from 1 to 1024
          sniff --threads 0           | --threads     | from 1 to 64
          sniff --threads 2 -r a.pcap | -r            | one thread
          sniff --threads 2 --helper  | --helper      | locks
          sniff --threads 2 -#        | -#            | no order
          sniff --threads 2 -ttt      | -ttt          | no order
          sniff --threads 2 -ttttt    | -ttttt        | no order
          snif                   | snif              | no such command
          -x                     | -x                | unknown option
          """)
  void aMistakeIsOneLineThatNamesIt(String line, String option, String value) {
    Call call = Call.of(line.split(" "));

    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.errLines())
        .singleElement()
        .asString()
        .startsWith("framering: ")
        .contains(option, value)
        .matches(".*; try 'framering( [\\w-]+)? --help'");
  }

  @ParameterizedTest(name = "framering {0}")
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "sniff --help",
        "sniff -h",
        "flows --help",
        "top --help",
        "interfaces --help",
        "echo-server --help",
        "echo-client --help",
        "demo --help",
        "extcap --help",
        "report --help",
        "completion --help"
      })
  void helpFitsATerminal(String line) {
    Call call = Call.of(line.split(" "));

    assertThat(call.status()).isZero();
    assertThat(call.err()).isEmpty();
    assertThat(call.out()).startsWith("Usage: framering");
    assertThat(call.out().lines()).allMatch(text -> text.length() <= 80);
  }

  @Test
  void helpOfSniffNamesEveryOptionOfIt() {
    assertThat(Call.of("sniff", "--help").out())
        .contains("-i, --interface INTERFACE", "-c  COUNT", "-s, --snapshot-length BYTES")
        .contains("-r  FILE", "-w  FILE", "-F  FILE", "-d  ", "-Z, --relinquish-privileges USER")
        .contains("-C  SIZE", "-G  SECONDS", "-W  COUNT", "-U, --packet-buffered")
        .contains("-e  ", "-v, --verbose", "-q, --quick", "-t  ", "--nano", "-S, --absolute")
        .contains("-x  ", "-X  ", "-A  ", "-#, --number", "--count ", "--statistics ")
        .containsPattern("classic,\\s+tree,\\s+line,\\s+json")
        .containsSubsequence("Capturing:", "Which packets:", "Capture files:", "Printing:")
        .contains("Exit status: 0");
  }

  @ParameterizedTest
  @CsvSource({
    "echo-server, --port PORT, Default: 65435",
    "echo-server, --host HOST, Default: localhost",
    "echo-server, --drain SECONDS, Default: 5",
    "echo-server, --idle-timeout SECONDS, Default: 0",
    "echo-client, --timeout SECONDS, Default: 10",
    "echo-client, --size BYTES, Default: 64",
    "echo-client, --duration SECONDS, Default: 10"
  })
  void helpTellsUnitsAndDefaults(String command, String option, String preset) {
    assertThat(Call.of(command, "--help").out()).contains(option, preset);
  }

  @Test
  void withoutACommandTheHelpIsAComplaint() {
    Call call = Call.of();

    assertThat(call.status()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).startsWith("Usage: framering sniff");
  }

  @Test
  void everySubcommandIsInTheHelp() {
    assertThat(Call.of("--help").out())
        .contains("\n  sniff ", "\n  flows ", "\n  interfaces ", "\n  demo ", "\n  extcap ")
        .contains("\n  echo-server ", "\n  echo-client ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "sniff --version", "demo --version"})
  void theVersionIsOneLine(String line) {
    Call call = Call.of(line.split(" "));

    assertThat(call.status()).isZero();
    assertThat(call.out()).startsWith("framering ").endsWith("\n").containsOnlyOnce("\n");
  }

  @Test
  void helpOfWhichNothingCanBeWrittenIsAFailure() {
    Call call = Call.to(new Call.Broken(new IOException("disk full")), "--help");

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.errLines()).containsExactly("framering: disk full");
  }
}
