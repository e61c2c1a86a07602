// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.framering.savefile.Decompressor;

/** Decompresses zstd; its library is loaded on first use. */
final class Zstd {
  static final Decompressor DECOMPRESSOR = ZstdInputStreamNoFinalizer::new;

  private Zstd() {}
}
