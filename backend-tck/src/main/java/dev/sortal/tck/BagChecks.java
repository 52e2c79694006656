package dev.sortal.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.BagMode;
import dev.sortal.spec.DropoutUnit;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layers;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.Device;
import dev.sortal.spi.Execution;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Trainings over bags of weighted ids and over the positions of tokens. */
interface BagChecks extends LearningChecks {
  /** The table of a network whose first layer adds up bags. */
  String TABLE = "0.embeddingbag.weight";

  private static int[] rows(int steps) {
    return IntStream.rangeClosed(1, steps).map(step -> 4 + step % 5).toArray();
  }

  @TestFactory
  default Stream<DynamicTest> trajectory_over_bags_is_that_of_the_reference() {
    return Cases.optimizers().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        assertSameTrajectory(
                            entry.getKey(),
                            Checks.plan(BagCases.everything(), entry.getValue()),
                            entry.getValue().defaultRate(),
                            rows(25))));
  }

  @Test
  default void gradients_of_bags_count_in_the_norm_that_clips() {
    TrainingPlan plan = Checks.plan(BagCases.everything(), Optimizer.adam().lazyEmbeddings());
    assertSameTrajectory("clipped bags", plan.withClipNorm(0.05), 0.01, rows(10));
  }

  private static Network table(BagMode mode) {
    return Network.of(BagCases.wide(), Layers.embeddingBag(4, mode), Layers.dense(Cases.CLASSES));
  }

  @Test
  default void a_lazy_optimizer_leaves_the_rows_that_are_in_no_bag_alone() {
    Network network = table(BagMode.SUM);
    TrainingPlan plan = Checks.plan(network, Optimizer.adam().lazyEmbeddings());
    try (TrainingSession session = backend().train(plan)) {
      Checks.step(session, network, Batches.random(network, 8, 1), 0.01);
      Tensor before = session.weights(Set.of(TABLE)).get(TABLE);
      Checks.step(session, network, Batches.of(network, Batches.bags("5 6*0.5 5|")), 0.01);
      Tensor after = session.weights(Set.of(TABLE)).get(TABLE);
      for (int i = 0; i < before.shape().size(); i++) {
        int id = i / 4;
        assertThat(after.get(i) != before.get(i))
            .as("id %d moved", id)
            .isEqualTo(id == 5 || id == 6);
      }
    }
  }

  @Test
  default void steps_in_which_every_bag_is_empty_are_those_of_the_reference() {
    Network network = BagCases.everything();
    for (Optimizer optimizer :
        List.of(Optimizer.adam(), Optimizer.adam().lazyEmbeddings(), Optimizer.sgd(0.9))) {
      TrainingPlan plan = Checks.plan(network, optimizer);
      try (TrainingSession actual = backend().train(plan);
          TrainingSession expected = reference().train(plan)) {
        for (LabelledBatch batch :
            List.of(
                Batches.empty(network, 3),
                Batches.random(network, 5, 2),
                Batches.empty(network, 2))) {
          Agreement.assertLossesAgree(
              "empty or not",
              Checks.step(actual, network, batch, 0.01),
              Checks.step(expected, network, batch, 0.01));
        }
        Set<String> names = Checks.names(network);
        Agreement.assertAgree("empty or not", actual.weights(names), expected.weights(names));
      }
    }
  }

  @Test
  default void gradients_of_an_id_in_many_bags_add_up_with_several_threads() {
    for (BagMode mode : BagMode.values()) {
      Network network = table(mode);
      TrainingPlan plan =
          Checks.plan(network, Optimizer.sgd()).withExecution(new Execution(Device.cpu(), 2));
      LabelledBatch batch = Batches.random(network, 700, 4);
      try (TrainingSession actual = backend().train(plan);
          TrainingSession expected = reference().train(plan)) {
        Checks.step(expected, network, batch, 1);
        Checks.step(actual, network, batch, 1);
        Agreement.assertAgree(
            "table, " + mode,
            GradientChecks.difference(plan.weights(), actual.weights(Set.of(TABLE))),
            GradientChecks.difference(plan.weights(), expected.weights(Set.of(TABLE))));
      }
    }
  }

  @Test
  default void a_frozen_table_of_bags_stays_as_it_is() {
    Network network = table(BagMode.MEAN);
    Set<String> others = Checks.names(network);
    others.remove(TABLE);
    TrainingPlan plan =
        Checks.plan(network, Optimizer.adam())
            .withGroups(List.of(new ParameterGroup(others, Optimizer.adam(), 1)));
    assertSameTrajectory("frozen table", plan, 0.01, rows(5));
    try (TrainingSession session = backend().train(plan)) {
      Checks.step(session, network, Batches.random(network, 5, 1), 0.01);
      assertThat(session.weights(Set.of(TABLE)).get(TABLE)).isEqualTo(plan.weights().get(TABLE));
    }
  }

  @Test
  default void replaced_tables_of_bags_are_computed_with() {
    Network network = table(BagMode.SUM);
    TrainingPlan plan = Checks.plan(network, Optimizer.adam());
    Weights others = Cases.weights(network, 99);
    LabelledBatch batch = Batches.random(network, 6, 3);
    try (TrainingSession replaced = backend().train(plan);
        TrainingSession expected = reference().train(plan.withWeights(others))) {
      Checks.logits(replaced, network, batch.batch());
      replaced.replace(others);
      Agreement.assertAgree(
          "replaced",
          Checks.logits(replaced, network, batch.batch()),
          Checks.logits(expected, network, batch.batch()),
          6 * network.outputs());
    }
  }

  /** Logits 0 and 1 are two channels of the first of 500 positions, logit 2 counts what is kept. */
  @Test
  default void dropout_of_positions_drops_all_channels_of_a_position_together() {
    int positions = 500;
    int steps = 30;
    float scale = 1 / 0.75f;
    Network network =
        Network.of(
            new Input.Values("ones", Shape.of(positions, 2)),
            Layers.dropout(0.25, DropoutUnit.POSITIONS),
            Layers.flatten(),
            Layers.dense(3));
    float[] weight = new float[3 * 2 * positions];
    weight[0] = 1;
    weight[2 * positions + 1] = 1;
    Arrays.fill(weight, 4 * positions, 6 * positions, 1);
    TrainingPlan plan =
        Checks.plan(network, Optimizer.sgd())
            .withWeights(
                Weights.of(
                    Map.of(
                        "2.dense.weight", Tensor.of(Shape.of(3, 2 * positions), weight),
                        "2.dense.bias", Tensor.zeros(Shape.of(3)))));
    LabelledBatch batch = Batches.ones(2, 2 * positions);
    Set<Long> counts = new HashSet<>();
    long kept = 0;
    int firstKept = 0;
    try (TrainingSession session = backend().train(plan)) {
      for (int step = 0; step < steps; step++) {
        FloatBuffer logits = Checks.logitsBuffer(network, 2);
        session.step(batch, 0, logits);
        for (int row = 0; row < 2; row++) {
          float first = logits.get(3 * row);
          assertThat(first == 0 || Math.abs(first - scale) < 1e-5f).as("0 or %s", scale).isTrue();
          assertThat(logits.get(3 * row + 1)).as("the channel beside it").isEqualTo(first);
          long elements = Math.round(logits.get(3 * row + 2) / scale);
          assertThat(elements % 2).isZero();
          counts.add(elements);
          kept += elements / 2;
          firstKept += first > 0 ? 1 : 0;
        }
      }
    }
    assertThat(kept / (2.0 * steps * positions)).isCloseTo(0.75, Offset.offset(0.02));
    assertThat(firstKept / (2.0 * steps)).isCloseTo(0.75, Offset.offset(0.2));
    assertThat(counts).as("every step and row draws its own mask").hasSizeGreaterThan(15);
  }

  /** Wide texts of which each class has words of its own. */
  @Test
  default void bags_are_memorised() {
    Network network = Network.of(BagCases.wide(), Layers.embeddingBag(Cases.CLASSES, BagMode.SUM));
    TrainingPlan plan = Checks.plan(network, Optimizer.adam().lazyEmbeddings());
    LabelledBatch bags =
        new LabelledBatch(
            Batches.of(network, Batches.bags("1 2*0.5|3 4|5 6*2|2 1|4*3|6")).batch(),
            new Targets.Classes(Batches.ints(0, 1, 2, 0, 1, 2)),
            Batches.floats(1, 1, 1, 1, 1, 1));
    double loss = Double.NaN;
    try (TrainingSession session = backend().train(plan)) {
      for (int i = 0; i < 150; i++) {
        loss = Checks.step(session, network, bags, 0.1);
      }
    }
    assertThat(loss).isLessThan(0.02);
  }
}
