// SPDX-License-Identifier: Apache-2.0
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
 * Describes the captured interfaces in a capture file, even those without packets, and their
 * counts.
 *
 * <p>The rings count all interfaces together. So the counts of a single interface are known, even
 * if it is deleted and created again; of several interfaces, only "nothing dropped" is certain.
 *
 * <p>Any thread.
 */
final class InterfaceCounts {
  private static final CaptureStatistics NONE = new CaptureStatistics(0, 0, 0);

  private final Rings rings;
  private final CaptureArguments capturing;
  private final List<Known> known = new ArrayList<>();
  private boolean begun;

  InterfaceCounts(Rings rings, CaptureArguments capturing) {
    this.rings = rings;
    this.capturing = capturing;
  }

  /**
   * An interface.
   *
   * @param before the rings' counts when it appeared; null if they are unknown
   */
  private record Known(Interface described, CaptureStatistics before) {}

  private void takeUp(CaptureStatistics now) {
    for (Interface each : capturing.among(rings.first().interfaces())) {
      if (known.stream().noneMatch(other -> other.described().index() == each.index())) {
        known.add(new Known(each, now));
      }
    }
  }

  /** Takes up the interfaces that exist when the capture begins. */
  synchronized void begin() {
    begun = true;
    takeUp(NONE);
  }

  /** The interfaces that existed at the start. */
  synchronized List<Interface> interfaces() {
    return known.stream().map(Known::described).toList();
  }

  /** The index of the interface if exactly one was named; else 0. */
  synchronized int only() {
    boolean isAlone = capturing.interfaceNames().size() == 1 && !known.isEmpty();
    return isAlone ? known.getLast().described().index() : 0;
  }

  /** Called when an interface has disappeared or appeared. */
  synchronized void onInterfaceEvent(InterfaceEvent event) {
    if (begun && event.kind() == InterfaceEvent.Kind.CREATED) {
      takeUp(counted());
    }
  }

  /** The counts of the rings; null if unknown, and then they are not written. */
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

  /** Writes the current counts; may be called again. */
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
