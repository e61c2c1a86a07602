// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.CaptureOptions;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.filter.FilterExpression;
import io.framering.print.PrintOptions;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** A run of {@code sniff} on interfaces; other commands that capture replace {@link #capture}. */
class LiveRun extends SniffRun {
  /** Null until the capture begins. A signal's thread reads it, too. */
  volatile Sniffers sniffers;

  LiveRun(Environment environment, SniffArguments arguments) {
    super(environment, arguments);
  }

  @Override
  final int run(FilterExpression expression) throws IOException {
    CaptureOptions options = options().filter(expression);
    sinks.heedHangUp();
    try (Rings rings =
        Compilation.run(
            environment,
            expression,
            () -> Rings.open(capturing.interfaceNames(), options, capturing.threads.get()))) {
      if (capturing.user.get() == null && !capturing.usesHelper()) {
        SudoUser.offer(environment, System.getenv("SUDO_USER"));
      }
      giveUpPrivileges();
      environment.onSignal().accept(rings.stop());
      ClosingLines lines =
          new ClosingLines(environment, rings, () -> sniffers == null ? 0 : sniffers.frames());
      lines.answerRequests(sinks::clearLine);
      InterfaceCounts counts = new InterfaceCounts(rings, capturing);
      rings
          .first()
          .onInterfaceEvent(event -> {
            environment.tell(event.message());
            counts.onInterfaceEvent(event);
          });
      return awaitInterface(rings) ? capture(rings, counts, lines) : Main.OK;
    }
  }

  private CaptureOptions options() {
    CaptureOptions options = capturing.options();
    return arguments.printing().format().asDelivered() && !arguments.recording().writes()
        ? options.restoreVlanTags(false).loopbackTwice(true)
        : options;
  }

  /** Without --wait, the named interfaces exist. */
  private boolean awaitInterface(Rings rings) {
    if (!capturing.waits.get() || !capturing.among(rings.first().interfaces()).isEmpty()) {
      return true;
    }
    environment.tell("waiting for " + String.join(", ", capturing.interfaceNames()));
    return rings.awaitInterface();
  }

  /** Captures until the end, and returns the exit status. */
  int capture(Rings rings, InterfaceCounts counts, ClosingLines lines) throws IOException {
    counts.begin();
    List<Interface> interfaces = counts.interfaces();
    new InterfaceTypes(environment, capturing).check(interfaces);
    int linkType = CaptureArguments.linkType(interfaces).number();
    IntFunction<String> names = rings.first()::interfaceName;
    try (OutputFiles file =
        new OutputFiles(
            environment,
            arguments.recording(),
            linkType,
            capturing.snapLength(),
            names,
            counts::write)) {
      if (file.writer() != null) {
        counts.describe(file.writer());
        file.writer().flush();
      }
      PrintOptions print =
          arguments.printing().options(names).interfaces(capturing.interfaceNames().size() != 1);
      sniffers = sinks.sniffers(rings, print, file.writer(), counts);
      // Readers of this line may at once send any signal, or packets.
      announce(rings, interfaces);
      return sniff(lines, file);
    }
  }

  final void announce(Rings rings, List<Interface> interfaces) {
    long ring = rings.ringBytes() >> 10;
    int asked = capturing.ringKibibytes.get();
    if (ring < asked) {
      environment.tell("the ring got " + ring + " KiB of the " + asked + " KiB asked for");
    }
    if (!rings.filteredByKernel()) {
      environment.tell("the kernel does not accept this filter, so it is applied here (slower)");
    }
    List<String> names = capturing.interfaceNames();
    String labels =
        interfaces.stream()
            .map(each -> each.linkType().label())
            .distinct()
            .collect(Collectors.joining(" and "));
    environment.tell(
        "listening on "
            + (names.isEmpty() ? "all interfaces" : String.join(", ", names))
            + (names.isEmpty() ? "" : ", link-type " + labels)
            + ", snapshot length "
            + capturing.snapLength()
            + " bytes");
  }

  private int sniff(ClosingLines lines, OutputFiles file) throws IOException {
    try {
      run(sniffers, lines::losses);
      file.finish();
    } catch (IOException | RuntimeException e) {
      if (StandardOutput.isGone(e)) {
        return Main.OK; // and no counts: 'framering sniff | head -1' should show one line
      }
      lines.print();
      file.report(0, 0);
      throw e;
    }
    boolean known = lines.print();
    file.report(0, 0);
    checkThatAllWasPrinted();
    return known && file.isWhole(0) ? Main.OK : Main.FAILED;
  }
}
