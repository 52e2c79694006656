package dev.sortal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.bundle.Decision;
import dev.sortal.bundle.Reproduction;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.error.DataException;
import dev.sortal.metrics.Calibration;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.spec.Network;
import dev.sortal.spi.Backend;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.training.History;
import dev.sortal.training.Retention;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained model that classifies; safe for threads.
 *
 * <p>It holds native memory until it is closed; {@link #close()} waits for calls in progress. It
 * was either just trained by {@link Pipeline#train} or loaded from a {@code .sortal} file, by
 * whatever engine trained it.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.load(Path.of("reviews.sortal"))) {
 *   Prediction prediction = classifier.classify("the plot never lets go");
 *   System.out.println(prediction.label() + " " + prediction.probability());
 * }
 * }</pre>
 */
public final class Classifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Classifier.class);

  private final Bundle bundle;
  private final Backend backend;
  private final InferenceSession session;
  private final Inference inference;

  private Classifier(Bundle bundle, Backend backend, InferenceSession session) {
    this.bundle = bundle;
    this.backend = backend;
    this.session = session;
    this.inference = new Inference(bundle, session);
  }

  /**
   * Opens a classifier on the first engine of the class path, on the CPU.
   *
   * @throws dev.sortal.error.BundleException if the file is absent, damaged or too new
   * @throws dev.sortal.error.BackendException if there is no engine
   */
  public static Classifier load(Path file) {
    return load(file, BackendChoice.any());
  }

  /**
   * Opens a classifier on a chosen engine.
   *
   * @throws dev.sortal.error.BundleException if the file is absent, damaged or too new
   * @throws dev.sortal.error.BackendException if the engine is absent or lacks the device
   */
  public static Classifier load(Path file, BackendChoice choice) {
    Backend backend = Backends.choose(choice);
    return open(BundleFile.read(file), backend, choice);
  }

  /**
   * Opens a classifier that is at hand as values, on a chosen engine.
   *
   * @throws dev.sortal.error.BackendException if the engine is absent or lacks the device
   */
  public static Classifier open(Bundle bundle, BackendChoice choice) {
    return open(bundle, Backends.choose(choice), choice);
  }

  static Classifier open(Bundle bundle, Backend backend, BackendChoice choice) {
    Execution execution = choice.execution();
    InferenceSession session = backend.open(bundle.network(), bundle.weights(), execution);
    if (execution.device().equals(Device.auto())) {
      LOG.info("Device auto: backend {} runs on {}", backend.name(), session.device());
    }
    return new Classifier(bundle, backend, session);
  }

  /**
   * Classifies a text.
   *
   * @throws IllegalStateException if the classifier is closed
   */
  public Prediction classify(String text) {
    return classify(Example.text(text));
  }

  /**
   * Classifies an example.
   *
   * @throws IllegalStateException if the classifier is closed
   */
  public Prediction classify(Example example) {
    return inference.classify(example);
  }

  /**
   * Classifies many examples as the result is consumed; in the order of the examples.
   *
   * <p>Some thousands are read at a time, the first sooner, and go through the network in batches
   * of similar length.
   *
   * <p>Closing the result closes the examples' stream.
   *
   * <pre>{@code
   * try (Stream<Prediction> predictions = classifier.classifyAll(texts.stream().map(Example::text))) {
   *   predictions.forEach(prediction -> System.out.println(prediction.label()));
   * }
   * }</pre>
   */
  public Stream<Prediction> classifyAll(Stream<Example> examples) {
    Bulk<Prediction> predictions =
        new Bulk<>(examples.iterator(), inference::classify, inference.window());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                predictions, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .map(Bulk.Result::value)
        .onClose(examples::close);
  }

  /**
   * Compares the classifier's answers with the labels of a data set.
   *
   * <p>A label that the model does not know counts as wrong and is reported by name.
   *
   * @throws DataException if an example has no label, or there is none
   * @throws IllegalStateException if the model gives several labels
   */
  public Evaluation evaluate(Dataset dataset) {
    return evaluation(dataset, (example, prediction) -> {});
  }

  /** As {@link #evaluate}, handing over each example with its prediction. */
  Evaluation evaluation(Dataset dataset, BiConsumer<Example, Prediction> each) {
    if (severalLabels()) {
      throw new IllegalStateException(
          "The model gives several labels an example: use evaluateLabels.");
    }
    Evaluation.Builder evaluation = Evaluation.builder(bundle.labels().names(), bundle.positive());
    if (oneLabel().threshold() > 0) {
      evaluation.threshold(oneLabel().threshold());
    }
    each(
        dataset,
        inference::classify,
        (example, prediction) -> {
          example.requireLabels();
          evaluation.add(String.valueOf(example.label()), prediction.probabilities());
          each.accept(example, prediction);
        });
    return evaluation.build();
  }

  /**
   * Compares the labels that a model of several labels an example gives with those of a data set.
   *
   * @throws DataException if the labels of an example are not known, or there is no example
   * @throws IllegalStateException if the model gives one label an example
   */
  public MultiLabelEvaluation evaluateLabels(Dataset dataset) {
    return labelEvaluation(dataset, (example, prediction) -> {});
  }

  /** As {@link #evaluateLabels}, handing over each example with its prediction. */
  MultiLabelEvaluation labelEvaluation(Dataset dataset, BiConsumer<Example, Prediction> each) {
    MultiLabelEvaluation.Builder evaluation =
        MultiLabelEvaluation.builder(bundle.labels().names(), thresholds());
    each(
        dataset,
        inference::classify,
        (example, prediction) -> {
          evaluation.add(example.requireLabels(), prediction.probabilities());
          each.accept(example, prediction);
        });
    return evaluation.build();
  }

  /**
   * Trains it further on new examples, by the settings by which it was trained; gives another
   * classifier, which the caller closes, and leaves this one as it is.
   *
   * <p>Words that it knows keep their ids and vectors, new words and labels are added. For other
   * settings, and old examples that are replayed so that they are not forgotten, see {@link
   * Pipeline#continuing}. Throws as {@link Pipeline#train(Split)}.
   */
  public Classifier continueTraining(Split parts) {
    return Pipeline.continuing(this).train(parts);
  }

  /** As {@link #continueTraining(Split)}, holding back a share of the examples for validation. */
  public Classifier continueTraining(Dataset examples) {
    return Pipeline.continuing(this).train(examples);
  }

  /**
   * A pipeline that trains it again: the settings by which it was trained, the encoders without
   * what they learned, the same engine. Listeners and a cache are not among them.
   *
   * @throws IllegalStateException if it was trained further from another classifier, see {@link
   *     #pipeline(Classifier)}, or was not trained by Sortal
   */
  public Pipeline pipeline() {
    return Repetition.pipeline(this, null);
  }

  /**
   * A pipeline that trains it again from the classifier that it was trained further from; old
   * examples are to be given with {@link Pipeline#replay} as then.
   *
   * @throws IllegalArgumentException if it was not trained further from that classifier
   */
  public Pipeline pipeline(Classifier parent) {
    return Repetition.pipeline(this, parent);
  }

  /**
   * Trains it again on the same examples, in the same way, and compares what comes of it.
   *
   * <pre>{@code
   * Reproduction again = classifier.reproduce(parts, pipeline -> pipeline.listener(progress));
   * }</pre>
   *
   * @param parts the examples by which it was trained, divided as then
   * @param change what is to be different about {@link #pipeline()}, if anything
   * @throws DataException if the examples are not the same, before it is trained
   * @throws IllegalStateException as {@link #pipeline()}
   */
  public Reproduction reproduce(Split parts, UnaryOperator<Pipeline> change) {
    return Repetition.of(this, change.apply(pipeline()), parts);
  }

  /** As {@link #reproduce(Split, UnaryOperator)}, for what was trained further from another. */
  public Reproduction reproduce(Split parts, Classifier parent, UnaryOperator<Pipeline> change) {
    return Repetition.of(this, change.apply(pipeline(parent)), parts);
  }

  /** All that its file holds. */
  public Bundle bundle() {
    return bundle;
  }

  Backend engine() {
    return backend;
  }

  /** This classifier, saying that of its parts, in the engine's same memory. */
  Classifier with(List<Retention> retentions) {
    ObjectNode provenance = bundle.provenance().deepCopy();
    Retentions.write(retentions, provenance);
    return new Classifier(bundle.withProvenance(provenance), backend, session);
  }

  List<Double> thresholds() {
    if (bundle.decision() instanceof Decision.SeveralLabels several) {
      return several.thresholds();
    }
    throw new IllegalStateException("The model gives one label an example: use evaluate.");
  }

  /**
   * This classifier with other thresholds, in the engine's same memory: closing one closes both.
   *
   * <p>A model of one label an example has a threshold if it has two labels, for the positive one:
   * that is given where its probability reaches it, instead of where it is the likelier.
   *
   * @param thresholds for some labels, in (0, 1]; the others keep theirs
   * @throws IllegalArgumentException if a label is not known, has no threshold, or it is out of
   *     range
   */
  public Classifier withThresholds(Map<String, Double> thresholds) {
    if (bundle.decision() instanceof Decision.OneLabel one) {
      String positive = bundle.labels().name(bundle.positive());
      if (labels().size() != 2 || !thresholds.keySet().equals(Set.of(positive))) {
        throw new IllegalArgumentException(
            "A model that gives one label an example has a threshold for the positive of two labels"
                + " only: expected {"
                + positive
                + "} of a model of 2 labels, got "
                + thresholds.keySet()
                + " of one of "
                + labels().size()
                + ".");
      }
      double threshold = thresholds.getOrDefault(positive, 0.0);
      if (threshold == 0) {
        throw new IllegalArgumentException("A threshold must be in (0, 1], got 0.");
      }
      return with(one.threshold(threshold));
    }
    Decision.SeveralLabels several = (Decision.SeveralLabels) bundle.decision();
    List<Double> changed = new ArrayList<>(several.thresholds());
    thresholds.forEach((label, threshold) -> changed.set(requireIndex(label), threshold));
    return with(several.thresholds(changed));
  }

  /**
   * This classifier with probabilities that say how often they come true, in the engine's same
   * memory: closing one closes both. See {@link Calibration} for what becomes of the answers.
   *
   * <p>Of several labels, the first calibration takes the thresholds along, so that the same labels
   * are given, but for those that an isotonic curve makes equal. The threshold of a positive label
   * and the confidence to abstain below stay as they are: choose them again.
   *
   * @param dataset examples that the model was not trained on; those of unknown labels are left out
   * @throws DataException if an example has no label, or there is none
   */
  public Classifier calibrated(Dataset dataset, Calibration calibration) {
    CalibrationRows rows = new CalibrationRows(bundle.labels(), severalLabels());
    each(dataset, inference::logits, rows::add);
    return with(bundle.decision().calibrated(rows.fit(calibration)));
  }

  /**
   * This classifier giving no label where its probability is below that, in the engine's same
   * memory: closing one closes both. {@link Evaluation#coverage} and {@link
   * Evaluation#confidenceFor} help to choose it.
   *
   * @param confidence in [0, 1]; 0 to give a label always
   * @throws IllegalArgumentException if the confidence is out of range
   * @throws IllegalStateException if the model gives several labels: those have thresholds
   */
  public Classifier abstainBelow(double confidence) {
    return with(oneLabel().abstainBelow(confidence));
  }

  /**
   * This classifier abstaining where one of these labels fits best, which stand for all that none
   * of the others is about; in the engine's same memory: closing one closes both.
   *
   * @throws IllegalArgumentException if a label is not known
   * @throws IllegalStateException if the model gives several labels: it may give none
   */
  public Classifier outOfScope(String... labels) {
    return with(
        oneLabel().outOfScope(Arrays.stream(labels).map(this::requireIndex).sorted().toList()));
  }

  /** The probability below which no label is given; 0 if one always is. */
  public double abstainsBelow() {
    return bundle.decision() instanceof Decision.OneLabel one ? one.abstainBelow() : 0;
  }

  Decision.OneLabel oneLabel() {
    if (bundle.decision() instanceof Decision.OneLabel one) {
      return one;
    }
    throw new IllegalStateException(
        "The model gives any number of labels an example, none perhaps: it does not abstain."
            + " Use withThresholds.");
  }

  private int requireIndex(String label) {
    int index = bundle.labels().index(label);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The model has no label \"" + label + "\", expected one of " + labels() + ".");
    }
    return index;
  }

  private Classifier with(Decision decision) {
    return new Classifier(bundle.withDecision(decision), backend, session);
  }

  /** Hands each example of a data set over with what is made of it. */
  private <T> void each(
      Dataset dataset, Function<List<Example>, List<T>> work, BiConsumer<Example, T> each) {
    try (Stream<Example> examples = dataset.examples()) {
      Bulk<T> results = new Bulk<>(examples.iterator(), work, inference.window());
      if (!results.hasNext()) {
        throw new DataException("There is nothing to evaluate: expected rows, got none.");
      }
      while (results.hasNext()) {
        Bulk.Result<T> result = results.next();
        each.accept(result.example(), result.value());
      }
    }
  }

  /**
   * Writes the classifier to a {@code .sortal} file, which any engine can load.
   *
   * <p>The file is there as a whole or not at all: a failure leaves a previous file as it was.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  public void save(Path file) {
    BundleFile.write(bundle, file);
  }

  /** The labels, in the order of the probabilities. */
  public List<String> labels() {
    return bundle.labels().names();
  }

  /** The fields that it reads of an example: {@code text} alone, or what it was trained with. */
  public Map<String, FieldKind> fields() {
    Map<String, FieldKind> fields = new LinkedHashMap<>();
    bundle.encoders().forEach(encoder -> fields.putAll(encoder.fields()));
    return fields;
  }

  /** Whether it gives any number of labels an example. */
  public boolean severalLabels() {
    return bundle.decision() instanceof Decision.SeveralLabels;
  }

  /** How it was trained. */
  public History history() {
    return bundle.history();
  }

  /**
   * How right it is on old and new examples, before and after it was trained further with {@link
   * #continueTraining}; nothing where it was not.
   */
  public List<Retention> retention() {
    return Retentions.read(bundle.provenance());
  }

  /**
   * Where it comes from: settings of the training, a fingerprint of the data, engine, versions and
   * machine; of a classifier that was trained further also those of the ones before. A copy.
   */
  public ObjectNode provenance() {
    return bundle.provenance().deepCopy();
  }

  /** What computes. */
  public Network network() {
    return bundle.network();
  }

  /** The name of the engine that it runs on: {@code onnx}. */
  public String backend() {
    return backend.name();
  }

  /** The device that it runs on. */
  public Device device() {
    return session.device();
  }

  /** Frees the engine's memory; waits for calls in progress. */
  @Override
  public void close() {
    session.close();
  }

  @Override
  public String toString() {
    return "Classifier[" + labels().size() + " labels, " + backend() + " on " + device() + "]";
  }
}
