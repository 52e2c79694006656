package dev.sortal.cli;

import dev.sortal.Cleaning;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.SplitRule;
import dev.sortal.duplicates.NearDuplicates;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How training rows are cleaned, divided and kept. */
final class PartOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--clean",
      description =
          "Leave out blank texts and rows of which all columns that are read occurred before, and"
              + " trim labels.")
  boolean clean;

  @Option(
      names = "--near-duplicates",
      paramLabel = "SIMILARITY",
      description =
          "Leave out rows whose text is that similar to one before, from 0.5 to 1: 0.9, say.")
  @Nullable Double nearDuplicates;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = "Share of the rows that the best epoch is chosen by; by default 0.2.")
  double validation = 0.2;

  @Option(
      names = "--split-by",
      paramLabel = "COLUMN",
      description =
          "Divide by a hash of that column, so that rows of equal value fall on one side; by"
              + " default at random, each class in its share.")
  @Nullable String splitBy;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description =
          "Keep encoded rows in files of that folder, not in memory: for more rows than memory"
              + " holds. Rows are then divided by a hash of the text, or by --split-by.")
  @Nullable Path cache;

  /** The column that rows are divided by and that is read for that alone. */
  @Nullable String column() {
    return splitBy;
  }

  /** The pipeline with a cache where one is wanted. */
  Pipeline apply(Pipeline pipeline) {
    return cache == null ? pipeline : pipeline.cache(cache);
  }

  /**
   * The cleaned rows divided into training and validation part.
   *
   * @param hasText whether each row has a text to divide by
   */
  Split divide(Dataset all, boolean hasText, long seed) {
    Dataset cleaned = all.clean(cleaning());
    return validation == 0 ? undivided(cleaned) : cleaned.split(rule(hasText, seed));
  }

  /** The cleaned rows as a training part alone. */
  Split whole(Dataset all) {
    return undivided(all.clean(cleaning()));
  }

  private Split undivided(Dataset cleaned) {
    // Without a cache rows are held in memory anyway: then they are read and cleaned once.
    Dataset training = cache == null ? Dataset.of(cleaned.toList()) : cleaned;
    return new Split(training, Dataset.of(List.of()), Dataset.of(List.of()));
  }

  /** Whether it is said which rows belong together, or that there is a cache. */
  boolean isParting() {
    return splitBy != null || cache != null;
  }

  private Cleaning cleaning() {
    Cleaning cleaning = clean ? Cleaning.standard() : Cleaning.none();
    return nearDuplicates == null
        ? cleaning
        : cleaning.with(NearDuplicates.atLeast(nearDuplicates));
  }

  private SplitRule rule(boolean hasText, long seed) {
    if (splitBy != null) {
      return Split.hashed().by(splitBy).train(1 - validation).validation(validation).seed(seed);
    }
    if (cache == null) {
      return Split.random().train(1 - validation).validation(validation).seed(seed);
    }
    if (!hasText) {
      throw new ParameterException(
          spec.commandLine(),
          "--cache divides rows by a hash of their text, and these have none: name a column with"
              + " --split-by, an id perhaps, or give --validation 0 and --test.");
    }
    return Split.hashed().train(1 - validation).validation(validation).seed(seed);
  }
}
