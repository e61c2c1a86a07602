// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.Privileges;
import io.framering.filter.FilterExpression;
import java.io.IOException;
import java.util.function.Supplier;

/** One run of {@code sniff}, from the opening of its source to the last line on stderr. */
abstract class SniffRun {
  private static final String ROOT = "root";

  final Environment environment;
  final SniffArguments arguments;
  final CaptureArguments capturing;
  final SniffSinks sinks;

  SniffRun(Environment environment, SniffArguments arguments) {
    this.environment = environment;
    this.arguments = arguments;
    capturing = arguments.capturing();
    sinks = new SniffSinks(environment, arguments);
  }

  /** Prints or records the packets that match, and returns the exit status. */
  abstract int run(FilterExpression expression) throws IOException;

  /** As with tcpdump, {@code -Z root} stays root. */
  final void giveUpPrivileges() {
    String user = capturing.user.get();
    if (user != null && !user.equals(ROOT)) {
      try {
        Privileges.dropTo(user);
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new Failure("-Z: " + e.getMessage());
      }
    }
  }

  /**
   * Runs the sniffers and reports their progress.
   *
   * @param losses the losses so far, such as "0 dropped"
   */
  final void run(Sniffers sniffers, Supplier<String> losses) throws IOException {
    CountArguments counting = arguments.counting();
    boolean lines = counting.everySecond.get();
    try (SniffReport _ =
        lines || sinks.isWatched()
            ? new SniffReport(environment, sniffers, losses, !lines)
            : null) {
      sniffers.run(arguments.selecting().count.get());
    } finally {
      if (counting.only.get()) {
        environment.print(ClosingLines.packets(sniffers.frames()));
      }
    }
  }

  final void checkThatAllWasPrinted() {
    if (sinks.unprinted() > 0) {
      throw new Failure(
          "standard output is blocked: "
              + ClosingLines.packets(sinks.unprinted())
              + " could not be printed");
    }
  }
}
