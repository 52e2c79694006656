package dev.sortal.cli;

import dev.sortal.data.Folds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Into which folds rows are divided. */
final class FoldOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(names = "--folds", paramLabel = "N", description = "How many folds; by default 10.")
  int count = 10;

  @Option(
      names = "--group-by",
      paramLabel = "COLUMN",
      description =
          "Keep rows of equal value in that column in one fold, and on one side of the division"
              + " into training and validation rows.")
  @Nullable String groupBy;

  @Option(
      names = "--fold-column",
      paramLabel = "COLUMN",
      description = "The column that names the fold of each row, instead of drawing folds.")
  @Nullable String column;

  /** The column that is read for the folds alone, or null for none. */
  @Nullable String readColumn() {
    return groupBy != null ? groupBy : column;
  }

  Folds folds(long seed) {
    if (groupBy != null && column != null) {
      throw new ParameterException(
          spec.commandLine(), "Give --group-by or --fold-column, not both.");
    }
    if (column != null) {
      return Folds.named(column, count);
    }
    Folds drawn = new Folds(count, seed);
    return groupBy == null ? drawn : drawn.by(groupBy);
  }
}
