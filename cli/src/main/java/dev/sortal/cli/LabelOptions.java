package dev.sortal.cli;

import dev.sortal.data.RowSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where labels are read, for every command that needs some. */
final class LabelOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "The column of the label; by default 'label'.")
  @Nullable String label;

  @Option(
      names = "--labels",
      paramLabel = "COLUMN",
      description = "The column of any number of labels: a list, or a text with --separator.")
  @Nullable String labels;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "What stands between the labels of a text, as in \"vegan|quick\".")
  @Nullable String separator;

  /** Whether an example may have any number of labels. */
  boolean areSeveral() {
    return labels != null;
  }

  /** The source with its labels. */
  RowSource read(RowSource source) {
    if (label != null && labels != null) {
      throw new ParameterException(
          spec.commandLine(), "Give --label for one label a row or --labels for any number.");
    }
    if (labels == null) {
      if (separator != null) {
        throw new ParameterException(spec.commandLine(), "--separator goes with --labels.");
      }
      return source.label(label == null ? "label" : label);
    }
    return separator == null ? source.labels(labels) : source.labels(labels, separator);
  }
}
