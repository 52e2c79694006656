package dev.sortal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.Decision;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.data.SplitRule;
import dev.sortal.data.Truth;
import dev.sortal.error.DataException;
import dev.sortal.error.TrainingException;
import dev.sortal.format.Hashes;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spec.Presets;
import dev.sortal.spec.SpecJson;
import dev.sortal.spi.Backends;
import dev.sortal.spi.Device;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Progress;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.TrainingLoop;
import dev.sortal.training.TrainingSettings;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** One training: from examples to a classifier, by the settings of a pipeline. */
final class Fit {
  private final Pipeline.Settings settings;

  Fit(Pipeline.Settings settings) {
    this.settings = settings;
  }

  Classifier run(Split parts) {
    // The engine first: its absence should show before the data is read.
    TrainingBackend backend = Backends.chooseForTraining(settings.backend);
    List<Example> training = parts.train().toList();
    List<Example> validation = parts.validation().toList();
    if (validation.isEmpty() && settings.validation > 0) {
      Split divided = holdBack(training);
      training = divided.train().toList();
      validation = divided.validation().toList();
    }
    validation.forEach(Example::requireLabels);
    Labels labels = labels(training);
    int positive = positive(labels);
    Truth truth = Encoding.truth(training, labels, settings.severalLabels);
    ClassBalance balance = new ClassBalance(settings, labels, truth);

    List<Encoder.Fitted> fitted = fit(training);
    EncodedSet trainingSet = weighted(fitted, training, truth, balance);
    List<FittedEncoder> encoders = fitted.stream().map(Encoder.Fitted::encoder).toList();
    EncodedSet validationSet =
        Encoding.encode(encoders, validation, labels, settings.severalLabels);

    Network network = network(encoders, labels);
    List<ParameterGroup> groups =
        ParameterGroup.allBut(network, settings.optimizer, settings.frozen);
    FirstWeights first =
        new FirstWeights(network, encoders, trainingSet, settings.vectors, settings.seed);
    TrainingSettings loopSettings = loopSettings();
    ObjectNode provenance = provenance(backend, loopSettings, training, validation);
    balance.describe(provenance);
    provenance.set("vectors", first.provenance());
    Function<TrainingLoop.Outcome, Bundle> bundle =
        outcome ->
            new Bundle(
                network,
                outcome.weights(),
                encoders,
                labels,
                positive,
                decision(labels),
                outcome.history(),
                provenance);
    TrainingLoop.Outcome outcome;
    try (TrainingSession session = backend.train(plan(network, groups, first.weights()))) {
      Announcer listener = new Announcer(settings.listeners);
      listener.onStart(backend.engine(), session.device(), training.size(), validation.size());
      TrainingLoop loop =
          new TrainingLoop(
              session,
              network,
              trainingSet,
              balance.order(),
              validationSet,
              loopSettings,
              listener);
      try {
        outcome = loop.run();
      } catch (TrainingException failure) {
        TrainingLoop.Outcome best = loop.best().orElseThrow(() -> failure);
        throw new FailedTraining(failure, bundle.apply(best));
      }
    }
    Classifier classifier = Classifier.open(bundle.apply(outcome), backend, settings.backend);
    return settings.tunesThresholds && !validation.isEmpty()
        ? tuned(classifier, Dataset.of(validation))
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

  private List<Encoder.Fitted> fit(List<Example> training) {
    List<Encoder.Fitting> fittings = settings.encoders.stream().map(Encoder::start).toList();
    for (Example example : training) {
      fittings.forEach(fitting -> fitting.add(example));
    }
    return fittings.stream().map(Encoder.Fitting::finish).toList();
  }

  private Network network(List<FittedEncoder> encoders, Labels labels) {
    List<Input> inputs = encoders.stream().map(FittedEncoder::input).toList();
    List<Layer> layers =
        new ArrayList<>(settings.layers == null ? Presets.fitting(inputs) : settings.layers);
    layers.add(Layers.dense(labels.size()));
    return Network.of(inputs, layers);
  }

  private Split holdBack(List<Example> examples) {
    if (examples.isEmpty()) {
      return Split.of(Dataset.of(examples), Dataset.of(examples));
    }
    return Dataset.of(examples)
        .split(
            SplitRule.random()
                .train(1 - settings.validation)
                .validation(settings.validation)
                .seed(settings.seed));
  }

  private List<String> labelsOf(Example example) {
    List<String> labels = example.requireLabels();
    if (!settings.severalLabels) {
      example.label();
    }
    return labels;
  }

  private Labels labels(List<Example> training) {
    TreeSet<String> distinct = new TreeSet<>();
    for (Example example : training) {
      distinct.addAll(labelsOf(example));
    }
    if (distinct.size() < 2) {
      throw new DataException(
          "There is nothing to tell apart: expected at least 2 labels in "
              + training.size()
              + " training examples, got "
              + distinct
              + ". Check the label column.");
    }
    return Labels.ordered(distinct);
  }

  private int positive(Labels labels) {
    if (settings.positive == null) {
      return Math.min(1, labels.size() - 1);
    }
    int index = labels.index(settings.positive);
    if (index < 0) {
      throw new IllegalArgumentException(
          "positive(\""
              + settings.positive
              + "\") is no label of the training examples, expected one of "
              + labels
              + ".");
    }
    return index;
  }

  private EncodedSet weighted(
      List<Encoder.Fitted> fitted, List<Example> training, Truth truth, ClassBalance balance) {
    float[] weights = new float[training.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (training.get(i).weight() * balance.factor(i));
    }
    return new EncodedSet(fitted.stream().map(Encoder.Fitted::training).toList(), truth, weights);
  }

  private Decision decision(Labels labels) {
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

  private TrainingSettings loopSettings() {
    Double rate = settings.learningRate;
    return new TrainingSettings(
        settings.epochs,
        settings.batchSize,
        rate == null ? settings.optimizer.defaultRate() : rate,
        settings.patience,
        Pipeline.monitor(settings),
        settings.seed);
  }

  private ObjectNode provenance(
      TrainingBackend backend,
      TrainingSettings loop,
      List<Example> training,
      List<Example> validation) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("engine", backend.engine());
    json.put("backend", backend.name());
    json.put("device", settings.backend.execution().device().toString());
    json.put("threads", settings.backend.execution().threads());
    json.put("java", System.getProperty("java.version"));
    json.set("optimizer", SpecJson.write(settings.optimizer));
    json.set("training", SpecJson.write(loop));
    json.put("labelSmoothing", settings.labelSmoothing);
    if (Double.isFinite(settings.clipNorm)) {
      json.put("clipNorm", settings.clipNorm);
    }
    settings.frozen.forEach(json.putArray("frozen")::add);
    ObjectNode data = json.putObject("data");
    data.put("trainingRows", training.size());
    data.put("validationRows", validation.size());
    data.put("sha256", fingerprint(training));
    return json;
  }

  /** SHA-256 over fields, label and weight of each example in order. */
  private static String fingerprint(List<Example> examples) {
    MessageDigest digest = Hashes.sha256();
    for (Example example : examples) {
      example.digest(digest);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Tells each of several listeners. */
  private record Announcer(List<TrainingListener> listeners) implements TrainingListener {
    @Override
    public void onStart(String backend, Device device, int rows, int validationRows) {
      listeners.forEach(one -> one.onStart(backend, device, rows, validationRows));
    }

    @Override
    public void onStep(Progress progress) {
      listeners.forEach(one -> one.onStep(progress));
    }

    @Override
    public void onEpoch(Epoch epoch) {
      listeners.forEach(one -> one.onEpoch(epoch));
    }

    @Override
    public void onEnd(History history) {
      listeners.forEach(one -> one.onEnd(history));
    }
  }
}
