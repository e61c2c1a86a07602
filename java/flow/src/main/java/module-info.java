// SPDX-License-Identifier: Apache-2.0
/**
 * Flows of captured packets: who talks to whom, how much, how slowly, and what was sent again.
 *
 * <p>{@link io.framering.flow.FlowTable} counts the packets of each flow:
 *
 * <pre>{@code
 * try (SavefileReader file = SavefileReader.open(Path.of("trace.pcapng"));
 *     FlowTable table = new FlowTable()) {
 *   while (file.next(FrameSource.FOREVER) instanceof FrameBatch batch) {
 *     table.addAll(batch);
 *   }
 *   for (Flow flow : table.flows()) {
 *     System.out.println(flow.source() + " " + flow.destination() + " " + flow.bytes());
 *   }
 * }
 * }</pre>
 */
module io.framering.flow {
  requires transitive io.framering;

  exports io.framering.flow;
}
