package io.framering.cli;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.framering.savefile.Decompressor;

/** Reads what zstd has compressed; its library is loaded when that is first needed. */
final class Zstd {
  static final Decompressor DECOMPRESSOR = ZstdInputStreamNoFinalizer::new;

  private Zstd() {}
}
