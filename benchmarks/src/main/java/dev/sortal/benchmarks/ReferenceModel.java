package dev.sortal.benchmarks;

import static dev.sortal.spec.Layers.dense;

import dev.sortal.data.EncodedSet;
import dev.sortal.data.Example;
import dev.sortal.data.IdColumn;
import dev.sortal.data.Truth;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Presets;
import dev.sortal.spec.Side;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The network and the data that every speed is quoted for: 20,000 ids, 100 tokens, two classes. */
final class ReferenceModel {
  static final int VOCABULARY = 20_000;
  static final int LENGTH = 100;
  static final int BATCH = 32;
  static final int EMBEDDING = 32;
  static final int FILTERS = 64;
  static final int KERNEL = 3;
  static final int WINDOWS = LENGTH - KERNEL + 1;
  static final int POOLED = WINDOWS / 2;
  static final int HIDDEN = 64;
  static final int CLASSES = 2;
  static final float RATE = 0.001f;
  static final float BETA1 = 0.9f;
  static final float BETA2 = 0.999f;
  static final float EPSILON = 1e-7f;

  private ReferenceModel() {}

  static Network network() {
    List<Layer> layers = new ArrayList<>(Presets.kerasText());
    layers.add(dense(CLASSES));
    return Network.of(List.of(new Input.Tokens("text", VOCABULARY, LENGTH, Side.POST)), layers);
  }

  /** What every side starts from. */
  static Weights weights() {
    return network().initialWeights(1);
  }

  /**
   * The values of a weight with its axes in reverse order: [filters, in, kernel] becomes [kernel,
   * in, filters], and [units, in] becomes [in, units], the layouts of Keras and TensorFlow.
   */
  static float[] reversed(Tensor weight) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < weight.shape().rank(); i++) {
      axes.add(weight.shape().dimension(i));
    }
    int first = axes.get(0);
    int last = axes.get(axes.size() - 1);
    int middle = axes.size() == 3 ? axes.get(1) : 1;
    float[] reversed = new float[first * middle * last];
    for (int i = 0; i < first; i++) {
      for (int j = 0; j < middle; j++) {
        for (int k = 0; k < last; k++) {
          reversed[(k * middle + j) * first + i] = weight.get((i * middle + j) * last + k);
        }
      }
    }
    return reversed;
  }

  /**
   * Rows of ids without any padding.
   *
   * @param ids an array for each batch, row-major [{@link #BATCH}, {@link #LENGTH}]
   * @param classes an array for each batch
   */
  record Rows(int[][] ids, int[][] classes) {
    int batches() {
      return ids.length;
    }

    /** The same rows as the SDK holds them. */
    EncodedSet encoded() {
      IdColumn.Builder column = new IdColumn.Builder();
      int[] all = new int[batches() * BATCH];
      for (int batch = 0; batch < batches(); batch++) {
        for (int i = 0; i < ids[batch].length; i++) {
          column.id(ids[batch][i]);
          if ((i + 1) % LENGTH == 0) {
            column.endRow();
          }
        }
        System.arraycopy(classes[batch], 0, all, batch * BATCH, BATCH);
      }
      float[] weights = new float[all.length];
      Arrays.fill(weights, 1);
      return new EncodedSet(List.of(column.finish()), new Truth.One(all), weights);
    }
  }

  /** Full texts of ids whose frequencies fall like those of words. */
  static Rows rows(int batches) {
    SplitMix64 random = new SplitMix64(1);
    int[][] ids = new int[batches][BATCH * LENGTH];
    int[][] classes = new int[batches][BATCH];
    for (int batch = 0; batch < batches; batch++) {
      for (int i = 0; i < ids[batch].length; i++) {
        ids[batch][i] = 1 + (int) Math.exp(random.uniform() * Math.log(VOCABULARY - 2.0));
      }
      for (int i = 0; i < BATCH; i++) {
        classes[batch][i] = random.below(CLASSES);
      }
    }
    return new Rows(ids, classes);
  }

  /** Labelled texts of 6 to 36 words, 21 on average, of a vocabulary of 20,000. */
  static List<Example> examples(int count) {
    SplitMix64 random = new SplitMix64(3);
    List<Example> examples = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      StringBuilder text = new StringBuilder();
      int words = 6 + random.below(31);
      for (int i = 0; i < words; i++) {
        text.append("word")
            .append((int) Math.exp(random.uniform() * Math.log(VOCABULARY)))
            .append(' ');
      }
      examples.add(Example.text(text.toString()).labelled(row % 2 == 0 ? "even" : "odd"));
    }
    return examples;
  }
}
