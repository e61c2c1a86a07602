// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.CaptureHelper;
import io.framering.capture.CaptureOptions;
import io.framering.transmit.TransmitOptions;

/** The options of several commands for how a packet socket is opened. */
final class SocketArguments {
  /** Stands for the path of the installed helper. */
  private static final String INSTALLED_HELPER = "*";

  /** The network namespace of the socket; empty for that of this process. */
  final Option<String> networkNamespace;

  private final Option<String> helper;

  /**
   * Adds the options to a group.
   *
   * @param ofNamespace the description of the network namespace
   */
  SocketArguments(OptionGroup group, String ofNamespace) {
    networkNamespace = group.text("--netns", "NAME|PID", "", ofNamespace);
    helper =
        group.optionalText(
            "--helper",
            "PATH",
            "",
            INSTALLED_HELPER,
            "Let framering-helper open the socket, without being root");
  }

  /** Whether a helper opens the socket. */
  boolean usesHelper() {
    return !helper.get().isEmpty();
  }

  void checkUsage() {
    if (usesHelper() && !networkNamespace.get().isEmpty()) {
      throw new WrongUsage("--helper and --netns: only root can enter a network namespace");
    }
  }

  CaptureOptions incoming() {
    return CaptureOptions.defaults()
        .networkNamespace(networkNamespace.get())
        .helper(pathOfHelper());
  }

  TransmitOptions outgoing() {
    return TransmitOptions.defaults()
        .networkNamespace(networkNamespace.get())
        .helper(pathOfHelper());
  }

  private String pathOfHelper() {
    return helper.get().equals(INSTALLED_HELPER) ? CaptureHelper.installed() : helper.get();
  }
}
