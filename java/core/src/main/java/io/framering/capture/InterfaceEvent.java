// SPDX-License-Identifier: Apache-2.0
package io.framering.capture;

import java.util.Objects;

/**
 * A change of a captured interface.
 *
 * @param interfaceName its name; the new one if it was {@linkplain Kind#RENAMED renamed}
 * @param kind the kind of change
 * @param message the event in one readable line, including the name
 */
public record InterfaceEvent(String interfaceName, Kind kind, String message) {
  /** No component may be null. */
  public InterfaceEvent {
    Objects.requireNonNull(interfaceName, "interface name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
  }

  /** The kinds of changes. */
  public enum Kind {
    /** It was switched off. No action is needed: capturing continues when it is up again. */
    DOWN,
    /** It was switched on. */
    UP,
    /** It was deleted, or moved to another network namespace. */
    DELETED,
    /** An interface of its name was created and is captured; its state is reported next. */
    CREATED,
    /** It has a new name and is captured as before. */
    RENAMED,
    /**
     * An interface of its name exists but has another link type than before, so it is not captured.
     */
    OTHER_LINK_TYPE
  }
}
