// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.filter.FilterExpression;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The filter expression that follows the options of a command, in any number of words. */
final class ExpressionWords {
  private final PositionalParamSpec words;

  /**
   * An expression.
   *
   * @param selected what it selects: "packets"
   * @param example of an expression
   */
  ExpressionWords(String selected, String example) {
    words =
        PositionalParamSpec.builder()
            .paramLabel("EXPRESSION")
            .arity("0..*")
            .type(String[].class)
            .initialValue(new String[0])
            .description(
                "Only " + selected + " that match, in the language of pcap-filter(7): " + example)
            .build();
  }

  /** Adds it to a command. */
  void addTo(CommandSpec command) {
    command.addPositional(words);
  }

  /** The words, with spaces between them. */
  String text() {
    return String.join(" ", words.<String[]>getValue());
  }

  /** The expression; empty if there are no words. */
  FilterExpression expression() {
    return new FilterExpression(text(), true);
  }
}
