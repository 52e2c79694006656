package dev.sortal.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.FloatColumn;
import dev.sortal.data.Truth;
import dev.sortal.linear.LinearModel.Solver;
import dev.sortal.spec.Input;
import dev.sortal.tensor.Shape;
import dev.sortal.training.RowOrder;
import dev.sortal.training.Sampling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinearSvmTest {
  private static final LinearSvm EXACT = LinearSvm.standard().tolerance(1e-8).mostPasses(100_000);

  private static JsonNode cases() {
    try (InputStream in = LinearSvmTest.class.getResourceAsStream("linear_svm.json")) {
      return new ObjectMapper().readTree(in).path("cases");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Problem problem(JsonNode one) {
    int rows = one.path("rows").size();
    int[][] ids = new int[rows][];
    float[][] values = new float[rows][];
    int[] labels = new int[rows];
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      JsonNode pairs = one.path("rows").get(row);
      ids[row] = new int[pairs.size()];
      values[row] = new float[pairs.size()];
      for (int i = 0; i < pairs.size(); i++) {
        ids[row][i] = pairs.get(i).get(0).intValue();
        values[row][i] = pairs.get(i).get(1).floatValue();
      }
      labels[row] = one.path("labels").get(row).intValue();
      weights[row] = one.path("weights").get(row).floatValue();
    }
    return new Problem(
        one.path("width").intValue(), one.path("classes").intValue(), ids, values, labels, weights);
  }

  @Test
  void weights_and_objectives_are_those_of_scikit_learn() {
    assertThat(cases()).hasSize(5);
    for (JsonNode one : cases()) {
      Problem problem = problem(one);
      double c = one.path("c").doubleValue();
      LinearModel model = problem.fit(EXACT.c(c));
      assertThat(model.solver()).isEqualTo(Solver.DUAL_COORDINATE_DESCENT);
      assertThat(model.converged()).isTrue();
      int classes = problem.classes();
      for (int id = 0; id < problem.width(); id++) {
        for (int label = 0; label < classes; label++) {
          JsonNode expected = one.path("w").get(classes == 2 ? 0 : label);
          double sign = classes == 2 && label == 0 ? -1 : 1;
          assertThat((double) model.table()[id * classes + label])
              .as("id %d of class %d", id, label)
              .isCloseTo(sign * expected.get(id).doubleValue(), within(1e-3));
        }
      }
      double objective = one.path("objective").doubleValue();
      assertThat(problem.objective(model, c)).isCloseTo(objective, within(1e-5 * objective));
    }
  }

  @Test
  void the_usual_tolerance_comes_within_a_thousandth_of_the_best_objective() {
    for (JsonNode one : cases()) {
      double c = one.path("c").doubleValue();
      double best = one.path("objective").doubleValue();
      Problem problem = problem(one);
      assertThat(problem.objective(problem.fit(LinearSvm.standard().c(c)), c))
          .isBetween(best * (1 - 1e-6), best * 1.001);
    }
  }

  @Property(tries = 40)
  void no_weights_are_better_than_the_dual_says(
      @ForAll @IntRange(min = 2, max = 80) int rows,
      @ForAll @IntRange(min = 4, max = 40) int width,
      @ForAll long seed) {
    Problem problem = Problem.random(rows, width, 2, seed);
    boolean[] positive = new boolean[rows];
    double[] costs = new double[rows];
    SparseRows sparse =
        SparseRows.read(problem.set(), problem.inputs(), Long.MAX_VALUE).orElseThrow();
    for (int row = 0; row < rows; row++) {
      positive[row] = problem.labels()[row] == 1;
      costs[row] = row % 7 == 3 ? 0 : problem.weights()[row];
    }
    DualSolver solver = new DualSolver(sparse, positive, costs, sparse.squares(), EXACT, seed);
    solver.run(() -> false);
    assertThat(solver.converged()).isTrue();
    double primal = solver.primal();
    assertThat(solver.dual()).isCloseTo(primal, within(1e-5 * (1 + primal)));
  }

  @Test
  void streamed_rows_come_near_the_exact_model() {
    Problem problem = Problem.random(4000, 300, 4, 3);
    LinearModel exact = problem.fit(EXACT);
    LinearModel streamed = problem.fit(EXACT.memory(0));
    assertThat(streamed.solver()).isEqualTo(Solver.STOCHASTIC_GRADIENT_DESCENT);
    assertThat(streamed.passes()).isEqualTo(10);
    double best = problem.objective(exact, 1);
    assertThat(problem.objective(streamed, 1)).isBetween(best, best * 1.05);
    assertThat(problem.accuracy(streamed)).isCloseTo(problem.accuracy(exact), within(0.01));
    assertThat(problem.accuracy(exact)).isGreaterThan(0.6);
  }

  @Test
  void rows_of_huge_weight_do_not_upset_streaming() {
    Problem problem = Problem.random(500, 50, 2, 4);
    Arrays.fill(problem.weights(), 0, 20, 1e4f);
    LinearModel streamed = problem.fit(EXACT.memory(0));
    for (float weight : streamed.table()) {
      assertThat(weight).isBetween(-50f, 50f);
    }
  }

  @Test
  void the_same_seed_gives_the_same_bits_whatever_the_number_of_threads() {
    Problem problem = Problem.random(300, 60, 5, 5);
    for (long memory : new long[] {0, 1 << 28}) {
      LinearSvm svm = LinearSvm.standard().memory(memory).seed(9);
      float[] one = problem.fit(svm).table();
      assertThat(problem.fit(svm).table()).isEqualTo(one);
      assertThat(problem.fit(svm.threads(3)).table()).isEqualTo(one);
    }
  }

  @Test
  void memory_decides_the_solver_and_counts_duals() {
    Problem problem = Problem.random(1000, 60, 2, 6);
    long ids = Arrays.stream(problem.ids()).mapToLong(row -> row.length).sum();
    long needed = 8 * ids + 1000 * (8 + 8 + 8 + 4 + 1);
    assertThat(problem.fit(LinearSvm.standard().memory(needed)).solver())
        .isEqualTo(Solver.DUAL_COORDINATE_DESCENT);
    assertThat(problem.fit(LinearSvm.standard().memory(needed - 1)).solver())
        .isEqualTo(Solver.STOCHASTIC_GRADIENT_DESCENT);
  }

  @Test
  void several_labels_are_problems_of_their_own() {
    Problem problem = Problem.random(400, 40, 3, 8);
    int[][] labels = new int[400][];
    for (int row = 0; row < 400; row++) {
      int label = problem.labels()[row];
      labels[row] = row % 5 == 0 ? new int[0] : label == 2 ? new int[] {0, 2} : new int[] {label};
    }
    EncodedSet set = problem.set(new Truth.Several(labels, 3));
    LinearModel several = EXACT.fit(set, problem.inputs(), 3, problem.order());
    int[] isSecond = Arrays.stream(labels).mapToInt(l -> l.length == 2 ? 1 : 0).toArray();
    LinearModel alone =
        EXACT.fit(problem.set(new Truth.One(isSecond)), problem.inputs(), 2, problem.order());
    for (int id = 0; id < 40; id++) {
      assertThat((double) several.table()[id * 3 + 2])
          .isCloseTo(alone.table()[id * 2 + 1], within(1e-4));
    }
  }

  @Test
  void a_class_without_rows_is_always_unlikely() {
    Problem problem = Problem.random(200, 30, 3, 10);
    Problem more =
        new Problem(30, 4, problem.ids(), problem.values(), problem.labels(), problem.weights());
    LinearModel model = more.fit(LinearSvm.standard());
    for (int row = 0; row < 200; row++) {
      double[] logits = model.logits(more.ids()[row], more.values()[row]);
      assertThat(logits[3]).isNegative();
    }
  }

  @Test
  void rows_that_are_visited_more_often_count_more() {
    Problem problem = Problem.random(200, 20, 2, 12);
    int[] labels = problem.labels().clone();
    for (int i = 0; i < 180; i++) {
      labels[i] = 0;
    }
    Problem rare = new Problem(20, 2, problem.ids(), problem.values(), labels, problem.weights());
    RowOrder oversampled = Sampling.oversample().order(labels, 3);
    LinearModel plain = rare.fit(EXACT);
    LinearModel balanced = EXACT.fit(rare.set(), rare.inputs(), 2, oversampled);
    int constant = 19;
    assertThat(balanced.table()[2 * constant + 1]).isGreaterThan(plain.table()[2 * constant + 1]);
  }

  @Test
  void numbers_are_read_beside_bags() {
    Problem problem = Problem.random(50, 10, 2, 11);
    FloatColumn.Builder numbers = new FloatColumn.Builder(2);
    for (int row = 0; row < 50; row++) {
      numbers.add(new float[] {problem.labels()[row] == 1 ? 3 : 0, 0.5f});
    }
    EncodedSet set =
        new EncodedSet(
            List.of(numbers.finish()), new Truth.One(problem.labels()), problem.weights());
    LinearModel model =
        EXACT.fit(
            set, List.of(new Input.Values("features", Shape.of(2))), 2, RowOrder.shuffled(50, 1));
    assertThat(model.width()).isEqualTo(2);
    assertThat(model.table()[1]).isPositive();
    assertThat(model.table()[3]).isNegative();
  }

  @Test
  void refuses_what_it_cannot_fit() {
    Problem problem = Problem.random(10, 10, 2, 1);
    List<Input> positions = List.of(new Input.Bags("text", 10, 5));
    assertThatThrownBy(() -> EXACT.fit(problem.set(), positions, 2, problem.order()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "cannot read the input \"text\"", "expected one bag a row or one axis of numbers");
    assertThatThrownBy(() -> EXACT.fit(problem.set(), problem.inputs(), 1, problem.order()))
        .hasMessage("There is nothing to tell apart: expected at least 2 classes, got 1.");
    assertThatThrownBy(() -> EXACT.c(0)).hasMessage("c must be above 0, got 0.0.");
    assertThatThrownBy(() -> EXACT.tolerance(Double.NaN))
        .hasMessage("tolerance must be above 0, got NaN.");
    assertThatThrownBy(() -> EXACT.threads(0)).hasMessage("threads must be at least 1, got 0.");
  }

  @Test
  void an_interrupt_ends_it_and_stays() {
    Problem problem = Problem.random(300, 60, 3, 5);
    for (long memory : new long[] {0, 1 << 28}) {
      Thread.currentThread().interrupt();
      LinearModel model = problem.fit(EXACT.memory(memory));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(model.converged()).isFalse();
    }
  }
}
