package io.framering.savefile;

import java.io.IOException;
import java.io.InputStream;

/** Makes a stream of uncompressed bytes from a compressed one. */
@FunctionalInterface
public interface Decompressor {
  /**
   * Opens {@code compressed}, which stands at the first byte of its format.
   *
   * @return a stream that gives what can be had at once, and throws {@link IOException} at damage
   */
  InputStream open(InputStream compressed) throws IOException;
}
