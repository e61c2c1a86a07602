// SPDX-License-Identifier: Apache-2.0
package io.framering.transmit;

/**
 * Is told what became of each frame, in their order, by the thread that sends. It must not use the
 * transmitter.
 */
@FunctionalInterface
public interface TransmitListener {
  /**
   * A frame was handed to the kernel, or refused.
   *
   * @param refused 0 if it was handed to the kernel; else the system's error number, {@code
   *     errno(3)}
   * @param time when it was handed to the kernel, as {@link System#nanoTime()} counts; the time at
   *     which it was due if it was refused
   */
  void onFrame(int refused, long time);
}
