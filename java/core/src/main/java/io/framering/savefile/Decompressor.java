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
   * @return a stream that returns available bytes at once and throws {@link IOException} on damage
   */
  InputStream open(InputStream compressed) throws IOException;
}
