package dev.sortal.cli;

import dev.sortal.Classifier;
import dev.sortal.metrics.Evaluation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges a saved classifier with labelled rows. */
@Command(
    name = "evaluate",
    description = "Judges a saved classifier with labelled rows.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The classifier.")
  Path model;

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "Labelled rows.")
  Path data;

  @Mixin DataOptions columns;

  @Mixin EngineOptions engine;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  @Override
  public Integer call() {
    try (Classifier classifier = Classifier.load(model, engine.choice())) {
      long start = System.nanoTime();
      Evaluation evaluation = classifier.evaluate(columns.read(data));
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (json) {
        spec.commandLine()
            .getOut()
            .println(Json.figures(classifier, evaluation, evaluation.rows(), seconds));
      } else {
        spec.commandLine().getOut().print(evaluation);
      }
      spec.commandLine().getOut().flush();
    }
    return 0;
  }
}
