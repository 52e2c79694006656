package dev.sortal.cli;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.FailedTraining;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.bundle.BundleFile;
import dev.sortal.metrics.Evaluation;
import dev.sortal.report.LearningCurve;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import dev.sortal.training.Monitor;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a classifier from a file and saves it. */
@Command(
    name = "train",
    description = "Trains a classifier from a CSV or TSV file and saves it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "Training rows.")
  Path data;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Rows to judge with; by default the validation rows.")
  @Nullable Path test;

  @Mixin DataOptions columns;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The model to write.")
  Path out;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = PresetNames.class,
      description = "The network: ${COMPLETION-CANDIDATES}; by default kimCnn.")
  String preset = "kimCnn";

  @Option(names = "--epochs", paramLabel = "N", description = "Passes at most; by default 10.")
  int epochs = 10;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Epochs without improvement before it stops; by default 3, 0 for never.")
  int patience = 3;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "Tokens that are read of a text; by default 100.")
  int maxLength = 100;

  @Option(names = "--batch", paramLabel = "N", description = "Rows of a step; by default 32.")
  int batch = 32;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = "Share of the rows that the best epoch is chosen by; by default 0.2.")
  double validation = 0.2;

  @Option(names = "--seed", paramLabel = "N", description = "By default 42.")
  long seed = 42;

  @Option(
      names = "--curve",
      paramLabel = "FILE",
      description = "Where to draw the learning curve: a .png or .svg file.")
  @Nullable Path curve;

  @Mixin EngineOptions engine;

  @Option(names = "--json", description = "Print one JSON object on standard output.")
  boolean json;

  static final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Presets.names().iterator();
    }
  }

  @Override
  public Integer call() {
    BackendChoice choice = engine.choice();
    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(maxLength))
            .network(Presets.named(preset))
            .epochs(epochs)
            .patience(patience)
            .monitor(Monitor.VALIDATION_ACCURACY)
            .batchSize(batch)
            .validation(0)
            .seed(seed)
            .device(choice.execution().device())
            .threads(choice.execution().threads())
            .listener(TrainingProgress.of(spec.commandLine().getErr()));
    if (choice.name() != null) {
      pipeline = pipeline.backend(choice.name());
    }
    Split parts = parts();
    long start = System.nanoTime();
    try (CleanEnd ctrlC = new CleanEnd();
        Classifier classifier = pipeline.train(parts)) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      classifier.save(out);
      drawCurve(classifier);
      Evaluation evaluation = classifier.evaluate(parts.test());
      long rows = parts.train().toList().size() * (long) classifier.history().epochs().size();
      if (json) {
        var figures = Json.figures(classifier, evaluation, rows, seconds);
        figures.put("evaluatedOn", test == null ? "validation" : "test");
        figures.put("bestEpoch", classifier.history().bestEpoch());
        spec.commandLine().getOut().println(figures);
      } else {
        spec.commandLine()
            .getOut()
            .println((test == null ? "On the validation rows:" : "On the test rows:") + "\n");
        spec.commandLine().getOut().print(evaluation);
        spec.commandLine().getOut().println("\nSaved " + out + ".");
      }
      spec.commandLine().getOut().flush();
    } catch (FailedTraining failure) {
      BundleFile.write(failure.best(), out);
      spec.commandLine()
          .getErr()
          .println("Saved epoch " + failure.best().history().bestEpoch() + " in " + out + ".");
      throw failure;
    }
    return 0;
  }

  /** Without a test file the validation rows are also those to judge with. */
  private Split parts() {
    Dataset all = columns.read(data);
    Split divided =
        validation == 0
            ? new Split(Dataset.of(all.toList()), Dataset.of(List.of()), Dataset.of(List.of()))
            : all.split(Split.random().train(1 - validation).validation(validation).seed(seed));
    if (test != null) {
      return new Split(divided.train(), divided.validation(), columns.read(test));
    }
    if (validation == 0) {
      throw new IllegalArgumentException(
          "There is nothing to judge with: expected --test or --validation above 0.");
    }
    return new Split(divided.train(), divided.validation(), divided.validation());
  }

  private void drawCurve(Classifier classifier) {
    List<Epoch> drawn = classifier.history().epochs();
    if (curve != null && !drawn.isEmpty()) {
      LearningCurve picture = LearningCurve.of(classifier.history());
      if (curve.toString().endsWith(".svg")) {
        picture.writeSvg(curve);
      } else {
        picture.writePng(curve);
      }
    }
  }
}
