// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

/** A pcap file: the first byte of the input says of which kind and in which byte order. */
public final class PcapFuzz {
  /** Microseconds, nanoseconds, Kuznetsov's, and Ixia's two. */
  static final int[] MAGICS = {0xA1B2C3D4, 0xA1B23C4D, 0xA1B2CD34, 0x1C0001AC, 0x1C0001AB};

  private PcapFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    int kind = input.length == 0 ? 0 : input[0] & 0xFF;
    int magic = MAGICS[(kind >> 1) % MAGICS.length];
    FuzzedFile.read(kind % 2 == 0 ? magic : Integer.reverseBytes(magic), input, 1);
  }
}
