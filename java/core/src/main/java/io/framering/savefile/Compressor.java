// SPDX-License-Identifier: Apache-2.0
package io.framering.savefile;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses a capture file while it is written. The file is a sequence of compressed parts, each
 * readable without the others: a writer that is killed loses at most the last one.
 */
@FunctionalInterface
public interface Compressor {
  /** gzip (RFC 1952): each part is a member. */
  Compressor GZIP = GZIPOutputStream::new;

  /**
   * Opens a stream that compresses one part; closing it ends the part and leaves {@code to} open.
   * The writer opens one for each MiB of records and for each flush.
   *
   * @param to where the compressed bytes go
   * @return the stream that takes the records
   * @throws IOException if the part cannot begin
   */
  OutputStream open(OutputStream to) throws IOException;
}
