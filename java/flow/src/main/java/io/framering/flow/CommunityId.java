// SPDX-License-Identifier: Apache-2.0
package io.framering.flow;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The Community ID, version 1: a hash of addresses, protocol and ports that many tools compute. */
final class CommunityId {
  private static final int LONGEST = 2 + 2 * 16 + 2 + 4;
  private static final short SEED = 0;

  private CommunityId() {}

  static String of(FlowKey key) {
    FlowKey ordered = key.canonical();
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST).putShort(SEED);
    putAddress(bytes, ordered.ipv6(), ordered.sourceHigh(), ordered.sourceLow());
    putAddress(bytes, ordered.ipv6(), ordered.destinationHigh(), ordered.destinationLow());
    bytes.put((byte) ordered.protocol()).put((byte) 0);
    if (ordered.ports()) {
      bytes.putShort((short) ordered.sourceNumber());
      bytes.putShort((short) ordered.destinationNumber());
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      sha.update(bytes.flip());
      return "1:" + Base64.getEncoder().encodeToString(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has it
    }
  }

  private static void putAddress(ByteBuffer bytes, boolean ipv6, long high, long low) {
    if (ipv6) {
      bytes.putLong(high).putLong(low);
    } else {
      bytes.putInt((int) low);
    }
  }
}
