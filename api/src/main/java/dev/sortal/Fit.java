package dev.sortal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.bundle.Bundle;
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
import dev.sortal.spi.Backend;
import dev.sortal.spi.Backends;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.TrainingLoop;
import dev.sortal.training.TrainingRows;
import dev.sortal.training.ValidationRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** One training: from examples to a classifier, by the settings of a pipeline. */
final class Fit {
  private final PipelineSettings settings;

  Fit(PipelineSettings settings) {
    this.settings = settings;
  }

  Classifier run(Split parts) {
    // The engine first: its absence should show before the data is read.
    TrainingBackend backend = Backends.chooseForTraining(settings.backend);
    Preparation preparation = new Preparation(settings);
    Prepared data =
        settings.cache == null
            ? preparation.inMemory(parts)
            : preparation.cached(parts, settings.cache);
    Network network = network(data.encoders(), data.labels());
    List<ParameterGroup> groups =
        ParameterGroup.of(network, settings.optimizer, settings.groups, settings.frozen);
    FirstWeights first =
        new FirstWeights(
            network, data.encoders(), data.training(), settings.vectors, settings.seed);
    ObjectNode provenance = provenance(settings, backend, data);
    data.balance().describe(provenance);
    provenance.set("vectors", first.provenance());
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
                provenance);
    TrainingLoop.Outcome outcome;
    TrainingPlan plan = plan(network, groups, first.weights());
    try (TrainingSession session = backend.train(plan)) {
      Announcer listener = new Announcer(settings.listeners);
      listener.onStart(
          new TrainingListener.Start(
              backend.engine(),
              session.device(),
              data.training().rows(),
              data.validation().rows(),
              PipelineSettingsJson.write(settings)));
      TrainingLoop loop =
          new TrainingLoop(
              session,
              plan,
              new TrainingRows(data.training(), data.order()),
              new ValidationRows(
                  data.validation(), data.labels().names(), data.positive(), settings.threshold),
              settings.loop(),
              listener);
      try {
        outcome = loop.run();
      } catch (TrainingException failure) {
        TrainingLoop.Outcome best = loop.best().orElseThrow(() -> failure);
        throw new FailedTraining(failure, bundle.apply(best));
      }
    }
    Classifier classifier = Classifier.open(bundle.apply(outcome), backend, settings.backend);
    return settings.tunesThresholds && data.validation().rows() > 0
        ? tuned(classifier, data.heldOut())
        : classifier;
  }

  /** The classifier with the thresholds that give each label its best F1 on these examples. */
  private static Classifier tuned(Classifier classifier, Dataset validation) {
    try {
      return classifier.withThresholds(classifier.evaluateLabels(validation).bestThresholds());
    } catch (RuntimeException failure) {
      classifier.close();
      throw failure;
    }
  }

  private Network network(List<FittedEncoder> encoders, Labels labels) {
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
    return settings.severalLabels
        ? new Decision.SeveralLabels(Collections.nCopies(labels.size(), settings.threshold))
        : new Decision.OneLabel();
  }

  private Loss loss() {
    return settings.severalLabels
        ? new Loss.SigmoidCrossEntropy(settings.labelSmoothing)
        : new Loss.SoftmaxCrossEntropy(settings.labelSmoothing);
  }

  private TrainingPlan plan(Network network, List<ParameterGroup> groups, Weights weights) {
    return new TrainingPlan(
        network,
        weights,
        groups,
        loss(),
        settings.clipNorm,
        OptimizerState.initial(network, groups),
        settings.seed,
        settings.backend.execution());
  }

  static ObjectNode provenance(PipelineSettings settings, Backend backend, Prepared prepared) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("engine", backend.engine());
    json.put("backend", backend.name());
    json.put("device", settings.backend.execution().device().toString());
    json.put("threads", settings.backend.execution().threads());
    json.put("java", System.getProperty("java.version"));
    json.set("settings", PipelineSettingsJson.write(settings));
    ObjectNode data = json.putObject("data");
    data.put("trainingRows", prepared.training().rows());
    data.put("validationRows", prepared.validation().rows());
    data.put("sha256", prepared.sha256());
    return json;
  }
}
