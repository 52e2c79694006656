package dev.sortal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.EncodedSet;
import dev.sortal.data.IdColumn;
import dev.sortal.data.Truth;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MonitorTest {
  private static final double NAN = Double.NaN;

  private static Epoch epoch(double monitored, double loss) {
    return new Epoch(1, NAN, NAN, loss, NAN, NAN, monitored, 1, 1, 1);
  }

  private static EncodedSet set(Truth truth) {
    IdColumn.Builder column = new IdColumn.Builder();
    for (int i = 0; i < truth.rows(); i++) {
      column.endRow();
    }
    return new EncodedSet(List.of(column.finish()), truth, new float[truth.rows()]);
  }

  @Test
  void figures_of_one_label_are_those_of_an_evaluation() {
    int[] truth = {0, 1, 1, Truth.UNKNOWN};
    ValidationRows rows =
        new ValidationRows(set(new Truth.One(truth)), List.of("?", "ham", "spam"), 2, 0.5);
    Judged judged = new Judged(rows, true);
    judged.add(FloatBuffer.wrap(new float[] {2, 0, 0, 0, 1, 0}), 2);
    judged.add(FloatBuffer.wrap(new float[] {0, 1, 2, 0, 0, 3}), 2);

    Evaluation.Builder expected = Evaluation.builder(List.of("?", "ham", "spam"), 2);
    expected.add("?", softmax(2, 0, 0));
    expected.add("ham", softmax(0, 1, 0));
    expected.add("ham", softmax(0, 1, 2));
    expected.add("another", softmax(0, 0, 3));
    Evaluation evaluation = expected.build();
    assertThat(Monitor.MACRO_F1.of(judged)).isEqualTo(evaluation.f1(Average.MACRO));
    assertThat(Monitor.MATTHEWS.of(judged)).isEqualTo(evaluation.matthews());
    assertThat(Monitor.MICRO_F1.of(judged)).isEqualTo(evaluation.microF1());
    assertThat(Monitor.VALIDATION_ACCURACY.of(judged)).isEqualTo(0.5);
    assertThat(Monitor.VALIDATION_LOSS.of(judged))
        .isCloseTo(evaluation.logLoss(), Offset.offset(1e-6));
    assertThat(Monitor.of("Brier", Evaluation::brier).of(judged)).isEqualTo(evaluation.brier());
  }

  @Test
  void figures_of_several_labels_are_those_of_their_evaluation() {
    Truth truth = new Truth.Several(new int[][] {{0, 1}, {}}, 2);
    ValidationRows rows = new ValidationRows(set(truth), List.of("a", "b"), 1, 0.5);
    Judged judged = new Judged(rows, true);
    judged.add(FloatBuffer.wrap(new float[] {1, -1, 2, -2}), 2);

    MultiLabelEvaluation.Builder expected =
        MultiLabelEvaluation.builder(List.of("a", "b"), List.of(0.5, 0.5));
    expected.add(Set.of("a", "b"), new float[] {sigmoid(1), sigmoid(-1)});
    expected.add(Set.of(), new float[] {sigmoid(2), sigmoid(-2)});
    MultiLabelEvaluation evaluation = expected.build();
    assertThat(Monitor.MACRO_F1.of(judged)).isEqualTo(evaluation.f1(Average.MACRO)).isPositive();
    assertThat(Monitor.MICRO_F1.of(judged)).isEqualTo(evaluation.microF1());
    assertThat(Monitor.ofLabels("subset", MultiLabelEvaluation::subsetAccuracy).of(judged))
        .isEqualTo(evaluation.subsetAccuracy());
  }

  private static float[] softmax(double... logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) (Math.exp(logits[i]) / sum);
    }
    return probabilities;
  }

  private static float sigmoid(double logit) {
    return (float) (1 / (1 + Math.exp(-logit)));
  }

  @Test
  void answers_that_are_no_numbers_have_no_figure() {
    ValidationRows rows = ValidationRows.of(set(new Truth.One(new int[] {0})), 2);
    Judged judged = new Judged(rows, true);
    judged.add(FloatBuffer.wrap(new float[] {Float.NaN, 0}), 1);
    assertThat(Monitor.MACRO_F1.of(judged)).isNaN();
    assertThat(Monitor.MACRO_F1.of(new Judged(rows, true))).as("no rows").isNaN();
  }

  @Test
  void higher_is_better_unless_it_is_said_otherwise() {
    assertThat(Monitor.MACRO_F1.isBetter(epoch(0.8, 1), epoch(0.7, 1))).isTrue();
    assertThat(Monitor.MACRO_F1.isBetter(epoch(0.7, 1), epoch(0.8, 1))).isFalse();
    Monitor brier = Monitor.of("Brier", Evaluation::brier).lowerIsBetter();
    assertThat(brier.isBetter(epoch(0.7, 1), epoch(0.8, 1))).isTrue();
    assertThat(Monitor.VALIDATION_LOSS.isBetter(epoch(0.7, 0.7), epoch(0.8, 0.8))).isTrue();
  }

  @Test
  void of_equal_figures_the_lower_loss_is_better() {
    assertThat(Monitor.MACRO_F1.isBetter(epoch(0.8, 1), epoch(0.8, 2))).isTrue();
    assertThat(Monitor.MACRO_F1.isBetter(epoch(0.8, 2), epoch(0.8, 2))).isFalse();
  }

  @Test
  void a_figure_is_better_than_none() {
    assertThat(Monitor.ROC_AUC.isBetter(epoch(NAN, 1), epoch(0.1, 2))).isFalse();
    assertThat(Monitor.ROC_AUC.isBetter(epoch(0.1, 2), epoch(NAN, 1))).isTrue();
    assertThat(Monitor.ROC_AUC.isBetter(epoch(NAN, 2), epoch(NAN, 1))).isTrue();
  }

  @Test
  void improvement_can_have_a_least_size() {
    assertThat(Monitor.MACRO_F1.isBetter(epoch(0.82, 1), epoch(0.8, 2), 0.05)).isFalse();
    assertThat(Monitor.MACRO_F1.isBetter(epoch(0.86, 1), epoch(0.8, 2), 0.05)).isTrue();
  }

  @Test
  void names_are_of_constants() {
    for (String name : Monitor.names()) {
      assertThat(Monitor.named(name).name()).isEqualTo(name);
    }
    assertThatThrownBy(() -> Monitor.named("beauty"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no figure \"beauty\"")
        .hasMessageContaining("macro F1")
        .hasMessageContaining("as a Monitor");
  }

  @Test
  void a_figure_knows_which_models_it_judges() {
    assertThat(Monitor.ROC_AUC.isFor(true)).isFalse();
    assertThat(Monitor.MACRO_F1.isFor(true)).isTrue();
    assertThat(Monitor.VALIDATION_BALANCED_ACCURACY.isFor(true)).isFalse();
    assertThat(Monitor.ofLabels("x", MultiLabelEvaluation::jaccard).isFor(false)).isFalse();
  }
}
