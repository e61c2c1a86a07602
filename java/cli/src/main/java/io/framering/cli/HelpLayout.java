// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Help in the notation of manual pages: {@code -c COUNT}, where picocli would write {@code
 * -c=COUNT}.
 */
final class HelpLayout extends Help {
  HelpLayout(CommandSpec command, ColorScheme colors) {
    super(command, colors);
  }

  @Override
  public IParamLabelRenderer parameterLabelRenderer() {
    return new IParamLabelRenderer() {
      @Override
      public Text renderParameterLabel(ArgSpec argument, Ansi ansi, List<IStyle> styles) {
        if (argument.arity().max() == 0) {
          return colorScheme().text("");
        }
        boolean needsValue = argument.isPositional() || argument.arity().min() > 0;
        String label = argument.paramLabel();
        return colorScheme().text(needsValue ? " " + label : "[=" + label + "]");
      }

      @Override
      public String separator() {
        return " ";
      }
    };
  }
}
