// SPDX-License-Identifier: Apache-2.0
package io.framering.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * A compressed file: the first byte of the input says whether the rest is what is compressed, and
 * how much of the compressed bytes is cut off, or whether it is the compressed bytes.
 */
public final class GzipFuzz {
  private static final int GZIP_DEFLATE = 0x1F8B0800;

  private GzipFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    int kind = input.length == 0 ? 0 : input[0];
    if (kind < 0) {
      byte[] file = ByteBuffer.allocate(3 + input.length).putInt(GZIP_DEFLATE).array();
      System.arraycopy(input, 1, file, Integer.BYTES, input.length - 1);
      FuzzedFile.read(file, Integer.MAX_VALUE);
      return;
    }
    byte[] file = gzip(input);
    FuzzedFile.read(Arrays.copyOf(file, Math.max(0, file.length - kind)), input.length);
  }

  private static byte[] gzip(byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(input, Math.min(1, input.length), Math.max(0, input.length - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
