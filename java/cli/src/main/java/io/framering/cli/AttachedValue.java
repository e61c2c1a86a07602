// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * For an option with an optional value: only {@code --option=VALUE} has one. The next word is never
 * its value, since it may begin an expression.
 */
final class AttachedValue implements IParameterPreprocessor {
  private static final String ATTACHED = "=";

  @Override
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> about) {
    if (!ATTACHED.equals(about.get("separator"))) {
      words.push(((OptionSpec) option).fallbackValue());
    }
    return false; // picocli continues with the changed arguments
  }
}
