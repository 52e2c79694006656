package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.data.Example;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.Presets;
import dev.sortal.spec.Side;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tck.Agreement;
import dev.sortal.tck.Batches;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever engine trains and whatever engine serves, the numbers are the same. */
class ParityTest {
  private static final int STEPS = 50;
  private static final int ROWS = 16;
  private static final int LENGTH = 30;
  private static final int CLASSES = 4;

  /** With few seeds two windows tie within rounding, and engines may pool either of them. */
  private static final long SEED = 7;

  /** What a training did: every step's loss and logits, and the weights it came to. */
  private record Trajectory(List<Double> losses, List<FloatBuffer> logits, Weights weights) {}

  static Stream<Arguments> networks() {
    return Stream.of(
            new Input.Tokens("text", 200, LENGTH, Side.PRE),
            new Input.Tokens("text", 200, LENGTH, Side.POST),
            new Input.Values("image", Shape.of(12, 12, 1)))
        .flatMap(
            input ->
                Presets.names(List.of(input)).stream().map(preset -> Arguments.of(preset, input)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void any_two_engines_take_the_same_fifty_steps(String preset, Input input) {
    List<Layer> layers = new ArrayList<>(Presets.named(preset));
    layers.add(Layers.dense(CLASSES));
    Network network = Network.of(List.of(input), layers);
    Map<String, Trajectory> trajectories = new LinkedHashMap<>();
    trajectories.put("reference", run(new ReferenceBackend(), network));
    for (String name : Engines.TRAINING) {
      trajectories.put(name, run(Backends.chooseForTraining(BackendChoice.named(name)), network));
    }
    trajectories.forEach(
        (left, actual) ->
            trajectories.forEach(
                (right, expected) ->
                    assertSame(
                        Agreement.tolerance(network),
                        left + " beside " + right,
                        actual,
                        expected)));
  }

  /**
   * Where many layers are normalised, a value that rounds to another side of RELU's kink soon
   * changes all others, unless the steps are small and in proportion to the gradient. What began at
   * 0 has hardly moved by then, and is left to the kit, where nothing begins at 0.
   */
  private static Trajectory run(TrainingBackend backend, Network network) {
    List<Double> losses = new ArrayList<>();
    List<FloatBuffer> logits = new ArrayList<>();
    boolean isNormalised =
        network.layers().stream().anyMatch(layer -> layer instanceof Layer.BatchNorm);
    Optimizer optimizer = isNormalised ? Optimizer.sgd() : Optimizer.adam();
    double rate = isNormalised ? 1e-4 : 1e-3;
    TrainingPlan plan =
        TrainingPlan.of(network, optimizer, Loss.crossEntropy(), SEED)
            .withWeights(network.initialWeights(SEED));
    try (TrainingSession session = backend.train(plan)) {
      for (int step = 0; step < STEPS; step++) {
        LabelledBatch batch = Batches.random(network, ROWS, SEED + step);
        FloatBuffer into = FloatBuffer.allocate(ROWS * CLASSES);
        losses.add(session.step(batch, rate, into));
        logits.add(into);
      }
      return new Trajectory(
          losses,
          logits,
          session.weights(
              network.parameters().stream()
                  .filter(parameter -> !isNormalised || !beginsAtZero(parameter))
                  .map(Parameter::name)
                  .collect(Collectors.toSet())));
    }
  }

  private static boolean beginsAtZero(Parameter parameter) {
    return parameter.initial().limit() == 0 && parameter.initial().constant() == 0;
  }

  private static void assertSame(
      double tolerance, String what, Trajectory actual, Trajectory expected) {
    for (int step = 0; step < expected.losses().size(); step++) {
      String where = what + ", step " + (step + 1);
      Agreement.assertLossesAgree(
          tolerance, where, actual.losses().get(step), expected.losses().get(step));
      Agreement.assertAgree(
          tolerance, where, actual.logits().get(step), expected.logits().get(step), ROWS * CLASSES);
    }
    Agreement.assertAgree(
        tolerance, what, expected.weights().names(), actual.weights(), expected.weights());
  }

  static Stream<Arguments> trainings() {
    return Presets.names(List.of(new Input.Tokens("text", 200, 100, Side.POST))).stream()
        .flatMap(preset -> Engines.TRAINING.stream().map(engine -> Arguments.of(preset, engine)));
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void what_one_engine_trained_every_engine_serves(
      String preset, String trainer, @TempDir Path folder) {
    Path file = folder.resolve("model.sortal");
    List<Example> texts = texts();
    List<Prediction> expected;
    try (Classifier classifier =
        Pipeline.text()
            .network(Presets.named(preset))
            .epochs(3)
            .backend(trainer)
            .train(Dataset.of(Reviews.examples(300, 1)))) {
      assertThat(classifier.backend()).isEqualTo(trainer);
      expected = predictions(classifier, texts);
      classifier.save(file);
    }
    assertThat(expected).extracting(Prediction::label).contains("positive", "negative");
    for (String server : Engines.ALL) {
      try (Classifier classifier = Classifier.load(file, BackendChoice.named(server))) {
        List<Prediction> actual = predictions(classifier, texts);
        for (int i = 0; i < texts.size(); i++) {
          String where = trainer + " to " + server + ": " + texts.get(i);
          Agreement.assertAgree(
              where,
              FloatBuffer.wrap(actual.get(i).probabilities()),
              FloatBuffer.wrap(expected.get(i).probabilities()),
              2);
        }
      }
    }
  }

  /** Some that are like the training's, and some that are like nothing. */
  private static List<Example> texts() {
    List<Example> texts = new ArrayList<>(Reviews.examples(40, 2));
    for (String text : List.of("", " ", "zzz", "wonderful ".repeat(500), "Ünïcödé 漢字 🙂")) {
      texts.add(Example.text(text));
    }
    return texts;
  }

  private static List<Prediction> predictions(Classifier classifier, List<Example> texts) {
    try (Stream<Prediction> predictions = classifier.classifyAll(texts.stream())) {
      return predictions.toList();
    }
  }
}
