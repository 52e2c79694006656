package dev.sortal.tck;

import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.TextAugmentation;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Text that is altered in training, in the real loop. */
class AugmentedTrainingTest {
  private static final TextAugmentation AUGMENTATION =
      TextAugmentation.none().mask(0.2).drop(0.1).swap(0.1);
  private static final Split PARTS = new Split(texts(120, 1), texts(40, 2), Dataset.of(List.of()));

  private static Dataset texts(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder(i % 2 == 0 ? "good" : "bad");
      for (int word = 0; word < 6; word++) {
        text.append(' ').append((char) ('a' + random.below(8)));
      }
      texts.add(Example.text(text.toString()).labelled(i % 2 == 0 ? "yes" : "no"));
    }
    return Dataset.of(texts);
  }

  /** A rate so small that no weight changes: every epoch judges the same network. */
  private static List<Epoch> epochs(TextAugmentation augmentation, double rate) {
    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(8).augment(augmentation))
            .network(embedding(4), globalMaxPool())
            .learningRate(rate)
            .epochs(3)
            .backend(new ReferenceBackend());
    try (Classifier classifier = pipeline.train(PARTS)) {
      return classifier.history().epochs();
    }
  }

  @Test
  void alters_training_texts_in_another_way_in_each_epoch_and_no_others() {
    List<Epoch> plain = epochs(TextAugmentation.none(), 1e-30);
    List<Epoch> altered = epochs(AUGMENTATION, 1e-30);
    for (int i = 0; i < 3; i++) {
      assertThat(altered.get(i).validationLoss()).isEqualTo(plain.get(0).validationLoss());
      assertThat(altered.get(i).loss()).isNotEqualTo(plain.get(i).loss());
    }
    assertThat(altered).extracting(Epoch::loss).doesNotHaveDuplicates();
  }

  @Test
  void repeats_to_the_bit() {
    List<Epoch> first = epochs(AUGMENTATION, 0.01);
    assertThat(epochs(AUGMENTATION, 0.01))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds", "rowsPerSecond")
        .isEqualTo(first);
    assertThat(epochs(AUGMENTATION.seed(7), 0.01).get(2).loss()).isNotEqualTo(first.get(2).loss());
  }
}
