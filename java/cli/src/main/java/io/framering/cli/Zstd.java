// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.framering.savefile.Compressor;
import io.framering.savefile.Decompressor;

/** zstd; its library is loaded on first use. */
final class Zstd {
  static final Decompressor DECOMPRESSOR = ZstdInputStreamNoFinalizer::new;
  static final Compressor COMPRESSOR = ZstdOutputStreamNoFinalizer::new;

  private Zstd() {}
}
