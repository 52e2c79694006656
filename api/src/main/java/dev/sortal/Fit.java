package dev.sortal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.bundle.Decision;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.error.TrainingException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spec.Presets;
import dev.sortal.spi.Backends;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import dev.sortal.training.Checkpoint;
import dev.sortal.training.CheckpointFolder;
import dev.sortal.training.Retention;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.TrainingLoop;
import dev.sortal.training.TrainingSettings;
import dev.sortal.training.ValidationRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One training: from examples to a classifier, by the settings of a pipeline. */
final class Fit {
  /** The best epoch so far, beside checkpoints. */
  private static final String BEST = "best.sortal";

  private final PipelineSettings settings;

  Fit(PipelineSettings settings) {
    Continuation begun = settings.continuation;
    this.settings = settings.clone();
    if (begun != null) {
      this.settings.encoders = begun.encoders(groups(begun.parent().network()), settings.vectors);
    }
  }

  private List<ParameterGroup> groups(Network network) {
    return ParameterGroup.of(network, settings.optimizer, settings.groups, settings.frozen);
  }

  Classifier run(Split parts) {
    // The engine first: its absence should show before the data is read.
    TrainingBackend backend = Backends.chooseForTraining(settings.backend);
    Preparation preparation = new Preparation(settings);
    Prepared data =
        settings.cache == null
            ? preparation.inMemory(parts)
            : preparation.cached(parts, settings.cache);
    Finish.requireValidation(settings, data.validation().rows());
    Network network = network(data.encoders(), data.labels());
    List<ParameterGroup> groups = groups(network);
    FirstWeights first =
        new FirstWeights(
            network, data.encoders(), data.training(), settings.vectors, settings.seed);
    ObjectNode provenance = Provenance.of(settings, backend, data);
    Provenance.requireExpected(settings, provenance);
    data.balance().describe(provenance);
    provenance.set("vectors", first.provenance());
    if (settings.continuation != null) {
      settings.continuation.describe(data, provenance);
    }
    Function<TrainingLoop.Outcome, Bundle> bundle =
        outcome ->
            new Bundle(
                network,
                outcome.weights(),
                data.encoders(),
                data.labels(),
                data.positive(),
                decision(settings, data.labels()),
                outcome.history(),
                provenance,
                outcome.optimizers());
    TrainingLoop.Outcome outcome;
    CheckpointFolder folder = checkpoints(backend, data, network, provenance);
    Optional<Checkpoint> last = folder == null ? Optional.empty() : folder.last(network);
    TrainingPlan plan = plan(network, groups, first.weights(), data.encoders());
    if (last.isPresent()) {
      plan = plan.withWeights(last.get().weights()).withState(last.get().optimizers());
    }
    try (TrainingSession session = backend.train(plan)) {
      Announcer listener = new Announcer(settings.listeners);
      listener.onStart(
          new TrainingListener.Start(
              backend.engine(),
              session.device(),
              data.training().rows(),
              data.validation().rows(),
              data.sha256(),
              PipelineSettingsJson.write(settings)));
      TrainingSettings how = settings.loop();
      TrainingLoop loop =
          new TrainingLoop(
              session,
              plan,
              settings.rows(data.training(), data.order(), how),
              new ValidationRows(
                  data.validation(), data.labels().names(), data.positive(), settings.threshold),
              how,
              listener);
      if (settings.keepsOptimizers) {
        loop.keepOptimizers();
      }
      if (folder != null) {
        Path best = folder.path().resolve(BEST);
        loop.saveTo(folder, epoch -> BundleFile.write(bundle.apply(epoch), best));
      }
      last.ifPresent(loop::goOnFrom);
      try {
        outcome = loop.run();
      } catch (TrainingException failure) {
        TrainingLoop.Outcome best = loop.best().orElseThrow(() -> failure);
        throw new FailedTraining(failure, bundle.apply(best));
      }
    }
    Classifier classifier = Classifier.open(bundle.apply(outcome), backend, settings.backend);
    try {
      Classifier decided =
          Finish.of(classifier, settings, data.validation().rows() > 0, data.heldOut());
      return settings.continuation == null
          ? decided
          : compared(settings.continuation, decided, data, backend);
    } catch (RuntimeException failure) {
      classifier.close();
      throw failure;
    }
  }

  private Classifier compared(
      Continuation begun, Classifier after, Prepared data, TrainingBackend backend) {
    Map<Retention.Part, Dataset> parts = new EnumMap<>(Retention.Part.class);
    parts.put(Retention.Part.NEW, data.heldOutNew());
    parts.put(Retention.Part.REPLAYED, data.heldOutOld());
    if (begun.old() != null) {
      parts.put(Retention.Part.OLD, begun.old());
    }
    try (Classifier before = Classifier.open(begun.parent(), backend, settings.backend)) {
      return after.with(new Retentions(parts).compare(before, after));
    }
  }

  private @Nullable CheckpointFolder checkpoints(
      TrainingBackend backend, Prepared data, Network network, ObjectNode provenance) {
    return settings.checkpoints == null
        ? null
        : CheckpointFolder.open(
            settings.checkpoints,
            TrainingIdentity.of(settings, data, network, provenance),
            TrainingIdentity.engine(settings, backend));
  }

  private Network network(List<FittedEncoder> encoders, Labels labels) {
    if (settings.continuation != null) {
      return settings.continuation.network(encoders, labels);
    }
    List<Input> inputs = encoders.stream().map(FittedEncoder::input).toList();
    List<Layer> layers = new ArrayList<>(layers(inputs));
    layers.add(Layers.dense(labels.size()));
    return Network.of(inputs, layers);
  }

  private List<Layer> layers(List<Input> inputs) {
    if (settings.layers != null) {
      return settings.layers;
    }
    return settings.preset == null
        ? Presets.fitting(inputs)
        : Presets.named(settings.preset, inputs);
  }

  static Decision decision(PipelineSettings settings, Labels labels) {
    if (settings.continuation != null) {
      return settings.continuation.decision(labels, settings.threshold);
    }
    return settings.severalLabels
        ? Decision.SeveralLabels.plain(labels.size(), settings.threshold)
        : Decision.OneLabel.plain();
  }

  private Loss loss() {
    return settings.severalLabels
        ? new Loss.SigmoidCrossEntropy(settings.labelSmoothing)
        : new Loss.SoftmaxCrossEntropy(settings.labelSmoothing);
  }

  private TrainingPlan plan(
      Network network, List<ParameterGroup> groups, Weights first, List<FittedEncoder> encoders) {
    OptimizerState fresh = OptimizerState.initial(network, groups);
    Continuation begun = settings.continuation;
    return new TrainingPlan(
        network,
        begun == null ? first : begun.weights(network, encoders, first),
        groups,
        loss(),
        settings.clipNorm,
        begun == null ? fresh : begun.optimizers(network, encoders, fresh, settings),
        settings.seed,
        settings.backend.execution());
  }
}
