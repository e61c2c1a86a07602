// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

/**
 * The reply to an {@link EchoClient}.
 *
 * @param sent bytes sent
 * @param received bytes that came back
 * @param same the number of bytes, from the first, that equal those sent
 */
public record EchoResult(long sent, long received, long same) {

  /** {@return whether exactly the bytes sent came back} */
  public boolean isEqual() {
    return same == sent && same == received;
  }

  /** {@return one readable line: the difference, or that there is none} */
  public String describe() {
    if (isEqual()) {
      return sent + " bytes came back as they were sent";
    }
    if (same == received) {
      return "only " + received + " of " + sent + " bytes came back";
    }
    if (same == sent) {
      return received + " bytes came back, but only " + sent + " were sent";
    }
    return "what came back differs from what was sent at byte " + (same + 1);
  }
}
