package dev.sortal.cli;

import dev.sortal.Pipeline;
import dev.sortal.auto.Mode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** A training without settings, and which options are not for it. */
final class AutoOptions {
  /** What says how to train, which is found out instead. */
  private static final List<String> OF_PRESETS =
      List.of(
          "--epochs",
          "--patience",
          "--batch",
          "--no-bucketing",
          "--tokenizer",
          "--bigrams",
          "--max-length",
          "--normalize",
          "--word-dropout",
          "--word-swap");

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "How much time to take where no --preset says how to train: fast (seconds), standard or"
              + " best; by default standard.")
  @Nullable String mode;

  /**
   * Whether a training without settings is wanted.
   *
   * @param isChosen whether there is a network of the user's choice
   */
  boolean isWanted(boolean isChosen) {
    ParseResult given = spec.commandLine().getParseResult();
    if (isChosen) {
      if (mode != null) {
        throw new ParameterException(
            spec.commandLine(),
            "--mode is for rows of texts and columns without --preset: leave one of them out.");
      }
      return false;
    }
    for (String option : OF_PRESETS) {
      if (given.hasMatchedOption(option)) {
        throw new ParameterException(
            spec.commandLine(),
            option
                + " goes with --preset: without one, how to train follows from the rows. Add"
                + " --preset fitting, or leave "
                + option
                + " out.");
      }
    }
    return true;
  }

  /** A training without settings. */
  Pipeline pipeline() {
    if (mode == null) {
      return Pipeline.auto();
    }
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "fast" -> Pipeline.auto(Mode.FAST);
      case "standard" -> Pipeline.auto(Mode.STANDARD);
      case "best" -> Pipeline.auto(Mode.BEST);
      default ->
          throw new ParameterException(
              spec.commandLine(), "--mode must be fast, standard or best, got \"" + mode + "\".");
    };
  }
}
