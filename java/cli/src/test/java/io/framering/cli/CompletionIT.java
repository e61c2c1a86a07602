// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("framering completion")
class CompletionIT {
  /** What bash offers for a command line that is not finished. */
  private static String offered(String line) throws Exception {
    String script =
        """
        shopt -s extglob
        eval "$("$@")"
        function_name=$(complete -p framering | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        read -ra COMP_WORDS <<<"$LINE"
        [[ $LINE == *' ' ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE=$LINE COMP_POINT=${#LINE}
        "$function_name" framering "${COMP_WORDS[COMP_CWORD]}"
        printf '%s ' "${COMPREPLY[@]}"
        """;
    String[] command = Program.line("completion").toArray(String[]::new);
    String[] bash = {"env", "LINE=" + line, "bash", "-c", script, "bash"};
    String[] both = new String[bash.length + command.length];
    System.arraycopy(bash, 0, both, 0, bash.length);
    System.arraycopy(command, 0, both, bash.length, command.length);
    return Tools.succeed(both).out();
  }

  @Test
  void offersCommandsOptionsAndValues() throws Exception {
    assertThat(offered("framering ")).contains("sniff", "echo-server", "completion");
    assertThat(offered("framering sniff --")).contains("--format", "--statistics", "--print");
    assertThat(offered("framering sniff --format ")).contains("line", "json", "tree", "classic");
  }
}
