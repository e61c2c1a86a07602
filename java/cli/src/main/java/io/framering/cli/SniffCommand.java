// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.filter.Filter;
import io.framering.filter.FilterExpression;
import io.framering.savefile.SavefileException;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileOptions;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code framering sniff}: prints or records packets from interfaces or a file. */
final class SniffCommand implements Callable<Integer> {
  /** The name of the command. */
  static final String NAME = "sniff";

  private static final String[] FOOTER = {
    "",
    "As with tcpdump, letters can be combined (-nnei eth0), and options may follow",
    "the expression. Packets go to standard output, everything else to standard",
    "error. Ctrl-C, SIGTERM and SIGHUP end it; captured packets are printed first.",
    "With -w, SIGHUP begins a new file instead if the old one was moved away.",
    "SIGUSR1 prints the counts, and the capture continues.",
    "Unsupported tcpdump options: -a, -b, -E, -I, -m, -M, -u, -Y.",
    "Capturing needs root, CAP_NET_RAW or --helper; reading a file does not.",
    "",
    "Examples:",
    "  framering sniff -i eth0 -c 10                 ten packets of eth0",
    "  framering sniff --format line -nei eth0 udp   as tcpdump -nei eth0 udp",
    "  framering sniff -i any -w trace.pcapng        record all interfaces",
    "  framering sniff -r trace.pcapng --format json | jq .ip.src",
    "",
    "Exit status: 0 normal end (end of file, -c, a signal, standard output closed),",
    "1 failure, 2 wrong usage. See the manual page framering-sniff(1)."
  };

  private final Environment environment;
  private final SniffArguments arguments = new SniffArguments();
  private final CaptureArguments capturing = arguments.capturing();
  private final SelectArguments selecting = arguments.selecting();
  private final RecordArguments recording = arguments.recording();
  private final PrintArguments printing = arguments.printing();

  private SniffCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    SniffCommand command = new SniffCommand(environment);
    CommandSpec spec = Usage.of(command, command.arguments.groups());
    command.selecting.words.addTo(spec);
    spec.usageMessage()
        .description("Captures packets or reads them from a file, and prints or records them.")
        .customSynopsis(
            "Usage: framering sniff [OPTION]... [EXPRESSION]", "       framering sniff -D")
        .footer(FOOTER);
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    if (capturing.listInterfaces.get()) {
      return new InterfacesCommand(environment).list(capturing.networkNamespace.get());
    }
    if (capturing.listLinkTypes.get() || capturing.listTimeStampTypes.get()) {
      return new InterfaceTypes(environment, capturing).list();
    }
    checkUsage();
    FilterExpression expression = selecting.expression(environment.in());
    Filter.Listing listing = selecting.listing();
    if (listing != null) {
      return list(expression, listing);
    }
    try {
      return recording.reads()
          ? new FileRun(environment, arguments).run(expression)
          : new LiveRun(environment, arguments).run(expression);
    } catch (SavefileException e) {
      throw explain(e);
    }
  }

  /** Files are created as the user of -Z, who may lack permissions that root has. */
  private RuntimeException explain(SavefileException e) {
    return capturing.user.get() != null && e.getCause() instanceof AccessDeniedException
        ? new Failure(
            e.getMessage()
                + "; files are written as "
                + capturing.user.get()
                + " (-Z): let that user write there, or write elsewhere")
        : e;
  }

  private void checkUsage() {
    if (recording.writesToStandardOutput()
        && (recording.prints() || arguments.counting().only.get())) {
      throw new WrongUsage("-w -: standard output cannot take packets and text");
    }
    if (recording.rotates() && (!recording.writes() || recording.writesToStandardOutput())) {
      throw new WrongUsage("-C, -G, -W: an output file is needed, -w FILE");
    }
    if (recording.command.get() != null && !recording.rotates()) {
      throw new WrongUsage("-z: files must rotate, with -C or -G");
    }
    arguments.checkSources();
    if (recording.tlsKeys.get() != null) {
      checkUsageOfKeys();
    }
    if (recording.wouldEmptyItsSource(environment.in())) {
      throw new WrongUsage("-r and -w: the same file, which would be lost");
    }
    if (recording.comment.get() != null) {
      checkComment();
    }
    if (capturing.threads.get() > 1 && printing.dependsOnOrder()) {
      throw new WrongUsage(
          "--threads and -#, -ttt, -ttttt: packets of several threads have no order");
    }
    if (printing.dumps() && !printing.format().showsBytes()) {
      throw new WrongUsage(
          "--format " + printing.format().label() + ": it does not support -x, -X and -A");
    }
  }

  private void checkComment() {
    if (!recording.writesBlocks()) {
      throw new WrongUsage(
          recording.writes()
              ? "--comment: pcap has no comments: name the file *.pcapng, or use --file-format pcapng"
              : "--comment: a recording is needed, -w FILE.pcapng");
    }
    try {
      SavefileOptions.of(SavefileFormat.PCAPNG).comment(recording.comment.get());
    } catch (IllegalArgumentException e) {
      throw new WrongUsage("--comment: " + e.getMessage());
    }
  }

  private void checkUsageOfKeys() {
    if (recording.reads()) {
      throw new WrongUsage("--tls-keys and -r: 'editcap --inject-secrets tls,FILE' adds keys");
    }
    if (!recording.writesBlocks()) {
      throw new WrongUsage("--tls-keys: only pcapng holds keys, -w FILE.pcapng");
    }
    if (capturing.threads.get() > 1) {
      throw new WrongUsage("--tls-keys and --threads: one thread writes keys before packets");
    }
    if (recording.isReadableByOthers()) {
      throw new Failure(
          "--tls-keys: other users can read an output file that exists; remove it first");
    }
  }

  private int list(FilterExpression expression, Filter.Listing listing) throws IOException {
    int linkType = linkTypeNumber();
    Filter filter =
        Compilation.run(
            environment, expression, () -> expression.compile(linkType, capturing.snapLength()));
    environment.print(filter.listing(listing).stripTrailing());
    return Main.OK;
  }

  private int linkTypeNumber() {
    if (recording.reads()) {
      try (FilesSource files = recording.open(environment.in())) {
        return FileRun.linkTypes(files.files())[0];
      }
    }
    return new InterfaceTypes(environment, capturing).ofFilter().number();
  }
}
