// SPDX-License-Identifier: Apache-2.0
/** The framering command. It is not an API for other programs. */
module io.framering.cli {
  requires com.github.luben.zstd_jni;
  requires info.picocli;
  requires io.framering;
  requires io.framering.echo;
  requires io.framering.flow;
  requires jdk.unsupported; // sun.misc.Signal
  requires org.jline.nativ;
  requires org.jline.terminal;
}
