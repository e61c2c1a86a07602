// SPDX-License-Identifier: Apache-2.0
package io.framering.cli;

import io.framering.capture.CaptureException;
import io.framering.cli.text.VisibleText;
import io.framering.filter.FilterException;
import io.framering.savefile.SavefileException;
import io.framering.transmit.TransmitException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command framering: finds the subcommand, runs it, and turns failures into one line. */
public final class Main {
  /** Exit statuses. */
  static final int OK = 0;

  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  /** Fits each option of sniff and its description into one line of 80 columns. */
  private static final int LONG_OPTIONS_WIDTH = 32;

  private static final char REPLACEMENT = '\uFFFD';

  /** The subcommands, in the order of the help; a hidden one is not in it. */
  private static final List<String> SUBCOMMANDS =
      List.of(
          SniffCommand.NAME,
          "flows",
          "top",
          "interfaces",
          "replay",
          "reflect",
          "report",
          "echo-server",
          "echo-client",
          "demo",
          "extcap",
          "completion",
          "training");

  private final Environment environment;
  private final boolean debug;

  /** The output of {@code --help} and {@code --version}. */
  private final StringWriter help = new StringWriter();

  Main(Environment environment, boolean debug) {
    this.environment = environment;
    this.debug = debug;
  }

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals(SniffCommand.NAME)) {
      ClosingLines.outliveRequests();
    }
    StandardOutput out = new StandardOutput();
    ProcessEnd end = new ProcessEnd(out);
    Environment environment =
        new Environment(
            new FileInputStream(FileDescriptor.in),
            out,
            System.err,
            errIsTerminal(),
            end::onSignal);
    boolean debug = "1".equals(System.getenv("FRAMERING_DEBUG"));
    end.exit(new Main(environment, debug).run(args));
  }

  private static boolean errIsTerminal() {
    return StandardOutput.isTerminal(2);
  }

  /** Runs the command line {@code args} and returns the exit status. */
  int run(String... args) {
    try {
      int status = execute(args);
      if (!help.toString().isEmpty()) {
        environment.out().write(StandardCharsets.UTF_8.encode(help.toString()));
      }
      return status;
    } catch (IOException | Failure | Error e) {
      return failure(e);
    }
  }

  /**
   * In the POSIX locale the JVM replaces each byte that is not ASCII by U+FFFD. The original name
   * is lost, and such a file cannot be opened.
   */
  private static void checkCharacters(String... args) {
    String charset = System.getProperty("sun.jnu.encoding");
    for (String argument : args) {
      if (argument.indexOf(REPLACEMENT) >= 0 && !"UTF-8".equals(charset)) {
        throw new Failure(inAnotherLocale(argument, charset));
      }
    }
  }

  private static String inAnotherLocale(String name, String charset) {
    return name
        + ": is not in the character set of this locale, "
        + charset
        + "; set LC_ALL=C.UTF-8";
  }

  /** Building only the command that is called is much faster than building all commands. */
  private int execute(String... args) {
    checkCharacters(args);
    if (args.length == 0) {
      all().usage(environment.err());
      return WRONG_USAGE;
    }
    if (!SUBCOMMANDS.contains(args[0])) {
      return (args[0].equals("--version") ? configure(root()) : all()).execute(args);
    }
    CommandSpec called = subcommand(args[0]).name("framering " + args[0]);
    return configure(Usage.line(called)).execute(Arrays.copyOfRange(args, 1, args.length));
  }

  private CommandSpec subcommand(String name) {
    return switch (name) {
      case SniffCommand.NAME -> SniffCommand.spec(environment);
      case "flows" -> FlowsCommand.spec(environment);

      case "top" -> TopCommand.spec(environment);
      case "interfaces" -> InterfacesCommand.spec(environment);
      case "replay" -> ReplayCommand.spec(environment);
      case "reflect" -> ReflectCommand.spec(environment);
      case "report" -> ReportCommand.spec(environment);
      case "echo-server" -> EchoServerCommand.spec(environment);
      case "echo-client" -> EchoClientCommand.spec(environment);
      case "demo" -> DemoCommand.spec(environment);
      case "extcap" -> ExtcapCommand.spec(environment);
      case "completion" -> CompletionCommand.spec(environment);
      case "training" -> TrainingCommand.spec(environment);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The command with all its subcommands. */
  CommandLine all() {
    CommandLine command = root();
    SUBCOMMANDS.forEach(name -> command.addSubcommand(name, subcommand(name)));
    return configure(command);
  }

  private static CommandLine root() {
    CommandSpec spec = Usage.of(null, new OptionGroup("Options:").withHelp()).name("framering");
    spec.usageMessage()
        .customSynopsis(
            "Usage: framering sniff [OPTION]...     capture packets and print them",
            "       framering COMMAND [OPTION]...")
        .descriptionHeading("")
        .commandListHeading("%nCommands:%n")
        .footer("", "'framering COMMAND --help' describes a command. Only capturing needs root.");
    return Usage.line(spec);
  }

  private CommandLine configure(CommandLine command) {
    return command
        .setOut(new PrintWriter(help))
        .setErr(new PrintWriter(environment.err(), true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setExpandAtFiles(false)
        .setInterpolateVariables(false) // it is slow: picocli searches each name for them each time
        .setOverwrittenOptionsAllowed(true)
        .setUsageHelpLongOptionsMaxWidth(LONG_OPTIONS_WIDTH)
        .setHelpFactory(HelpLayout::new)
        .setParameterExceptionHandler((e, _) -> wrongUsage(e.getCommandLine(), complaint(e)))
        .setExecutionExceptionHandler((e, called, _) ->
            e instanceof WrongUsage ? wrongUsage(called, e.getMessage()) : failure(e));
  }

  private int wrongUsage(CommandLine called, String complaint) {
    String command = called.getCommandSpec().qualifiedName();
    environment.tell(oneLine(complaint) + "; try '" + command + " --help'");
    return WRONG_USAGE;
  }

  private static String complaint(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      boolean ofSniff = e.getCommandLine().getCommand() instanceof SniffCommand;
      String untaken =
          ofSniff ? UntakenOptions.complaint(unmatched.getUnmatched().getFirst()) : null;
      if (untaken != null) {
        return untaken;
      }
      if (!unmatched.isUnknownOption()) {
        boolean wantsCommand = !e.getCommandLine().getSubcommands().isEmpty();
        String arguments = String.join(" ", unmatched.getUnmatched());
        return (wantsCommand ? "no such command: '" : "unexpected argument: '") + arguments + "'";
      }
    }
    String message = e.getMessage().replaceFirst("^Error: ", "");
    return Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  private int failure(Throwable e) {
    if (e instanceof FilterException wrong && wrong.reason() == FilterException.Reason.SYNTAX) {
      environment.tell(oneLine(e.getMessage()));
      return WRONG_USAGE;
    }
    if (StandardOutput.isGone(e)) {
      return OK;
    }
    environment.tell(oneLine(reason(e)));
    if (debug) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().map(VisibleText::of).forEach(environment.err()::println);
    }
    return FAILED;
  }

  private static String reason(Throwable e) {
    return switch (e) {
      case CaptureException known -> known.getMessage();
      case Failure known -> known.getMessage();
      case IOException known when known.getMessage() != null -> known.getMessage();
      case FilterException known -> known.getMessage();
      case SavefileException known -> known.getMessage();
      case TransmitException known -> known.getMessage();
      case InvalidPathException path when path.getInput().indexOf('\0') < 0 ->
          inAnotherLocale(path.getInput(), System.getProperty("sun.jnu.encoding"));
      case UnsatisfiedLinkError link -> ErrorText.of(link);
      default -> "unexpected " + e + " (FRAMERING_DEBUG=1 prints a stack trace)";
    };
  }

  private static String oneLine(String text) {
    return String.join(" ", text.strip().split("\\s*\\R\\s*"));
  }
}
