package dev.sortal.cli;

import dev.sortal.Pipeline;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.spi.BackendChoice;
import dev.sortal.text.TextAugmentation;
import dev.sortal.training.Monitor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The pipeline that is trained many times, for the commands that do so. */
final class PipelineOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATA",
      description = "Labelled rows: a file, a quoted pattern of files, or a folder of classes.")
  String data;

  @Mixin DataOptions columns;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = TrainCommand.PresetNames.class,
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

  @Option(names = "--batch", paramLabel = "N", description = "Rows of a step; by default 32.")
  int batch = 32;

  @Option(names = "--seed", paramLabel = "N", description = "By default 42.")
  long seed = 42;

  @Mixin BalanceOptions balance;

  @Mixin TokenOptions tokens;

  @Mixin ImageOptions images;

  @Mixin EngineOptions engine;

  boolean areImages() {
    return columns.rows.areImages(data);
  }

  /** Whether a text is all that is read of a row. */
  boolean isTextAlone() {
    return !areImages()
        && columns.numbers.isEmpty()
        && columns.categories.isEmpty()
        && columns.fields.size() + (columns.hasText() ? 1 : 0) == 1;
  }

  /** The pipeline without listeners. */
  Pipeline pipeline() {
    BackendChoice choice = engine.choice();
    boolean areSeveral = columns.labels.areSeveral();
    Pipeline pipeline =
        Pipeline.of(encoders())
            .epochs(epochs)
            .patience(patience)
            .batchSize(batch)
            .seed(seed)
            .device(choice.execution().device())
            .threads(choice.execution().threads());
    pipeline =
        areSeveral
            ? pipeline.severalLabels()
            : pipeline.monitor(
                balance.isGiven()
                    ? Monitor.VALIDATION_BALANCED_ACCURACY
                    : Monitor.VALIDATION_ACCURACY);
    pipeline = balance.apply(pipeline, areSeveral);
    if (choice.name() != null) {
      pipeline = pipeline.backend(choice.name());
    }
    if (preset == null) {
      return pipeline;
    }
    if (!areImages() && !isTextAlone()) {
      throw new ParameterException(
          spec.commandLine(),
          "--preset is for a text alone: leave it out, and the network fits all columns.");
    }
    return pipeline.preset(preset);
  }

  /** An encoder for each text, and one for all numbers and categories. */
  private Encoder[] encoders() {
    if (areImages()) {
      return new Encoder[] {images.encoder(seed)};
    }
    TextAugmentation augmentation = balance.augmentation(seed);
    List<Encoder> encoders = new ArrayList<>();
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
}
