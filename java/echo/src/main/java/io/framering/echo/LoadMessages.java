package io.framering.echo;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * What a load sends: every message of every connection is a different cut out of the same random
 * bytes, so that one that comes back on another connection, or in another order, is noticed. For
 * one thread.
 */
final class LoadMessages {
  private static final int CUTS = 4096; // a power of two
  private static final int CUT_OF_CONNECTION = 31;
  private static final int CUT_OF_MESSAGE = 7;

  private final int messageBytes;
  private final ByteBuffer random;

  LoadMessages(int messageBytes) {
    this.messageBytes = messageBytes;
    byte[] bytes = new byte[messageBytes + CUTS];
    new Random(862).nextBytes(bytes);
    random = ByteBuffer.allocateDirect(bytes.length).put(bytes);
  }

  int messageBytes() {
    return messageBytes;
  }

  /**
   * The bytes of a message from one of them on; valid until the next call.
   *
   * @param connection which connection it goes over, from 0
   * @param message which message of this connection, from 0
   */
  ByteBuffer rest(int connection, long message, int from) {
    int cut = (int) (connection * CUT_OF_CONNECTION + message * CUT_OF_MESSAGE & CUTS - 1);
    return random.limit(cut + messageBytes).position(cut + from);
  }
}
