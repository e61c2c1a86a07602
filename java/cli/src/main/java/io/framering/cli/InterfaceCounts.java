package io.framering.cli;

import io.framering.capture.CaptureException;
import io.framering.capture.CaptureStatistics;
import io.framering.capture.InterfaceEvent;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.savefile.FrameWriter;
import io.framering.savefile.SavefileInterface;
import java.util.ArrayList;
import java.util.List;

/**
 * What a capture file tells of the interfaces that are captured from: that they are there, though
 * no packet comes from them, and what was counted of each.
 *
 * <p>The rings count all interfaces together. So of one that is alone each count is known, also
 * when it is deleted and another of its name follows; of several, only "nothing dropped" is sure.
 *
 * <p>Any thread.
 */
final class InterfaceCounts {
  private static final CaptureStatistics NONE = new CaptureStatistics(0, 0, 0);

  private final Rings rings;
  private final CaptureArguments capturing;
  private final List<Known> known = new ArrayList<>();

  InterfaceCounts(Rings rings, CaptureArguments capturing) {
    this.rings = rings;
    this.capturing = capturing;
    takeUp(NONE);
  }

  /**
   * An interface.
   *
   * @param before what the rings had counted when it was new; null when that is not known
   */
  private record Known(Interface described, CaptureStatistics before) {}

  private void takeUp(CaptureStatistics now) {
    for (Interface each : capturing.among(rings.first().interfaces())) {
      if (known.stream().noneMatch(other -> other.described().index() == each.index())) {
        known.add(new Known(each, now));
      }
    }
  }

  /** The interfaces that were there at the beginning. */
  synchronized List<Interface> interfaces() {
    return known.stream().map(Known::described).toList();
  }

  /** The index of the interface, when only one was named; else 0. */
  synchronized int only() {
    boolean isAlone = capturing.interfaceNames().size() == 1 && !known.isEmpty();
    return isAlone ? known.getLast().described().index() : 0;
  }

  /** An interface has gone, or come. */
  synchronized void onInterfaceEvent(InterfaceEvent event) {
    if (event.kind() == InterfaceEvent.Kind.CREATED) {
      takeUp(counted());
    }
  }

  /** What the rings have counted; null when that is not known: then nothing is written of it. */
  private CaptureStatistics counted() {
    try {
      return rings.statistics();
    } catch (CaptureException e) {
      return null;
    }
  }

  /** Describes the interfaces. */
  synchronized void describe(FrameWriter writer) {
    for (Known each : known) {
      Interface of = each.described();
      writer.add(
          SavefileInterface.of(of.index(), of.name(), of.linkType(), capturing.snapLength()));
    }
  }

  /** Writes what has been counted up to now; may be called again. */
  synchronized void write(FrameWriter writer) {
    CaptureStatistics now = counted();
    if (capturing.interfaceNames().size() == 1) {
      for (int i = 0; i < known.size(); i++) {
        CaptureStatistics before = known.get(i).before();
        CaptureStatistics after = i + 1 < known.size() ? known.get(i + 1).before() : now;
        if (before != null && after != null) {
          writer.statistics(
              known.get(i).described().index(),
              after.received() - before.received(),
              after.dropped() - before.dropped());
        }
      }
    } else if (now != null && now.dropped() == 0) {
      known.forEach(each -> writer.statistics(each.described().index(), -1, 0));
    }
  }
}
