// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.CaptureException;
import io.framering.capture.CaptureHelper;
import io.framering.capture.CaptureOptions;
import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.capture.Privileges;
import io.framering.cli.text.VisibleText;
import io.framering.filter.FilterException;
import io.framering.filter.FilterExpression;
import io.framering.frame.LinkType;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code framering extcap}: the protocol of Wireshark's capture sources, extcap(4). Wireshark calls
 * it for the interfaces, for the link type and the options of one, to check a filter, and to
 * capture into a pipe. The capture is that of {@code sniff}, to which the options are passed.
 */
final class ExtcapCommand implements Callable<Integer> {
  /** Wireshark has its own source for each interface, whose name must be another one. */
  private static final String PREFIX = "framering-";

  private static final String ALL_INTERFACES = "any";
  private static final String SNAP_LENGTH = "--snapshot-length";
  private static final String BUFFER_SIZE = "--buffer-size";
  private static final String DIRECTION = "--direction";
  private static final String NO_PROMISCUOUS_MODE = "--no-promiscuous-mode";
  private static final String NETWORK_NAMESPACE = "--netns";
  private static final String HELPER = "--helper";
  private static final String TLS_KEYS = "--tls-keys";

  private final Environment environment;
  private final OptionGroup options = new OptionGroup("Options:").withHelp();
  private final Option<String> folder =
      options.optionalText(
          "--install",
          "DIR",
          null,
          "",
          "Let Wireshark find it: in the personal folders, or in DIR");

  private final OptionGroup protocol = new OptionGroup("Options that Wireshark uses:");
  private final Option<Boolean> listsInterfaces =
      protocol.flag("--extcap-interfaces", "Print the interfaces");
  private final Option<String> name =
      protocol.text("--extcap-interface", "NAME", null, "The interface, such as framering-eth0");
  private final Option<Boolean> listsLinkTypes =
      protocol.flag("--extcap-dlts", "Print the data link type of the interface");
  private final Option<Boolean> listsOptions =
      protocol.flag("--extcap-config", "Print the options for the interface");
  private final Option<String> filter =
      protocol.text(
          "--extcap-capture-filter",
          "EXPRESSION",
          "",
          "Capture only packets that match; without --capture: check it");
  private final Option<Boolean> captures =
      protocol.flag("--capture", "Capture until the pipe is closed");
  private final Option<String> pipe =
      protocol.text("--fifo", "FILE", null, "The pipe to write packets to, as pcapng");

  private final OptionGroup capturing = new OptionGroup("Capturing, as with sniff:");
  private final Map<String, Option<String>> values = new LinkedHashMap<>();
  private final Map<String, Option<Boolean>> flags = new LinkedHashMap<>();

  /** Found before the capture begins: it may end meanwhile, and then another one is the parent. */
  private Optional<ProcessHandle> caller = Optional.empty();

  private ExtcapCommand(Environment environment) {
    this.environment = environment;
    protocol.text("--extcap-version", "VERSION", null, "Wireshark's version; ignored");
    passOn(SNAP_LENGTH, "BYTES", "Bytes to keep of each packet");
    passOn(BUFFER_SIZE, "KIB", "Capture buffer size in KiB");
    passOn(DIRECTION, "DIRECTION", "in, out or inout");
    passOn(NETWORK_NAMESPACE, "NAME|PID", "Capture in this network namespace");
    passOn(TLS_KEYS, "FILE", "Pass on the TLS keys that appear in FILE");
    passOn(NO_PROMISCUOUS_MODE, "Do not capture packets addressed to other hosts");
    passOn(HELPER, "Let framering-helper open the socket, without being root");
  }

  static CommandSpec spec(Environment environment) {
    ExtcapCommand command = new ExtcapCommand(environment);
    CommandSpec spec = Usage.of(command, command.options, command.protocol, command.capturing);
    spec.usageMessage()
        .description("Makes the interfaces of this host available in Wireshark and tshark.")
        .customSynopsis("Usage: framering extcap --install[=DIR]")
        .footer(
            "",
            "After 'framering extcap --install', Wireshark lists the interfaces:",
            "  tshark -i framering-eth0");
    return spec;
  }

  private void passOn(String option, String label, String description) {
    values.put(option, capturing.text(option, label, null, description));
  }

  private void passOn(String flag, String description) {
    flags.put(flag, capturing.flag(flag, description));
  }

  @Override
  public Integer call() throws IOException {
    if (folder.get() != null) {
      return new ExtcapFolder(environment).install(folder.get());
    }
    if (listsInterfaces.get()) {
      return listInterfaces();
    }
    if (name.get() == null) {
      throw new WrongUsage("--extcap-interface or --install is missing");
    }
    if (captures.get()) {
      return capture();
    }
    if (listsLinkTypes.get()) {
      LinkType type = linkType();
      environment.print(
          "dlt {number=%d}{name=%s}{display=%s}"
              .formatted(type.number(), LinkTypeNames.of(type), type.label()));
    } else if (listsOptions.get()) {
      listOptions();
    } else {
      checkFilter();
    }
    return Main.OK;
  }

  private int listInterfaces() throws IOException {
    String version = Usage.version().replaceFirst("framering ", "");
    environment.print("extcap {version=%s}{display=Framering}".formatted(version));
    printInterface(ALL_INTERFACES, "all interfaces");
    for (Interface each : NetworkInterfaces.list()) {
      // Wireshark asks for the options of each interface. The protocol cannot quote braces.
      if (each.up() && each.name().equals(VisibleText.of(each.name()).replaceAll("[{}]", "?"))) {
        printInterface(each.name(), each.name());
      }
    }
    return Main.OK;
  }

  private void printInterface(String of, String display) throws IOException {
    environment.print(
        "interface {value=%s%s}{display=Framering: %s}".formatted(PREFIX, of, display));
  }

  /** The name of the interface for {@code sniff}. */
  private String interfaceName() {
    return name.get().startsWith(PREFIX) ? name.get().substring(PREFIX.length()) : name.get();
  }

  private Optional<Interface> present() {
    return NetworkInterfaces.list().stream()
        .filter(each -> each.name().equals(interfaceName()))
        .findFirst();
  }

  /** In the file, each interface has its own link type. */
  private LinkType linkType() {
    return present().map(Interface::linkType).orElse(LinkType.ETHERNET);
  }

  private void listOptions() throws IOException {
    CaptureOptions presets = CaptureOptions.defaults();
    printOption(
        0,
        SNAP_LENGTH,
        "Snapshot length",
        "Bytes to keep of each packet",
        "{type=integer}{range=1,%1$d}{default=%1$d}".formatted(CaptureOptions.MAXIMUM_SNAP_LENGTH));
    printOption(
        1,
        BUFFER_SIZE,
        "Buffer size (KiB)",
        "Memory for packets that Wireshark has not read",
        "{type=integer}{range=1,%d}{default=%d}"
            .formatted(Integer.MAX_VALUE, presets.ringBytes() >> 10));
    printOption(2, DIRECTION, "Direction", "Which packets to capture", "{type=selector}");
    environment.print("value {arg=2}{value=inout}{display=Received and sent}{default=true}");
    environment.print("value {arg=2}{value=in}{display=Received}{default=false}");
    environment.print("value {arg=2}{value=out}{display=Sent}{default=false}");
    printOption(
        3,
        NETWORK_NAMESPACE,
        "Network namespace",
        "Name, or process id; the interface is one of that namespace. Needs root",
        "{type=string}");
    printOption(
        4,
        NO_PROMISCUOUS_MODE,
        "Not promiscuous",
        "Do not capture packets addressed to other hosts",
        "{type=boolflag}{default=false}");
    printOption(
        5,
        HELPER,
        "Capture without root",
        "Let framering-helper open the socket",
        "{type=boolflag}{default=%s}".formatted(needsHelper()));
    printOption(
        6,
        TLS_KEYS,
        "TLS key log",
        "Decrypt with the keys that a program writes to this file",
        "{type=fileselect}{mustexist=false}");
  }

  private void printOption(int number, String call, String display, String tip, String rest)
      throws IOException {
    environment.print(
        "arg {number=%d}{call=%s}{display=%s}{tooltip=%s}%s"
            .formatted(number, call, display, tip, rest));
  }

  /** Wireshark sets a flag without being asked if that is its default. */
  private static boolean needsHelper() {
    try {
      return !Privileges.ofRoot() && !CaptureHelper.installed().isEmpty();
    } catch (CaptureException e) {
      return false; // there is none
    }
  }

  /** Wireshark takes what is printed as the reason why the expression is wrong. */
  private void checkFilter() throws IOException {
    try {
      FilterExpression.of(filter.get())
          .compile(linkType().number(), CaptureOptions.MAXIMUM_SNAP_LENGTH);
    } catch (FilterException e) {
      environment.print(e.getMessage().strip());
    }
  }

  private int capture() throws IOException {
    if (pipe.get() == null) {
      throw new WrongUsage("--capture: --fifo is missing");
    }
    caller = ProcessHandle.current().parent();
    RecentText messages = new RecentText();
    try (FileOutputStream fifo = new FileOutputStream(Path.of(pipe.get()).toFile())) {
      Environment toPipe =
          new Environment(
              environment.in(),
              new StandardOutput(fifo.getChannel(), () -> true),
              new PrintStream(messages, true, StandardCharsets.UTF_8),
              false,
              this::onEnd);
      int status = new Main(toPipe, false).run(sniffLine().toArray(String[]::new));
      if (status != Main.OK) {
        environment.err().print(messages.toString(StandardCharsets.UTF_8));
      }
      return status;
    }
  }

  /** A Wireshark that was killed sends no signal, and a silent interface writes to no pipe. */
  private void onEnd(Runnable stop) {
    environment.onSignal().accept(stop);
    caller.ifPresent(wireshark -> wireshark.onExit().thenRun(stop));
  }

  private List<String> sniffLine() {
    List<String> line = new ArrayList<>(List.of(SniffCommand.NAME, "-i", interfaceName()));
    line.addAll(List.of("-w", "-", "--file-format", "pcapng"));
    values.forEach((option, value) -> {
      if (value.get() != null) {
        line.addAll(List.of(option, value.get()));
      }
    });
    flags.forEach((option, given) -> {
      if (given.get()) {
        line.add(option);
      }
    });
    line.addAll(List.of("--", filter.get()));
    return line;
  }

  /** Wireshark shows whatever is on stderr as an error, so only a failure may print messages. */
  private static final class RecentText extends ByteArrayOutputStream {
    private static final int ENOUGH = 16 << 10;

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      if (count > ENOUGH) {
        reset();
      }
      super.write(bytes, offset, length);
    }
  }
}
