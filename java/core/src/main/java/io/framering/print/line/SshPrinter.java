// SPDX-License-Identifier: Apache-2.0
package io.framering.print.line;

/** The identification line of SSH (RFC 4253, section 4.2). */
final class SshPrinter extends ProtocolPrinter {
  private static final String BEGINNING = "SSH-";

  SshPrinter(LineContext line) {
    super(line);
  }

  /** Prints the line, if the {@code length} bytes on the wire begin with one. */
  void print(long at, long length) {
    line.protocol = "ssh";
    for (int i = 0; i < BEGINNING.length(); i++) {
      if (in.u8(at + i) != BEGINNING.charAt(i)) {
        return;
      }
    }
    long end = at;
    long limit = at + length;
    while (end < limit && Characters.isPrintable(in.u8(end))) {
      end++;
    }
    boolean ended =
        end < limit && in.u8(end) == '\n'
            || end + 1 < limit && in.u8(end) == '\r' && in.u8(end + 1) == '\n';
    if (ended) {
      line.out.text(": SSH: ");
      for (long i = at; i < end; i++) {
        line.out.character((char) in.u8(i));
      }
    }
  }
}
