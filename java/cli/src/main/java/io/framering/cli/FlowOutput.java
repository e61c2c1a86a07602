// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.flow.Flow;
import io.framering.flow.FlowEnd;
import java.io.IOException;
import java.util.List;

/** Where flows go. Any thread may call it. */
interface FlowOutput {
  /** Takes a flow that has ended. */
  void ended(Flow flow, FlowEnd end);

  /**
   * Writes what has ended so far, if the format writes flows as they end.
   *
   * @param much whether to write only if one write is worth it
   */
  default void flush(boolean much) throws IOException {}

  /** Writes an interim result. */
  void interim(List<Flow> open) throws IOException;

  /** Writes the result after the last flow has ended. */
  void last() throws IOException;
}
