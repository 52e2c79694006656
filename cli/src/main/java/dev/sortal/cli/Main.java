package dev.sortal.cli;

import dev.sortal.error.SortalException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The {@code sortal} command.
 *
 * <p>Exit codes: 0, 1 for a failure with one clear line on standard error, 2 for wrong usage.
 */
@Command(
    name = "sortal",
    description = "Trains and serves text classifiers.",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      ClassifyCommand.class,
      ImportCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class Main {
  private Main() {}

  /** Runs the command and exits. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs the command and returns the exit code. */
  static int run(String... arguments) {
    CommandLine command = new CommandLine(new Main());
    command.setExecutionExceptionHandler(Main::report);
    return command.execute(arguments);
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (failure instanceof SortalException
        || failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException) {
      PrintWriter err = command.getErr();
      err.println("sortal: " + failure.getMessage());
      err.flush();
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }
}
