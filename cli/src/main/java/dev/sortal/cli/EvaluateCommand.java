package dev.sortal.cli;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.metrics.Bootstrap;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Judges a saved classifier with labelled rows. */
@Command(
    name = "evaluate",
    description = "Judges a saved classifier with labelled rows.",
    customSynopsis = "sortal evaluate --model FILE --data DATA [OPTIONS]",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The classifier.")
  Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "Labelled rows: a file, a quoted pattern of files, or a folder of classes.")
  String data;

  @Mixin RowOptions rows;

  @Mixin LabelOptions labels;

  @Mixin ReportOptions report;

  @Mixin EngineOptions engine;

  @Option(
      names = "--intervals",
      description = "Say of each figure how sure it is: its 95 % interval over 1000 resamples.")
  boolean intervals;

  @Option(
      names = "--curves",
      paramLabel = "FILE",
      description =
          "Where to write ROC, precision-recall, calibration and coverage curves, as JSON.")
  @Nullable Path curves;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Override
  public Integer call() {
    report.requireConsistent();
    try (Classifier classifier = Classifier.load(model, engine.choice())) {
      requireFitting(classifier);
      Dataset dataset = Dataset.of(labels.read(rows.source(rows.table(data), classifier.fields())));
      Judgement judgement =
          Judgement.of(
              classifier,
              dataset,
              new Judgement.Details(intervals ? Bootstrap.standard() : null, curves));
      report.write(classifier, model, dataset, null);
      spec.commandLine().getOut().print(json ? judgement.json() + "\n" : judgement.table());
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private void requireFitting(Classifier classifier) {
    if (classifier.severalLabels() != labels.areSeveral()) {
      throw new ParameterException(
          spec.commandLine(),
          classifier.severalLabels()
              ? "The model gives any number of labels: name their column with --labels, and with"
                  + " --separator what stands between them."
              : "The model gives one label: name its column with --label, not --labels.");
    }
  }
}
