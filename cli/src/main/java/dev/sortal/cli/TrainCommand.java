package dev.sortal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.Classifier;
import dev.sortal.FailedTraining;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.bundle.BundleFile;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.report.Chart;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import dev.sortal.text.TextAugmentation;
import dev.sortal.training.Epoch;
import dev.sortal.training.Monitor;
import dev.sortal.training.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a classifier from labelled rows and saves it. */
@Command(
    name = "train",
    description = {
      "Trains a classifier from labelled rows and saves it.",
      "",
      "Rows come from CSV, TSV, JSON Lines (each also packed as .gz or .zst) or Parquet, from a"
          + " quoted pattern of files, or from a folder with a folder of texts or images for each"
          + " class. Of rows the text is read, or what --text, --field, --number and --category"
          + " name."
    },
    customSynopsis = "sortal train --data DATA --out FILE [OPTIONS]",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "Training rows: a file, a quoted pattern of files, or a folder of classes.")
  String data;

  @Option(
      names = "--test",
      paramLabel = "DATA",
      description = "Rows to judge with; by default the validation rows.")
  @Nullable String test;

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
      description =
          "The network of texts or images alone, one of ${COMPLETION-CANDIDATES}; by default one"
              + " that fits the data.")
  @Nullable String preset;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes at most; by default 10.")
  int epochs = 10;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Epochs without improvement before it stops; by default 3, 0 for never.")
  int patience = 3;

  @Mixin LoopOptions loop;

  @Mixin BalanceOptions balance;

  @Mixin TokenOptions tokens;

  @Mixin ImageOptions images;

  @Option(names = "--batch", paramLabel = "N", description = "Rows of a step; by default 32.")
  int batch = 32;

  @Mixin PartOptions divided;

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
    RowCount count = new RowCount();
    Pipeline pipeline =
        network(Pipeline.of(encoders()))
            .epochs(epochs)
            .patience(patience)
            .batchSize(batch)
            .validation(0)
            .seed(seed)
            .device(choice.execution().device())
            .threads(choice.execution().threads())
            .listener(count)
            .listener(TrainingProgress.of(spec.commandLine().getErr()));
    pipeline =
        columns.labels.areSeveral()
            ? pipeline.severalLabels()
            : pipeline.monitor(
                balance.isGiven()
                    ? Monitor.VALIDATION_BALANCED_ACCURACY
                    : Monitor.VALIDATION_ACCURACY);
    pipeline = balance.apply(pipeline, columns.labels.areSeveral());
    pipeline = loop.apply(pipeline);
    pipeline = divided.apply(pipeline);
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
      print(classifier, parts, count, seconds);
    } catch (FailedTraining failure) {
      BundleFile.write(failure.best(), out);
      spec.commandLine()
          .getErr()
          .println("Saved epoch " + failure.best().history().bestEpoch() + " in " + out + ".");
      throw failure;
    }
    return 0;
  }

  private void print(Classifier classifier, Split parts, RowCount count, double seconds) {
    PrintWriter output = spec.commandLine().getOut();
    Judgement judgement = Judgement.of(classifier, parts.test());
    if (json) {
      long rows = (long) count.rows * classifier.history().epochs().size();
      ObjectNode figures = judgement.timed(rows, seconds).json();
      figures.put("evaluatedOn", test == null ? "validation" : "test");
      figures.put("bestEpoch", classifier.history().bestEpoch());
      output.println(figures);
    } else {
      output.println((test == null ? "On the validation rows:" : "On the test rows:") + "\n");
      output.print(judgement.table());
      output.println("\nSaved " + out + ".");
    }
    output.flush();
  }

  /** How many rows an epoch has, as the training says when it begins. */
  private static final class RowCount implements TrainingListener {
    private int rows;

    @Override
    public void onStart(Start start) {
      rows = start.rows();
    }
  }

  /** An encoder for each text, and one for all numbers and categories. */
  private Encoder[] encoders() {
    TextAugmentation augmentation = balance.augmentation(seed);
    List<Encoder> encoders = new ArrayList<>();
    if (columns.rows.areImages(data)) {
      return new Encoder[] {images.encoder(seed)};
    }
    if (columns.hasText()) {
      encoders.add(tokens.encoder(Example.TEXT, augmentation));
    }
    columns.fields.forEach(field -> encoders.add(tokens.encoder(field, augmentation)));
    List<Feature> features = new ArrayList<>();
    columns.numbers.forEach(number -> features.add(Feature.number(number)));
    columns.categories.forEach(category -> features.add(Feature.category(category)));
    if (!features.isEmpty()) {
      encoders.add(Features.of(features.toArray(Feature[]::new)));
    }
    return encoders.toArray(Encoder[]::new);
  }

  private Pipeline network(Pipeline pipeline) {
    boolean isTextAlone =
        columns.numbers.isEmpty()
            && columns.categories.isEmpty()
            && columns.fields.size() + (columns.hasText() ? 1 : 0) == 1;
    if (preset == null) {
      return pipeline;
    }
    if (columns.rows.areImages(data)) {
      return pipeline.preset(preset);
    }
    if (!isTextAlone) {
      throw new ParameterException(
          spec.commandLine(),
          "--preset is for a text alone: leave it out, and the network fits all columns.");
    }
    return pipeline.preset(preset);
  }

  /** Without test rows the validation rows are also those to judge with. */
  private Split parts() {
    boolean hasText = columns.hasText() && !columns.rows.areImages(data);
    Split parts = divided.divide(columns.read(data, divided.column()), hasText, seed);
    if (test != null) {
      return new Split(parts.train(), parts.validation(), columns.readTest(test));
    }
    if (divided.validation == 0) {
      throw new IllegalArgumentException(
          "There is nothing to judge with: expected --test or --validation above 0.");
    }
    return new Split(parts.train(), parts.validation(), parts.validation());
  }

  private void drawCurve(Classifier classifier) {
    List<Epoch> drawn = classifier.history().epochs();
    if (curve != null && !drawn.isEmpty()) {
      Chart picture = Chart.learningCurve(classifier.history());
      if (curve.toString().endsWith(".svg")) {
        picture.writeSvg(curve);
      } else {
        picture.writePng(curve);
      }
    }
  }
}
