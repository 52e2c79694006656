package dev.sortal.linear;

import dev.sortal.data.BagColumn;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Truth;
import dev.sortal.spec.Input;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.training.RowOrder;
import java.util.Arrays;
import java.util.List;

/** Rows of weighted ids with their classes. */
record Problem(
    int width, int classes, int[][] ids, float[][] values, int[] labels, float[] weights) {

  /** Rows of which the class has ids of its own, with others at random; the last id is constant. */
  static Problem random(int rows, int width, int classes, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    int[][] ids = new int[rows][];
    float[][] values = new float[rows][];
    int[] labels = new int[rows];
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = random.below(classes);
      int count = 3 + random.below(6);
      ids[row] = new int[count];
      values[row] = new float[count];
      for (int i = 0; i < count - 1; i++) {
        boolean isOwn = random.below(3) == 0;
        ids[row][i] = isOwn ? labels[row] : random.below(width - 1);
        values[row][i] = (float) (0.1 + random.uniform());
      }
      ids[row][count - 1] = width - 1;
      values[row][count - 1] = 1;
      weights[row] = (float) (0.5 + random.uniform());
    }
    return new Problem(width, classes, ids, values, labels, weights);
  }

  List<Input> inputs() {
    return List.of(new Input.Bags("text", width, 0));
  }

  EncodedSet set() {
    return set(new Truth.One(labels));
  }

  EncodedSet set(Truth truth) {
    BagColumn.Builder column = new BagColumn.Builder(0);
    for (int row = 0; row < ids.length; row++) {
      for (int i = 0; i < ids[row].length; i++) {
        column.id(ids[row][i], values[row][i]);
      }
      column.endRow();
    }
    return new EncodedSet(List.of(column.finish()), truth, weights);
  }

  RowOrder order() {
    return RowOrder.shuffled(ids.length, 7);
  }

  LinearModel fit(LinearSvm svm) {
    return svm.fit(set(), inputs(), classes, order());
  }

  /** The objective of a model, added up by the definition. */
  double objective(LinearModel model, double c) {
    int problems = classes == 2 ? 1 : classes;
    double sum = 0;
    for (int problem = 0; problem < problems; problem++) {
      int output = classes == 2 ? 1 : problem;
      for (int id = 0; id < width; id++) {
        double weight = model.table()[id * classes + output];
        sum += 0.5 * weight * weight;
      }
      for (int row = 0; row < ids.length; row++) {
        double margin = model.logits(ids[row], values[row])[output];
        double missing = Math.max(0, 1 - (labels[row] == output ? margin : -margin));
        sum += c * weights[row] * missing * missing;
      }
    }
    return sum;
  }

  double accuracy(LinearModel model) {
    int right = 0;
    for (int row = 0; row < ids.length; row++) {
      double[] logits = model.logits(ids[row], values[row]);
      double most = Arrays.stream(logits).max().orElseThrow();
      right += logits[labels[row]] == most ? 1 : 0;
    }
    return (double) right / ids.length;
  }
}
