// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import io.framering.capture.InterfaceEvent.Kind;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.util.ArrayList;
import java.util.List;

/**
 * Tracks the interfaces of a capture: existing ones by index, even if they are renamed, absent ones
 * by their last name.
 */
final class InterfaceWatch {
  /** Stands for the index of an absent interface. */
  static final int ABSENT = 0;

  private final List<Watched> watched;

  /** Watches the interfaces that currently have these names. */
  InterfaceWatch(List<String> names, List<Interface> now) {
    watched = names.stream().distinct().map(Watched::new).toList();
    update(now);
  }

  private static final class Watched {
    private String name;
    private int index = ABSENT;
    private boolean up;
    private LinkType linkType;
    private LinkType refused;

    Watched(String name) {
      this.name = name;
    }

    InterfaceEvent event(Kind kind, String words) {
      return new InterfaceEvent(name, kind, words.formatted(name));
    }
  }

  /** The indices, in the order of the names; 0 for an absent interface. */
  int[] indices() {
    return watched.stream().mapToInt(each -> each.index).toArray();
  }

  /** Whether one of them is up. */
  boolean anyUp() {
    return watched.stream().anyMatch(each -> each.up);
  }

  /** Returns the events since the last call, and updates {@link #indices()}. */
  List<InterfaceEvent> update(List<Interface> now) {
    List<InterfaceEvent> events = new ArrayList<>();
    for (Watched each : watched) {
      if (each.index != ABSENT) {
        compare(each, find(each.index, now), events);
      }
      if (each.index == ABSENT) {
        takeUp(each, find(each.name, now), events);
      }
    }
    return events;
  }

  private static void compare(Watched each, Interface now, List<InterfaceEvent> events) {
    if (now == null) {
      each.index = ABSENT;
      each.up = false;
      events.add(each.event(Kind.DELETED, "%s: the interface was deleted; waiting for another"));
      return;
    }
    if (!now.name().equals(each.name)) {
      String before = each.name;
      each.name = now.name();
      events.add(each.event(Kind.RENAMED, before + ": the interface is called %s now"));
    }
    compareUp(each, now, events);
  }

  private static void compareUp(Watched each, Interface now, List<InterfaceEvent> events) {
    if (now.up() != each.up) {
      each.up = now.up();
      events.add(
          each.up
              ? each.event(Kind.UP, "%s: the interface is up; capturing")
              : each.event(Kind.DOWN, "%s: the interface is down; waiting until it is up"));
    }
  }

  private void takeUp(Watched each, Interface now, List<InterfaceEvent> events) {
    if (now == null || isWatched(now.index())) {
      each.refused = null;
      return;
    }
    if (each.linkType != null && each.linkType != now.linkType()) {
      if (each.refused != now.linkType()) {
        each.refused = now.linkType();
        String kinds = now.linkType().label() + " now, and was " + each.linkType.label();
        events.add(
            each.event(Kind.OTHER_LINK_TYPE, "%s: its link type is " + kinds + "; not captured"));
      }
      return;
    }
    each.index = now.index();
    each.linkType = now.linkType();
    events.add(each.event(Kind.CREATED, "%s: the interface is there"));
    compareUp(each, now, events);
  }

  private boolean isWatched(int index) {
    return watched.stream().anyMatch(each -> each.index == index);
  }

  private static Interface find(int index, List<Interface> among) {
    return among.stream().filter(each -> each.index() == index).findFirst().orElse(null);
  }

  private static Interface find(String name, List<Interface> among) {
    return among.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }
}
