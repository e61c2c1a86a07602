// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.flows;

import io.framering.print.text.TextBuffer;
import io.framering.print.text.UntrustedText;
import java.util.List;

/** One JSON object per flow and line. Fields that a flow does not have are absent. */
public final class FlowJson implements FlowFormat {
  private static final List<Row> ROWS =
      FlowFields.ALL.stream().map(field -> new Row(field, field.name().split("\\."))).toList();

  /** A field, and the names of the objects that it is in, and its own. */
  private record Row(FlowField field, String[] path) {}

  @Override
  public void write(FlowLine line, TextBuffer to) {
    String[] open = {""}; // the path of the field before; its last name is no object
    boolean isFirst = true;
    to.character('{');
    for (Row row : ROWS) {
      String value = row.field().value().apply(line);
      if (value != null) {
        int common = common(open, row.path());
        to.repeat('}', open.length - 1 - common);
        to.text(isFirst ? "" : ",");
        for (int i = common; i < row.path().length; i++) {
          to.text(i > common ? "{\"" : "\"").text(row.path()[i]).text("\":");
        }
        append(row.field(), value, to);
        open = row.path();
        isFirst = false;
      }
    }
    to.repeat('}', open.length).newline();
  }

  private static void append(FlowField field, String value, TextBuffer to) {
    if (field.quoted()) {
      to.character('"');
      UntrustedText.appendJson(value, to);
      to.character('"');
    } else {
      to.text(value);
    }
  }

  /** How many objects both are in. */
  private static int common(String[] one, String[] other) {
    int count = 0;
    while (count < Math.min(one.length, other.length) - 1 && one[count].equals(other[count])) {
      count++;
    }
    return count;
  }
}
