// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.NetworkInterfaces;
import io.framering.capture.NetworkInterfaces.Interface;
import io.framering.cli.text.Texts;
import io.framering.cli.text.VisibleText;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** {@code framering interfaces}: lists the interfaces to capture on. */
final class InterfacesCommand implements Callable<Integer> {
  private static final List<String> TITLES = List.of("NAME", "STATE", "LINK TYPE", "ADDRESSES");
  private static final String GAP = "  ";

  private final Environment environment;

  InterfacesCommand(Environment environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Environment environment) {
    CommandSpec spec =
        Usage.of(new InterfacesCommand(environment), new OptionGroup("Options:").withHelp());
    spec.usageMessage()
        .description("Prints the interfaces of this host: name, state, link type, addresses.")
        .customSynopsis("Usage: framering interfaces");
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    return list("");
  }

  /**
   * Prints the interfaces of a network namespace, and returns the exit status.
   *
   * @param networkNamespace empty for that of this process; addresses are known only there
   */
  int list(String networkNamespace) throws IOException {
    List<Interface> interfaces = NetworkInterfaces.list(networkNamespace);
    environment.print(table(interfaces, networkNamespace.isEmpty()).stripTrailing());
    return Main.OK;
  }

  /** The interfaces in columns; addresses come last, since there may be many. */
  static String table(List<Interface> interfaces, boolean withAddresses) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(withAddresses ? TITLES : TITLES.subList(0, TITLES.size() - 1));
    interfaces.forEach(i -> rows.add(withAddresses ? rowWithAddresses(i) : row(i)));
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }

  private static List<String> row(Interface i) {
    return List.of(VisibleText.of(i.name()), state(i), i.linkType().label());
  }

  private static List<String> rowWithAddresses(Interface i) {
    List<String> row = new ArrayList<>(row(i));
    row.add(i.addresses().stream().map(InterfacesCommand::text).collect(Collectors.joining(", ")));
    return row;
  }

  private static String state(Interface i) {
    if (!i.up()) {
      return "down";
    }
    return i.running() ? "up" : "up, no carrier";
  }

  private static String text(InterfaceAddress address) {
    return Texts.address(address.getAddress()) + "/" + address.getNetworkPrefixLength();
  }
}
