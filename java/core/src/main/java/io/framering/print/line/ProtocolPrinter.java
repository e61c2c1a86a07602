// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/** The base of all protocol printers. */
abstract class ProtocolPrinter {
  /** The output and its options. */
  final LineContext line;

  /** The input. */
  final CapturedBytes in;

  ProtocolPrinter(LineContext line) {
    this.line = line;
    this.in = line.in;
  }
}
