package dev.sortal.benchmarks;

import static dev.sortal.spec.Layers.dense;

import dev.sortal.data.EncodedSet;
import dev.sortal.data.IdColumn;
import dev.sortal.spec.Input;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Presets;
import dev.sortal.spec.Side;
import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The network and the data that every speed is quoted for: 20,000 ids, 100 tokens, two classes. */
final class ReferenceModel {
  static final int VOCABULARY = 20_000;
  static final int LENGTH = 100;
  static final int BATCH = 32;

  private ReferenceModel() {}

  static Network network() {
    List<Layer> layers = new ArrayList<>(Presets.kerasText());
    layers.add(dense(2));
    return Network.of(List.of(new Input.Tokens("text", VOCABULARY, LENGTH, Side.POST)), layers);
  }

  /** Full texts of ids whose frequencies fall like those of words. */
  static EncodedSet rows(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    IdColumn.Builder column = new IdColumn.Builder();
    int[] classes = new int[count];
    float[] weights = new float[count];
    Arrays.fill(weights, 1);
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < LENGTH; i++) {
        column.id(1 + (int) Math.exp(random.uniform() * Math.log(VOCABULARY - 2.0)));
      }
      column.endRow();
      classes[row] = random.below(2);
    }
    return new EncodedSet(List.of(column.finish()), classes, weights);
  }
}
