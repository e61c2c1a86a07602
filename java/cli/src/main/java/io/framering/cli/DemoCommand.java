package io.framering.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code framering demo}: an exchange of its own on the loopback interface, captured and printed.
 */
@Command(
    name = "demo",
    description = "capture a small TCP exchange of its own on the loopback interface",
    synopsisHeading = "",
    customSynopsis = "Usage: framering demo",
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    versionProvider = HelpOptions.Version.class)
final class DemoCommand implements Callable<Integer> {
  private final Environment environment;

  @Mixin private HelpOptions help;

  DemoCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    throw new Failure("not built yet");
  }
}
