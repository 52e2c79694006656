package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.auto.Mode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.data.Example;
import dev.sortal.spi.BackendChoice;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers of pipelines without settings, trained on one engine and served by all. */
class AutoEnginesTest {
  private static final Dataset TRAIN = Dataset.of(Reviews.examples(80, 1));
  private static final List<Example> TEST = Reviews.examples(60, 2);

  @TempDir Path folder;

  private void assertServedAlike(Classifier trained) {
    Path file = folder.resolve("model.sortal");
    trained.save(file);
    for (String engine : Engines.ALL) {
      try (Classifier served = Classifier.load(file, BackendChoice.named(engine))) {
        for (Example example : TEST) {
          double expected = trained.classify(example).probability("positive");
          assertThat(served.classify(example).probability("positive"))
              .as("%s: %s", engine, example)
              .isCloseTo(expected, Offset.offset(1e-5));
        }
      }
    }
  }

  @Test
  void two_convolutional_branches_are_served_alike_by_every_engine() {
    try (Classifier classifier = Pipeline.auto(Mode.BEST).backend("onnx").train(TRAIN)) {
      assertThat(classifier.evaluate(Dataset.of(TEST)).accuracy()).isGreaterThan(0.9);
      assertServedAlike(classifier);
    }
  }

  @Test
  void an_engine_that_only_serves_is_enough_for_fast() {
    try (Classifier classifier = Pipeline.auto(Mode.FAST).backend("djl-tensorflow").train(TRAIN)) {
      assertThat(classifier.backend()).isEqualTo("djl-tensorflow");
      assertServedAlike(classifier);
    }
  }

  @Test
  void every_engine_that_trains_gives_the_same_classifier() {
    Pipeline pipeline = Pipeline.auto().validation(0);
    try (Classifier first = pipeline.backend("onnx").train(TRAIN)) {
      for (String engine : List.of("tensorflow", "djl")) {
        try (Classifier other = pipeline.backend(engine).train(TRAIN)) {
          for (Example example : TEST) {
            assertThat(other.classify(example).probability("positive"))
                .as(engine)
                .isCloseTo(first.classify(example).probability("positive"), Offset.offset(0.01));
          }
        }
      }
    }
  }

  @Test
  void the_same_seed_gives_the_same_bits() {
    Path file = folder.resolve("model.sortal");
    Bundle[] bundles = new Bundle[2];
    for (int i = 0; i < 2; i++) {
      try (Classifier classifier =
          Pipeline.auto().validation(0).backend("onnx").seed(7).train(TRAIN)) {
        classifier.save(file);
        bundles[i] = BundleFile.read(file);
      }
    }
    assertThat(bundles[1].weights()).isEqualTo(bundles[0].weights());
    assertThat(bundles[0].provenance().path("settings").path("network").path("auto").textValue())
        .isEqualTo("STANDARD");
  }
}
