// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.cli.flows.FlowFormat;
import io.framering.cli.flows.FlowLine;
import io.framering.flow.Flow;
import io.framering.flow.FlowEnd;
import io.framering.print.text.TextBuffer;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.function.IntFunction;

/** Writes a line for each flow when it ends, and as an interim result those that are open. */
final class FlowLinesOutput implements FlowOutput {
  private static final int FLUSH_BYTES = 64 << 10;

  private final FlowFormat format;
  private final WritableByteChannel out;
  private final IntFunction<String> interfaceNames;
  private final TextBuffer text = new TextBuffer();

  /**
   * @param interfaceNames the name of the interface that has this index; null for index 0
   */
  FlowLinesOutput(FlowFormat format, WritableByteChannel out, IntFunction<String> interfaceNames) {
    this.format = format;
    this.out = out;
    this.interfaceNames = interfaceNames;
    format.writeHeader(text);
  }

  @Override
  public synchronized void ended(Flow flow, FlowEnd end) {
    write(flow, reason(end));
  }

  private static String reason(FlowEnd end) {
    return switch (end) {
      case CLOSED -> "closed";
      case IDLE -> "idle";
      case EVICTED -> "evicted";
      case TABLE_CLOSED -> "end";
    };
  }

  private void write(Flow flow, String reason) {
    format.write(new FlowLine(flow, reason, interfaceNames.apply(flow.interfaceIndex())), text);
  }

  @Override
  public synchronized void flush(boolean much) throws IOException {
    if (text.length() >= (much ? FLUSH_BYTES : 1)) {
      text.writeTo(out);
    }
  }

  @Override
  public synchronized void interim(List<Flow> open) throws IOException {
    for (Flow flow : open) {
      write(flow, "active");
      flush(true);
    }
    flush(false);
  }

  @Override
  public void last() throws IOException {
    flush(false);
  }
}
