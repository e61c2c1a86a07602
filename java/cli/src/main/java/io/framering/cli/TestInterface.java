// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkInterfaces.Interface;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Interfaces from which nothing reaches the hosts of others by itself. */
final class TestInterface {
  private static final Path INTERFACES = Path.of("/sys/class/net");

  private TestInterface() {}

  /**
   * The interface with this name, from which frames are to be sent.
   *
   * @param networkNamespace empty for that of this process
   * @param consent whether it need not be for tests
   */
  static Interface find(String name, String networkNamespace, boolean consent) {
    List<Interface> present = NetworkInterfaces.list(networkNamespace);
    Interface found =
        present.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new Failure(
                    name
                        + ": no such interface; this host has "
                        + String.join(", ", present.stream().map(Interface::name).toList())));
    if (!consent && !is(found, networkNamespace)) {
      throw new Failure(
          name
              + ": packets sent from here may reach the hosts of others; if that is what you want,"
              + " add --yes");
    }
    return found;
  }

  /**
   * Whether it is the loopback interface, a veth, a tun or tap interface, or in a network namespace
   * that is not the host's. False in case of doubt.
   *
   * @param networkNamespace empty for that of this process
   */
  static boolean is(Interface one, String networkNamespace) {
    return one.loopback()
        || !networkNamespace.isEmpty()
        || isInOtherNamespace(one)
        || Files.exists(file(one, "tun_flags"))
        || isVeth(one);
  }

  /** A mounted sysfs shows the interfaces of the namespace in which it was mounted. */
  private static boolean isInOtherNamespace(Interface one) {
    try {
      int shown = Integer.parseInt(Files.readString(file(one, "ifindex")).strip());
      return shown != one.index();
    } catch (NoSuchFileException e) {
      return Files.exists(INTERFACES);
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  /** It has another interface as its other end, and, unlike a VLAN, none below it. */
  private static boolean isVeth(Interface one) {
    try (DirectoryStream<Path> below = Files.newDirectoryStream(file(one, ""), "lower_*")) {
      int end = Integer.parseInt(Files.readString(file(one, "iflink")).strip());
      return end != one.index()
          && !below.iterator().hasNext()
          && !Files.exists(file(one, "device"));
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  private static Path file(Interface one, String name) {
    return INTERFACES.resolve(one.name()).resolve(name);
  }
}
