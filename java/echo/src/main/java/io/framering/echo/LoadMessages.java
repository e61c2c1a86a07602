// SPDX-License-Identifier: Apache-2.0
package io.framering.echo;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * The messages of a load: each message of each connection is a different section of the same random
 * bytes, so that replies on a wrong connection or in a wrong order are detected. Not thread-safe.
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
   * The bytes of a message from an offset on; valid until the next call.
   *
   * @param connection the number of the connection, from 0
   * @param message the number of the message on this connection, from 0
   */
  ByteBuffer rest(int connection, long message, int from) {
    int cut = (int) (connection * CUT_OF_CONNECTION + message * CUT_OF_MESSAGE & CUTS - 1);
    return random.limit(cut + messageBytes).position(cut + from);
  }
}
