// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.io.IOException;
import java.io.InputStream;

/** Decompresses a stream. */
@FunctionalInterface
public interface Decompressor {
  /**
   * Opens {@code compressed}, which is positioned at the first byte of its format.
   *
   * @param compressed closed with the returned stream
   * @return a stream that returns available bytes at once and throws {@link IOException} on damage
   * @throws IOException if the beginning cannot be read
   */
  InputStream open(InputStream compressed) throws IOException;
}
