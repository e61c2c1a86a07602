package io.framering.echo;

/**
 * What came back to an {@link EchoClient}.
 *
 * @param sent bytes sent
 * @param received bytes that came back
 * @param same how many of them, from the first, are what was sent
 */
public record EchoResult(long sent, long received, long same) {

  /** Whether everything came back, unchanged, and nothing else. */
  public boolean isEqual() {
    return same == sent && same == received;
  }

  /** One line for a person: what is wrong, or that nothing is. */
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
