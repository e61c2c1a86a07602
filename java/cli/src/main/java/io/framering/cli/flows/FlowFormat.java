// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.flows;

import io.framering.print.text.TextBuffer;

/** Writes flows, one line each. A writer belongs to one thread. */
public interface FlowFormat {
  /** Appends what comes before the first line. */
  default void writeHeader(TextBuffer to) {}

  /** Appends the line of a flow. */
  void write(FlowLine line, TextBuffer to);
}
