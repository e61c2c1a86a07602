// SPDX-License-Identifier: Apache-2.0
package io.framering.cli.top;

import java.util.function.ToLongFunction;

/** What rows are sorted by, the greatest first. */
enum SortKey {
  RATE("rate", row -> row.sent() + row.received()),
  PACKETS("packets", TopRow::packets),
  TOTAL("total", TopRow::bytes),
  RTT("RTT", TopRow::rttNanos),
  RETRANSMISSIONS("retransmissions", TopRow::retransmissions);

  private final String title;
  private final ToLongFunction<TopRow> value;

  SortKey(String title, ToLongFunction<TopRow> value) {
    this.title = title;
    this.value = value;
  }

  /** In words. */
  String title() {
    return title;
  }

  long value(TopRow row) {
    return value.applyAsLong(row);
  }
}
