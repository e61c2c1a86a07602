// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

/**
 * Counts since the capture was opened: 64 bits, never reset.
 *
 * <p>"The filter" is the kernel's. If the kernel {@linkplain Capture#filteredByKernel() does not
 * apply} the filter of the options, the counts include frames that it rejects.
 *
 * <p>Once a capture has ended, {@code received} is the sum of the lent frames, {@code dropped} and
 * {@code discarded}. Before that, the remaining frames are in the ring and can be read.
 *
 * @param received frames that passed the filter, including dropped ones ({@code tp_packets} of
 *     {@code struct tpacket_stats_v3})
 * @param dropped frames that passed the filter and were lost because the ring was full ({@code
 *     tp_drops})
 * @param freezes the number of times the ring was full ({@code tp_freeze_q_cnt})
 * @param missed frames that the interface or its driver dropped for lack of room ({@code
 *     rx_missed_errors} and {@code rx_fifo_errors} of {@code struct rtnl_link_stats64}); they are
 *     counted before any filter, which might have rejected them
 * @param discarded frames that were still in the ring when the capture {@linkplain Capture#ended()
 *     had ended} and were never lent; 0 before that
 */
public record CaptureStatistics(
    long received, long dropped, long freezes, long missed, long discarded) {
  static final CaptureStatistics NONE = new CaptureStatistics(0, 0, 0);

  /**
   * Without missed and discarded frames.
   *
   * @param received frames that passed the filter
   * @param dropped frames that passed the filter and were lost because the ring was full
   * @param freezes how often the ring was full
   */
  public CaptureStatistics(long received, long dropped, long freezes) {
    this(received, dropped, freezes, 0);
  }

  /**
   * Without discarded frames.
   *
   * @param received frames that passed the filter
   * @param dropped frames that passed the filter and were lost because the ring was full
   * @param freezes how often the ring was full
   * @param missed frames that the interfaces dropped
   */
  public CaptureStatistics(long received, long dropped, long freezes, long missed) {
    this(received, dropped, freezes, missed, 0);
  }
}
