package dev.sortal.integration;

import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.bundle.Reproduction;
import dev.sortal.data.Example;
import dev.sortal.spec.Activation;
import dev.sortal.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classifiers are trained further and trained again on every engine. */
class LearningOnTest {
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(8))
          .network(embedding(8), conv1d(8, 2, Activation.RELU), globalMaxPool())
          .epochs(8)
          .batchSize(8)
          .learningRate(0.02);

  static List<String> engines() {
    return Engines.TRAINING;
  }

  private static Dataset things(String... labels) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 40 * labels.length; i++) {
      String label = labels[i % labels.length];
      examples.add(Example.text("a " + label + "ish thing number" + i % 7).labelled(label));
    }
    return Dataset.of(examples);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void new_labels_are_learned_old_ones_kept_and_all_of_it_comes_again(String engine) {
    Split old = Split.of(things("red", "green"), Dataset.of(List.of()));
    Split fresh = Split.of(things("blue"), Dataset.of(List.of()));
    try (Classifier first = PIPELINE.backend(engine).train(old);
        Classifier more = Pipeline.continuing(first).replay(old.train(), 0.6).train(fresh)) {
      assertThat(more.backend()).isEqualTo(engine);
      assertThat(more.labels()).containsExactly("green", "red", "blue");
      assertThat(more.evaluate(things("red", "green", "blue")).accuracy()).isEqualTo(1);
      assertThat(more.retention()).allSatisfy(part -> assertThat(part.after()).isEqualTo(1));

      assertThat(first.reproduce(old, UnaryOperator.identity()).isBitEqual()).isTrue();
      Reproduction again =
          more.reproduce(fresh, first, pipeline -> pipeline.replay(old.train(), 0.6));
      assertThat(again.isBitEqual()).isTrue();
      assertThat(again.circumstances()).isEmpty();
    }
  }

  @Test
  void another_engine_is_said_and_comes_close() {
    Split old = Split.of(things("red", "green"), Dataset.of(List.of()));
    try (Classifier first = PIPELINE.backend("onnx").train(old)) {
      Reproduction again = first.reproduce(old, pipeline -> pipeline.backend("tensorflow"));

      assertThat(again.circumstances())
          .anySatisfy(line -> assertThat(line).startsWith("engine: "))
          .contains("backend: onnx, now tensorflow");
      assertThat(again.settings()).isEmpty();
      assertThat(again.hasSameData()).isTrue();
      assertThat(again.isWithin(0.001)).isTrue();
    }
  }
}
