// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.flows;

import io.framering.print.text.TextBuffer;
import io.framering.print.text.UntrustedText;
import java.util.stream.Collectors;

/** Comma-separated values as in RFC 4180, with a header; control characters escaped as in json. */
public final class FlowCsv implements FlowFormat {
  private static final String LINE_END = "\r\n";

  private final TextBuffer cell = new TextBuffer();

  @Override
  public void writeHeader(TextBuffer to) {
    to.text(FlowFields.ALL.stream().map(FlowField::name).collect(Collectors.joining(",")));
    to.text(LINE_END);
  }

  @Override
  public void write(FlowLine line, TextBuffer to) {
    boolean isFirst = true;
    for (FlowField field : FlowFields.ALL) {
      to.text(isFirst ? "" : ",");
      isFirst = false;
      String value = field.value().apply(line);
      if (value != null) {
        append(value, to);
      }
    }
    to.text(LINE_END);
  }

  private void append(String value, TextBuffer to) {
    boolean quoted = value.indexOf(',') >= 0 || value.indexOf('"') >= 0;
    UntrustedText.append(quoted ? "\"" + value.replace("\"", "\"\"") + "\"" : value, cell.clear());
    to.part(cell, 0, cell.length());
  }
}
