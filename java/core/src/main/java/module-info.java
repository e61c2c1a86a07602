// SPDX-License-Identifier: Apache-2.0
/**
 * Packet capture for the JVM on Linux: frames from an AF_PACKET ring, read in place.
 *
 * <p>Start at {@link io.framering.capture.Capture}.
 */
@SuppressWarnings("requires-automatic") // native-lib-loader names its module in its manifest only
module io.framering {
  requires org.scijava.nativelib;

  exports io.framering.capture;
  exports io.framering.filter;
  exports io.framering.frame;
  exports io.framering.packet;
  exports io.framering.print;
  exports io.framering.print.text;
  exports io.framering.savefile;
}
