package io.framering.cli;

import io.framering.capture.CaptureException;
import io.framering.filter.FilterException;
import io.framering.savefile.SavefileException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command framering: finds the subcommand, runs it, and turns failures into one line. */
@Command(
    name = "framering",
    synopsisHeading = "",
    customSynopsis = {
      "Usage: framering sniff [OPTION]...     capture packets and print them",
      "       framering COMMAND [OPTION]..."
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "'framering COMMAND --help' describes a command. Only capturing needs root."},
    versionProvider = HelpOptions.Version.class)
public final class Main implements Callable<Integer> {
  /** Exit statuses. */
  static final int OK = 0;

  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  /** Fits each option of sniff and its description into one line of 80 columns. */
  private static final int LONG_OPTIONS_WIDTH = 32;

  private static final char REPLACEMENT = '\uFFFD';

  private final Environment environment;
  private final boolean debug;

  @Mixin private HelpOptions help;
  @Spec private CommandLine.Model.CommandSpec spec;

  Main(Environment environment, boolean debug) {
    this.environment = environment;
    this.debug = debug;
  }

  /** The subcommands. Each of them can be called and is in the help unless hidden. */
  private List<Object> subcommands() {
    return List.of(
        new SniffCommand(environment).spec(),
        new InterfacesCommand(environment),
        new EchoServerCommand(environment),
        new EchoClientCommand(environment),
        new DemoCommand(environment),
        new CompletionCommand(environment),
        new TrainingCommand(environment));
  }

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals(SniffCommand.NAME)) {
      SniffRun.outliveRequestsForCounts();
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
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  /** Runs the command line {@code args} and returns the exit status. */
  int run(String... args) {
    StringWriter help = new StringWriter();
    try {
      int status = execute(help, args);
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

  /** Building only sniff is much faster than building all commands, and its packets are waiting. */
  private int execute(StringWriter help, String... args) {
    checkCharacters(args);
    if (args.length == 0 || !args[0].equals(SniffCommand.NAME)) {
      return commandLine(help).execute(args);
    }
    CommandLine sniff = new CommandLine(new SniffCommand(environment).spec(), new PlainFactory());
    sniff.setCommandName("framering " + SniffCommand.NAME);
    // Only the help has variables; otherwise picocli searches each option name for them each time.
    sniff.setInterpolateVariables(false);
    sniff.setExecutionStrategy(parsed -> {
      sniff.setInterpolateVariables(true);
      return new RunLast().execute(parsed);
    });
    return configure(sniff, help).execute(Arrays.copyOfRange(args, 1, args.length));
  }

  /**
   * The command with its subcommands.
   *
   * @param help receives the output of {@code --help} and {@code --version}
   */
  CommandLine commandLine(StringWriter help) {
    CommandLine command = new CommandLine(this);
    subcommands().forEach(command::addSubcommand);
    return configure(command, help);
  }

  private CommandLine configure(CommandLine command, StringWriter help) {
    return command
        .setOut(new PrintWriter(help))
        .setErr(new PrintWriter(environment.err(), true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(true)
        .setUsageHelpLongOptionsMaxWidth(LONG_OPTIONS_WIDTH)
        .setHelpFactory(HelpLayout::new)
        .setParameterExceptionHandler((e, ignored) -> wrongUsage(e))
        .setExecutionExceptionHandler((e, ignored, result) -> failure(e));
  }

  /** Called when there is no subcommand. */
  @Override
  public Integer call() {
    spec.commandLine().usage(environment.err());
    return WRONG_USAGE;
  }

  private int wrongUsage(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    environment.tell(oneLine(complaint(e)) + "; try '" + command + " --help'");
    return WRONG_USAGE;
  }

  private static String complaint(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched
        && unmatched.isUnknownOption()
        && e.getCommandLine().getCommandName().endsWith(SniffCommand.NAME)) {
      String untaken = UntakenOptions.complaint(unmatched.getUnmatched().getFirst());
      if (untaken != null) {
        return untaken;
      }
    }
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      boolean wantsCommand = e.getCommandLine().getParent() == null;
      String arguments = String.join(" ", unmatched.getUnmatched());
      return (wantsCommand ? "no such command: '" : "unexpected argument: '") + arguments + "'";
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
