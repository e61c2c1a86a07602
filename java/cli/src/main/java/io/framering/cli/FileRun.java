// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.CaptureOptions;
import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.filter.FileFilter;
import io.framering.filter.FilterExpression;
import io.framering.frame.Frame;
import io.framering.frame.LinkType;
import io.framering.print.PrintOptions;
import io.framering.savefile.FrameWriter;
import io.framering.savefile.SavefileFormat;
import io.framering.savefile.SavefileInterface;
import io.framering.savefile.SavefileReader;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A run of {@code sniff} over capture files. */
final class FileRun extends SniffRun {
  FileRun(Environment environment, SniffArguments arguments) {
    super(environment, arguments);
  }

  @Override
  int run(FilterExpression expression) throws IOException {
    RecordArguments recording = arguments.recording();
    try (FilesSource files = recording.open(environment.in())) {
      List<SavefileReader> first = files.files();
      Predicate<Frame> filter =
          Compilation.run(environment, expression, () -> selection(expression, linkTypes(first)));
      giveUpPrivileges();
      environment.onSignal().accept(files::stop);
      IntFunction<String> names = files::interfaceName;
      Consumer<FrameWriter> complete = file -> files.files().forEach(file::complete);
      try (OutputFiles file =
          new OutputFiles(
              environment,
              recording,
              linkTypes(first)[0],
              snapLength(interfaces(first)),
              names,
              complete)) {
        PrintOptions print = arguments.printing().options(printedNames(names));
        FrameSink sink = sinks.ofFile(print, file.writer());
        if (recording.writes()) {
          files.onBlock(file.writer()::write);
        }
        boolean hasOwnHeader = first.size() > 1 || first.getFirst().format() == SavefileFormat.PCAP;
        if (recording.writes() && hasOwnHeader) {
          file.writer().flush(); // otherwise the header is that of the input file
        }
        files.between(
            ended -> {
              if (file.writer() != null) {
                ended.forEach(file.writer()::complete);
              }
            },
            opened -> {
              announce(environment, opened, files.files());
              sinks.printAnotherFile(print);
            });
        if (recording.follows()) {
          files.outliveTruncation(e -> environment.tell(e.getMessage()));
        }
        announce(environment, recording.firstSources(), first);
        Sniffers sniffers = new Sniffers(List.of(new Sniffer(files, filter, sink)), files::stop);
        try {
          run(sniffers, () -> "0 dropped");
          file.finish();
        } finally {
          if (recording.follows()) {
            environment.err().println(ClosingLines.packets(sniffers.frames()) + " read");
          }
          file.report(files.skippedBlocks(), files.sectionComments());
        }
        checkThatAllWasPrinted();
        boolean isWhole = file.isWhole(files.skippedBlocks() + files.sectionComments());
        return isWhole ? Main.OK : Main.FAILED;
      }
    }
  }

  static Predicate<Frame> selection(FilterExpression expression, int[] linkTypes) {
    return expression.selectsEverything()
        ? Sniffer.EVERY_FRAME
        : new FileFilter(expression, linkTypes);
  }

  static void announce(Environment environment, List<String> names, List<SavefileReader> readers) {
    for (int i = 0; i < names.size(); i++) {
      announce(environment, RecordArguments.nameForPeople(names.get(i)), readers.get(i));
    }
  }

  private static void announce(Environment environment, String name, SavefileReader reader) {
    if (reader.interfaces().isEmpty()) {
      environment.tell("reading from " + name + ", which has no interface, and so no packets");
      return;
    }
    environment.tell(
        "reading from "
            + name
            + ", link-type "
            + reader.interfaces().stream()
                .map(FileRun::label)
                .distinct()
                .collect(Collectors.joining(" and "))
            + ", snapshot length "
            + snapLength(reader.interfaces())
            + " bytes");
  }

  private static String label(SavefileInterface of) {
    boolean known = of.linkType() != LinkType.UNKNOWN;
    return of.linkType().label() + (known ? "" : " (" + of.linkTypeNumber() + ")");
  }

  /**
   * The link types of all interfaces known so far, without duplicates; Ethernet if there is none.
   */
  static int[] linkTypes(List<SavefileReader> readers) {
    List<SavefileInterface> interfaces = interfaces(readers);
    return interfaces.isEmpty()
        ? new int[] {LinkType.ETHERNET.number()}
        : interfaces.stream().mapToInt(SavefileInterface::linkTypeNumber).distinct().toArray();
  }

  /**
   * tcpdump shows the interface of a file's packet only if the packet itself has an index, which it
   * interprets as an interface of this host.
   */
  private IntFunction<String> printedNames(IntFunction<String> ofFile) {
    return arguments.printing().format().showsInterfacesOfFiles()
        ? ofFile
        : FileRun::nameOnThisHost;
  }

  private static String nameOnThisHost(int index) {
    return NetworkInterfaces.list().stream()
        .filter(each -> each.index() == index)
        .map(Interface::name)
        .findFirst()
        .orElse("?");
  }

  private static List<SavefileInterface> interfaces(List<SavefileReader> readers) {
    return readers.stream().flatMap(each -> each.interfaces().stream()).toList();
  }

  private static int snapLength(List<SavefileInterface> interfaces) {
    return interfaces.stream()
        .mapToInt(SavefileInterface::snapLength)
        .filter(length -> length > 0)
        .max()
        .orElse(CaptureOptions.MAXIMUM_SNAP_LENGTH);
  }
}
