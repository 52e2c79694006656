package dev.sortal.tck.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.spec.Loss;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-14);

  /** Softmax gives 1/4, 1/4, 1/2 in the first row and 1/3 each in the second. */
  private static final double[] LOGITS = {0, 0, Math.log(2), 5, 5, 5};

  private static CrossEntropy loss(double smoothing, float... weights) {
    Column ids = new Column.Ids(IntBuffer.allocate(2), IntBuffer.wrap(new int[] {0, 1, 2}));
    LabelledBatch batch =
        new LabelledBatch(
            new Batch(2, List.of(ids)),
            new Targets.Classes(IntBuffer.wrap(new int[] {2, 0})),
            FloatBuffer.wrap(weights));
    return CrossEntropy.of(new Behaviour(), batch, 3, new Loss.SoftmaxCrossEntropy(smoothing));
  }

  @Test
  void is_the_mean_surprise_at_the_true_class() {
    assertThat(loss(0, 1, 1).value(LOGITS)).isCloseTo((Math.log(2) + Math.log(3)) / 2, EXACT);
  }

  @Test
  void divides_weighted_rows_by_their_number() {
    assertThat(loss(0, 3, 0).value(LOGITS)).isCloseTo(3 * Math.log(2) / 2, EXACT);
  }

  @Test
  void spreads_smoothed_targets_over_all_classes() {
    double first = 0.8 * Math.log(2) + 0.1 * Math.log(4) + 0.1 * Math.log(4);
    assertThat(loss(0.3, 2, 0).value(LOGITS)).isCloseTo(first, EXACT);
  }

  @Test
  void has_the_gradient_softmax_less_target() {
    assertThat(loss(0, 1, 4).gradient(LOGITS))
        .containsExactly(new double[] {0.125, 0.125, -0.25, -4.0 / 3, 2.0 / 3, 2.0 / 3}, EXACT);
  }

  @Test
  void of_several_labels_is_the_mean_over_labels_of_that_of_each() {
    Column ids = new Column.Ids(IntBuffer.allocate(2), IntBuffer.wrap(new int[] {0, 1, 2}));
    LabelledBatch batch =
        new LabelledBatch(
            new Batch(2, List.of(ids)),
            new Targets.Values(FloatBuffer.wrap(new float[] {1, 0, 0, 1})),
            FloatBuffer.wrap(new float[] {1, 2}));
    CrossEntropy loss = CrossEntropy.of(new Behaviour(), batch, 2, Loss.severalLabels());
    // Sigmoid gives 3/4 and 1/2 in the first row, 1/4 and 1/2 in the second.
    double[] logits = {Math.log(3), 0, -Math.log(3), 0};
    double first = (-Math.log(0.75) + Math.log(2)) / 2;
    double second = (-Math.log(0.75) + Math.log(2)) / 2;
    assertThat(loss.value(logits)).isCloseTo((first + 2 * second) / 2, EXACT);
    assertThat(loss.gradient(logits))
        .containsExactly(new double[] {-0.25 / 4, 0.5 / 4, 0.25 / 2, -0.5 / 2}, EXACT);
  }

  @Test
  void holds_for_logits_whose_exponentials_would_overflow() {
    assertThat(loss(0, 0, 2).value(new double[] {0, 0, 0, 1000, 1000, -1000}))
        .isCloseTo(Math.log(2), EXACT);
  }
}
