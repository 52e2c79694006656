package dev.sortal.cli;

import dev.sortal.error.SortalException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code sortal} command.
 *
 * <p>Exit codes: 0, 1 for a failure with one clear line on standard error, 2 for wrong usage.
 */
@Command(
    name = "sortal",
    description = "Trains and serves classifiers of texts, numbers and categories.",
    subcommands = {
      ProfileCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      ReproduceCommand.class,
      CrossValidateCommand.class,
      SearchCommand.class,
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
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setParameterExceptionHandler(Main::explain);
    command.setExecutionExceptionHandler(Main::report);
    return command.execute(arguments);
  }

  /** What is wrong with the words of a command, and where its help is. */
  private static int explain(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("sortal: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return CommandLine.ExitCode.USAGE;
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
