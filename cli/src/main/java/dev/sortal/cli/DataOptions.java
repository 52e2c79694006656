package dev.sortal.cli;

import dev.sortal.Dataset;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The columns of labelled files. */
final class DataOptions {
  @Option(
      names = "--text",
      paramLabel = "COLUMN",
      description = "The column of the text; by default 'text'.")
  String text = "text";

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "The column of the label; by default 'label'.")
  String label = "label";

  /** The file's examples; tab-separated where its name ends in .tsv, else comma-separated. */
  Dataset.Csv read(Path file) {
    boolean tabs = file.toString().toLowerCase(Locale.ROOT).endsWith(".tsv");
    return (tabs ? Dataset.tsv(file) : Dataset.csv(file)).text(text).label(label);
  }
}
