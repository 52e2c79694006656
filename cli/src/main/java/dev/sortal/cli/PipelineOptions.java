package dev.sortal.cli;

import dev.sortal.Pipeline;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import dev.sortal.text.TextAugmentation;
import dev.sortal.training.Monitor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The rows, and the pipeline that learns from them: what all commands that train share. */
final class PipelineOptions {
  private static final String FITTING = "fitting";

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
      completionCandidates = PresetNames.class,
      description =
          "The network: for texts or images alone one of ${COMPLETION-CANDIDATES}, or fitting for"
              + " one that fits the columns.")
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

  @Option(
      names = "--no-bucketing",
      description = "Do not put texts of similar length into a batch; it saves padding.")
  boolean noBucketing;

  @Option(names = "--seed", paramLabel = "N", description = "By default 42.")
  long seed = 42;

  @Mixin BalanceOptions balance;

  @Mixin TokenOptions tokens;

  @Mixin ImageOptions images;

  @Mixin EngineOptions engine;

  static final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(Presets.names().stream(), Stream.of(FITTING)).iterator();
    }
  }

  /** Whether rows are images of a folder. */
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

  /** The pipeline of these options, without listeners. */
  Pipeline pipeline() {
    return pipeline(Pipeline.of(encoders()));
  }

  /** A pipeline with these options, but for its encoders. */
  Pipeline pipeline(Pipeline begun) {
    Pipeline pipeline =
        network(begun).epochs(epochs).patience(patience).batchSize(batch).bucketing(!noBucketing);
    if (!columns.labels.areSeveral()) {
      pipeline =
          pipeline.monitor(
              balance.isGiven()
                  ? Monitor.VALIDATION_BALANCED_ACCURACY
                  : Monitor.VALIDATION_ACCURACY);
    }
    return onEngine(pipeline);
  }

  /** A pipeline with what concerns neither its network nor its schedule. */
  Pipeline onEngine(Pipeline pipeline) {
    BackendChoice choice = engine.choice();
    boolean areSeveral = columns.labels.areSeveral();
    Pipeline changed =
        pipeline
            .seed(seed)
            .device(choice.execution().device())
            .threads(choice.execution().threads());
    changed = balance.apply(areSeveral ? changed.severalLabels() : changed, areSeveral);
    return choice.name() == null ? changed : changed.backend(choice.name());
  }

  private Pipeline network(Pipeline pipeline) {
    if (preset == null || preset.equals(FITTING)) {
      return pipeline;
    }
    if (!areImages() && !isTextAlone()) {
      throw new ParameterException(
          spec.commandLine(),
          "--preset "
              + preset
              + " is for a text alone: take --preset fitting, whose network fits all columns, or"
              + " leave it out.");
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
