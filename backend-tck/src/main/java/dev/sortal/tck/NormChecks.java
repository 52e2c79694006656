package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batch normalisation in training: statistics of the batch, and those that follow them. */
interface NormChecks extends LearningChecks {
  String MEAN = "0.batchnorm.mean";
  String VARIANCE = "0.batchnorm.variance";

  /** Two channels are normalised by moving statistics of momentum 0.75 and are the logits. */
  private static TrainingPlan byHand() {
    Network network =
        Network.of(
            new Input.Values("numbers", Shape.of(2)),
            new Layer.BatchNorm(0.75, 0.25),
            Layers.dense(2));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("0.batchnorm.gamma", Tensor.of(Shape.of(2), 2, 0.5f));
    tensors.put("0.batchnorm.beta", Tensor.of(Shape.of(2), 1, -1));
    tensors.put(MEAN, Tensor.of(Shape.of(2), 4, 0));
    tensors.put(VARIANCE, Tensor.of(Shape.of(2), 0.75f, 2));
    tensors.put("1.dense.weight", Tensor.of(Shape.of(2, 2), 1, 0, 0, 1));
    tensors.put("1.dense.bias", Tensor.zeros(Shape.of(2)));
    return Checks.plan(network, Optimizer.sgd()).withWeights(Weights.of(tensors));
  }

  /** Rows of which the channels have means 2 and 2 and variances 1 and 12. */
  private static LabelledBatch rowsByHand() {
    return new LabelledBatch(
        new Batch(4, List.of(new Column.Floats(Batches.floats(1, 0, 3, 0, 1, 0, 3, 8)))),
        new Targets.Classes(Batches.ints(0, 1, 0, 1)),
        Batches.floats(1, 1, 1, 1));
  }

  private static FloatBuffer normalised(double[] means, double[] variances) {
    FloatBuffer logits = Batches.floats(1, 0, 3, 0, 1, 0, 3, 8);
    double[] gamma = {2, 0.5};
    double[] beta = {1, -1};
    for (int i = 0; i < 8; i++) {
      int c = i % 2;
      double y = gamma[c] * (logits.get(i) - means[c]) / Math.sqrt(variances[c] + 0.25) + beta[c];
      logits.put(i, (float) y);
    }
    return logits;
  }

  @Test
  default void a_batch_is_normalised_by_its_own_mean_and_biased_variance() {
    TrainingPlan plan = byHand();
    FloatBuffer logits = Checks.logitsBuffer(plan.network(), 4);
    try (TrainingSession session = backend().train(plan)) {
      session.step(rowsByHand(), 0, logits);
    }
    Agreement.assertAgree(
        "logits", logits, normalised(new double[] {2, 2}, new double[] {1, 12}), 8);
  }

  @Test
  default void moving_statistics_follow_the_batch_and_are_what_serves() {
    TrainingPlan plan = byHand();
    try (TrainingSession session = backend().train(plan)) {
      Checks.step(session, plan.network(), rowsByHand(), 0);
      Weights moved = session.weights(Set.of(MEAN, VARIANCE));
      Agreement.assertAgree("mean", moved.get(MEAN), Tensor.of(Shape.of(2), 3.5f, 0.5f));
      Agreement.assertAgree("variance", moved.get(VARIANCE), Tensor.of(Shape.of(2), 0.8125f, 4.5f));
      Agreement.assertAgree(
          "logits",
          Checks.logits(session, plan.network(), rowsByHand().batch()),
          normalised(new double[] {3.5, 0.5}, new double[] {0.8125, 4.5}),
          8);
    }
  }

  @Test
  default void a_single_row_is_normalised_to_beta() {
    Network network = NormCases.rows();
    assertSameTrajectory("single rows", Checks.plan(network, Optimizer.sgd()), 0.1, 1, 1, 2, 1);
  }

  @Test
  default void trajectory_with_batch_normalisation_is_that_of_the_reference() {
    int[] rows = IntStream.rangeClosed(1, 50).map(step -> 4 + step % 5).toArray();
    NormCases.layers()
        .forEach(
            (name, network) -> {
              assertSameTrajectory(name, Checks.plan(network, Optimizer.adam()), 0.001, rows);
              assertSameTrajectory(name, Checks.plan(network, Optimizer.sgd(0.9)), 0.01, rows);
            });
  }

  @Test
  default void a_frozen_batch_normalisation_goes_by_its_moving_statistics_and_keeps_them() {
    Network network = NormCases.residual();
    Set<String> others = Checks.names(network);
    others.removeIf(name -> name.contains("batchnorm"));
    TrainingPlan plan =
        Checks.plan(network, Optimizer.adam())
            .withGroups(List.of(new ParameterGroup(others, Optimizer.adam(), 1)));
    assertSameTrajectory("frozen", plan, 0.001, 5, 1, 7, 6);
    Set<String> norms = Checks.names(network);
    norms.removeAll(others);
    try (TrainingSession session = backend().train(plan)) {
      Checks.step(session, network, Batches.random(network, 5, 1), 0.01);
      Weights after = session.weights(norms);
      for (String name : norms) {
        assertThat(after.get(name)).as(name).isEqualTo(plan.weights().get(name));
      }
    }
  }

  @Test
  default void a_batch_normalisation_of_which_beta_alone_is_trained_goes_by_the_batch() {
    TrainingPlan plan =
        byHand()
            .withGroups(
                List.of(new ParameterGroup(Set.of("0.batchnorm.beta"), Optimizer.sgd(), 1)));
    assertSameTrajectory("beta alone", plan, 0.1, 4, 3, 5);
    try (TrainingSession session = backend().train(plan)) {
      Checks.step(session, plan.network(), rowsByHand(), 0.1);
      Weights moved = session.weights(Set.of(MEAN, "0.batchnorm.gamma"));
      Agreement.assertAgree("mean", moved.get(MEAN), Tensor.of(Shape.of(2), 3.5f, 0.5f));
      assertThat(moved.get("0.batchnorm.gamma")).isEqualTo(plan.weights().get("0.batchnorm.gamma"));
    }
  }

  @Test
  default void moving_statistics_stay_where_the_gradients_of_a_step_ran_away() {
    Map<String, Tensor> broken = new LinkedHashMap<>(byHand().weights().asMap());
    broken.put("1.dense.weight", Tensor.filled(Shape.of(2, 2), Float.NaN));
    TrainingPlan plan = byHand().withWeights(Weights.of(broken)).withClipNorm(1);
    try (TrainingSession session = backend().train(plan)) {
      assertThatThrownBy(() -> Checks.step(session, plan.network(), rowsByHand(), 0.1))
          .isInstanceOf(BackendException.class);
      assertThat(session.weights(Set.of(MEAN)).get(MEAN)).isEqualTo(plan.weights().get(MEAN));
    }
  }
}
