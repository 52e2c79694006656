package dev.sortal.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sortal.data.Truth;
import dev.sortal.tensor.SplitMix64;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TemperatureTest {
  /** Labels drawn by the softmax of logits, which are then multiplied. */
  private static double best(int rows, int classes, double sharpness) {
    SplitMix64 random = new SplitMix64(3);
    float[] logits = new float[rows * classes];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      double[] weights = new double[classes];
      for (int i = 0; i < classes; i++) {
        double logit = random.uniform() * 4 - 2;
        logits[row * classes + i] = (float) (logit * sharpness);
        weights[i] = Math.exp(logit);
      }
      double at = random.uniform() * Arrays.stream(weights).sum();
      while (at >= weights[labels[row]] && labels[row] < classes - 1) {
        at -= weights[labels[row]++];
      }
    }
    Temperature temperature = new Temperature(classes, new Truth.One(labels));
    temperature.add(FloatBuffer.wrap(logits), 0, rows);
    return temperature.best();
  }

  @Test
  void undoes_what_made_logits_too_sure_or_too_shy() {
    assertThat(best(5000, 3, 4)).isCloseTo(0.25, within(0.02));
    assertThat(best(5000, 3, 0.5)).isCloseTo(2, within(0.15));
    // Of more than 10,000 rows only some are read.
    assertThat(best(25_000, 4, 2)).isCloseTo(0.5, within(0.03));
  }

  @Test
  void is_what_is_usual_without_rows_and_near_it_with_one() {
    assertThat(new Temperature(2, new Truth.One(new int[0])).best()).isCloseTo(0.4, within(1e-3));
    assertThat(new Temperature(77, new Truth.One(new int[0])).best()).isCloseTo(1, within(1e-3));
    Temperature one = new Temperature(2, new Truth.One(new int[] {1}));
    one.add(FloatBuffer.wrap(new float[] {-1, 1}), 0, 1);
    assertThat(one.best()).isBetween(0.4, 1.0);
  }

  @Test
  void leaves_rows_of_unknown_classes_out() {
    Temperature temperature = new Temperature(2, new Truth.One(new int[] {Truth.UNKNOWN}));
    temperature.add(FloatBuffer.wrap(new float[] {-50, 50}), 0, 1);
    assertThat(temperature.best()).isCloseTo(0.4, within(1e-3));
  }

  @Test
  void fits_each_of_several_labels_on_its_own() {
    int rows = 400;
    int[][] labels = new int[rows][];
    float[] logits = new float[rows * 2];
    for (int row = 0; row < rows; row++) {
      // Sigmoid of 4 says 98 %, but three in four are right.
      labels[row] = row % 4 == 0 ? new int[] {1} : new int[] {0};
      logits[2 * row] = 4;
      logits[2 * row + 1] = -4;
    }
    Temperature temperature = new Temperature(2, new Truth.Several(labels, 2));
    temperature.add(FloatBuffer.wrap(logits), 0, rows);
    assertThat(temperature.best()).isCloseTo(Math.log(3) / 4, within(0.01));
  }
}
