package io.framering.print.line;

/** What the printers of all protocols have in common. */
abstract class ProtocolPrinter {
  /** What is printed, and how. */
  final LineContext line;

  /** What is read. */
  final CapturedBytes in;

  ProtocolPrinter(LineContext line) {
    this.line = line;
    this.in = line.in;
  }
}
