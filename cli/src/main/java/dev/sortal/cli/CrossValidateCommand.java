package dev.sortal.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.sortal.CrossValidation;
import dev.sortal.Dataset;
import dev.sortal.format.AtomicFile;
import dev.sortal.training.ProgressLines;
import dev.sortal.training.TrainingListener;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges settings by training on all folds but one, in turn. */
@Command(
    name = "cross-validate",
    description = {
      "Judges settings by cross-validation: each fold of the rows is judged by a classifier that"
          + " has learned from the others.",
      "",
      "Prints mean, standard deviation and 95 % intervals over folds; the corrected interval"
          + " allows for the rows that training parts share. Rows are read as by sortal train."
    },
    customSynopsis = "sortal cross-validate --data DATA [--folds N] [OPTIONS]",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CrossValidateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin PipelineOptions settings;

  @Mixin FoldOptions divided;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = "Share of the training folds that the best epoch is chosen by; by default 0.1.")
  double validation = 0.1;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Folds that are trained at once; by default 1. The result is the same.")
  int parallel = 1;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description =
          "Where to write what was said of each row, by a classifier that had not seen it: a .csv"
              + " file.")
  @Nullable Path predictions;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Override
  public Integer call() {
    Dataset rows = settings.columns.read(settings.data, divided.readColumn());
    CrossValidation.Options options =
        CrossValidation.options().parallel(parallel).listener(this::progress);
    CrossValidation result;
    try (CleanEnd ctrlC = new CleanEnd()) {
      result =
          settings
              .pipeline()
              .validation(validation)
              .crossValidate(rows, divided.folds(settings.seed), options);
    }
    if (predictions != null) {
      write(result, predictions);
    }
    PrintWriter output = spec.commandLine().getOut();
    output.print(json ? result.toJson() + "\n" : result.toString());
    output.flush();
    return 0;
  }

  private TrainingListener progress(int fold) {
    PrintStream err = System.err;
    if (parallel > 1) {
      return new TrainingListener() {
        @Override
        public void onStart(Start start) {
          err.println("Fold " + fold + " of " + divided.count);
        }
      };
    }
    err.println("Fold " + fold + " of " + divided.count);
    return ProgressLines.to(err);
  }

  private static void write(CrossValidation result, Path file) {
    List<String> header = new ArrayList<>(List.of("row", "fold", "label", "predicted"));
    result.labels().forEach(label -> header.add("probability of " + label));
    AtomicFile.write(
        file,
        stream -> {
          CsvWriter writer =
              CsvWriter.builder().build(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
          writer.writeRecord(header);
          for (CrossValidation.Row row : result.rows()) {
            List<String> fields = new ArrayList<>();
            fields.add(String.valueOf(row.index()));
            fields.add(String.valueOf(row.fold()));
            fields.add(String.join("|", row.truth()));
            fields.add(
                String.join(
                    "|", row.prediction().labels().stream().map(one -> one.label()).toList()));
            for (float probability : result.probabilities(row)) {
              fields.add(String.valueOf(probability));
            }
            writer.writeRecord(fields);
          }
          writer.flush();
        });
  }
}
