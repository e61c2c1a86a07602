package io.framering.capture;

import java.util.Objects;

/**
 * What happened to an interface that is captured from.
 *
 * @param interfaceName its name: the new one, when it was {@linkplain Kind#RENAMED renamed}
 * @param kind what happened
 * @param message the same in one line for a person, the name included
 */
public record InterfaceEvent(String interfaceName, Kind kind, String message) {
  /** None of them is null. */
  public InterfaceEvent {
    Objects.requireNonNull(interfaceName, "interface name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(message, "message");
  }

  /** What happens to interfaces. */
  public enum Kind {
    /** It was switched off. Nothing is to be done: capturing goes on when it is up again. */
    DOWN,
    /** It was switched on. */
    UP,
    /** It was deleted, or moved to another network namespace. */
    DELETED,
    /** There is one of its name, which is captured from; whether it is up comes next. */
    CREATED,
    /** It has another name, and is captured from as before. */
    RENAMED,
    /** There is one of its name, but with another link type than before: not captured from. */
    OTHER_LINK_TYPE
  }
}
