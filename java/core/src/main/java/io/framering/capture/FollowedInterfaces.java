// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.jni.Errno;
import io.framering.jni.Ring;
import java.util.List;
import java.util.function.Consumer;

/** Adapts a ring to interfaces that disappear and come back, and reports them. */
final class FollowedInterfaces {
  private final Ring ring;
  private final List<String> names;
  private final InterfaceTable interfaces;
  private final InterfaceWatch watch;
  private final CaptureCounts counts;
  private volatile Consumer<InterfaceEvent> listener = event -> {};

  /** Set while the reading thread calls the listener. */
  private volatile boolean reporting;

  FollowedInterfaces(
      RingOpener.Opened opened,
      List<String> names,
      InterfaceTable interfaces,
      CaptureCounts counts) {
    this.ring = opened.ring();
    this.watch = opened.watch();
    this.names = names;
    this.interfaces = interfaces;
    this.counts = counts;
  }

  /** Called by the reading thread. */
  void listener(Consumer<InterfaceEvent> listener) {
    this.listener = listener;
  }

  /** Whether none can be up without a change. */
  boolean allDown() {
    return watch != null && !watch.anyUp();
  }

  /** Whether the listener is running. Any thread. */
  boolean isReporting() {
    return reporting;
  }

  /** Adapts the ring to what has changed. For the reading thread. */
  void update() {
    if (watch == null) {
      return;
    }
    List<InterfaceEvent> events = watch.update(interfaces.look());
    if (events.isEmpty()) {
      return; // something has changed, but not our interfaces
    }
    report(events);
    counts.follow(watch.indices());
    int error = ring.follow(watch.indices());
    if (error != 0 && error != Errno.ENODEV) { // deleted again: the next change reports it
      throw CaptureErrors.onFollow(error, ring.lastError().call(), names);
    }
  }

  private void report(List<InterfaceEvent> events) {
    reporting = true;
    try {
      if (!ring.isClosed()) { // from now on close() does not wait for the listener
        events.forEach(listener);
      }
    } finally {
      reporting = false;
    }
  }
}
