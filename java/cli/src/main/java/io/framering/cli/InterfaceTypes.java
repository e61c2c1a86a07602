// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.frame.LinkType;
import java.io.IOException;
import java.util.List;

/**
 * Data link types and time stamp types of interfaces: {@code -L}, {@code -y}, {@code -J} and {@code
 * -j}. Each interface has one of each.
 */
final class InterfaceTypes {
  private final Environment environment;
  private final CaptureArguments capturing;

  InterfaceTypes(Environment environment, CaptureArguments capturing) {
    this.environment = environment;
    this.capturing = capturing;
  }

  /** Prints the types of the interfaces in tcpdump's format and returns the exit status. */
  int list() throws IOException {
    List<Interface> present = NetworkInterfaces.list(capturing.networkNamespace.get());
    List<String> names = capturing.interfaceNames();
    if (names.isEmpty()) {
      list("any", present);
    }
    for (String name : names) {
      List<Interface> named = present.stream().filter(each -> each.name().equals(name)).toList();
      if (named.isEmpty()) {
        throw new Failure(name + ": no such interface; -D lists the interfaces of this host");
      }
      list(name, named);
    }
    return Main.OK;
  }

  private void list(String name, List<Interface> interfaces) throws IOException {
    if (capturing.listTimeStampTypes.get()) {
      environment.print("Time stamp types for " + name + " (use option -j to set):");
      environment.print("  host (Host)");
      return;
    }
    environment.print("Data link types for " + name + " (use option -y to set):");
    for (LinkType type : interfaces.stream().map(Interface::linkType).distinct().toList()) {
      environment.print("  " + LinkTypeNames.of(type) + " (" + type.label() + ")");
    }
  }

  /**
   * Fails unless the interfaces have the type of {@code -y}; warns if the type of {@code -j} is not
   * supported.
   */
  void check(List<Interface> interfaces) {
    if (!capturing.timeStampType.get().equals(CaptureArguments.HOST)) {
      environment.tell(
          "WARNING: -j "
              + capturing.timeStampType.get()
              + ": this time stamp type is not supported; using host");
    }
    LinkType wanted = capturing.wantedLinkType.get();
    if (wanted == null) {
      return;
    }
    if (capturing.interfaceNames().isEmpty()) {
      throw new Failure(
          "-y: the data link type of an interface cannot be changed; name one with -i");
    }
    for (Interface each : interfaces) {
      if (each.linkType() != wanted) {
        throw new Failure(
            each.name()
                + ": its data link type is "
                + LinkTypeNames.of(each.linkType())
                + ", and -y cannot change it to "
                + LinkTypeNames.of(wanted));
      }
    }
    environment.tell("data link type " + LinkTypeNames.of(wanted));
  }

  /** The link type for which a filter program is listed if no file is read. */
  LinkType ofFilter() {
    List<Interface> named =
        capturing.among(NetworkInterfaces.list(capturing.networkNamespace.get()));
    if (!named.isEmpty()) {
      check(named);
    }
    return named.isEmpty() && capturing.wantedLinkType.get() != null
        ? capturing.wantedLinkType.get()
        : CaptureArguments.linkType(named);
  }
}
