// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Snapshots that other threads ask a capture's thread for, which makes them between two batches.
 */
final class Snapshots<T> {
  private volatile CompletableFuture<T> request;

  /**
   * Asks for a snapshot. It is never made if the capture ends before. Any thread, one at a time.
   */
  CompletableFuture<T> request() {
    CompletableFuture<T> answer = new CompletableFuture<>();
    request = answer;
    return answer;
  }

  /** Makes a snapshot if one is asked for. */
  void answer(Supplier<T> snapshot) {
    CompletableFuture<T> asked = request;
    if (asked != null) {
      request = null;
      asked.complete(snapshot.get());
    }
  }
}
