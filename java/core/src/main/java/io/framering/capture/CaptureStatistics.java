package io.framering.capture;

/**
 * Counts since the capture was opened: 64 bits, never reset.
 *
 * <p>The filter is the kernel's: where it {@linkplain Capture#filteredByKernel() does not apply}
 * the one of the options, these count what came before that.
 *
 * <p>Once a capture has ended, {@code received} is the sum of the frames that were lent, of {@code
 * dropped}, and of {@code discarded}. Before that, the rest are in the ring and can be read.
 *
 * @param received frames that passed the filter, those that were dropped included ({@code
 *     tp_packets} of {@code struct tpacket_stats_v3})
 * @param dropped frames that passed the filter and were lost, as the ring was full ({@code
 *     tp_drops})
 * @param freezes how often the ring was found full ({@code tp_freeze_q_cnt})
 * @param missed frames that came over the wire, and that the interface, or its driver, had no room
 *     for ({@code rx_missed_errors} and {@code rx_fifo_errors} of {@code struct
 *     rtnl_link_stats64}): no filter has seen them, and some would not have been wanted
 * @param discarded frames that the ring held when the capture {@linkplain Capture#ended() had
 *     ended}, and so were not lent; 0 before that
 */
public record CaptureStatistics(
    long received, long dropped, long freezes, long missed, long discarded) {
  static final CaptureStatistics NONE = new CaptureStatistics(0, 0, 0);

  /** With none that an interface has missed, and none discarded. */
  public CaptureStatistics(long received, long dropped, long freezes) {
    this(received, dropped, freezes, 0);
  }

  /** With none discarded. */
  public CaptureStatistics(long received, long dropped, long freezes, long missed) {
    this(received, dropped, freezes, missed, 0);
  }
}
