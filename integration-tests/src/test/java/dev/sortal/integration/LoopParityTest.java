package dev.sortal.integration;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.bundle.BundleFile;
import dev.sortal.spec.Optimizer;
import dev.sortal.tensor.Weights;
import dev.sortal.text.Words;
import dev.sortal.training.Schedule;
import dev.sortal.training.WeightAverage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loop does beside steps comes out the same on every engine. */
class LoopParityTest {
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(16))
          .network(embedding(8), conv1d(8, 3, RELU), globalMaxPool(), dropout(0.2))
          .optimizer(Optimizer.adamW(0.01))
          .optimizer("*.embedding", Optimizer.adam().lazyEmbeddings(), 3)
          .learningRate(0.005)
          .schedule(Schedule.cosine(0.1).warmUp(0.1).reduceOnPlateau(0.5, 1))
          .average(WeightAverage.decay(0.9).every(2))
          .maxNorm(0.9, "*.dense", "*.conv1d")
          .clipNorm(1)
          .patience(0, 0.5)
          .batchSize(30)
          .epochs(3);

  @TempDir Path folder;

  @Test
  void weights_agree() {
    Map<String, Weights> weights = new LinkedHashMap<>();
    for (String engine : Engines.TRAINING) {
      try (Classifier classifier =
          PIPELINE.backend(engine).train(Dataset.of(Reviews.examples(300, 1)))) {
        Path file = folder.resolve(engine + ".sortal");
        classifier.save(file);
        weights.put(engine, BundleFile.read(file).weights());
      }
    }
    Weights expected = Objects.requireNonNull(weights.get("onnx"));
    weights.forEach(
        (engine, received) -> {
          for (String name : expected.names()) {
            float[] one = expected.get(name).toArray();
            float[] other = received.get(name).toArray();
            float largest = 0;
            for (float value : one) {
              largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < one.length; i++) {
              assertThat(other[i])
                  .as(engine + " " + name + " " + i)
                  .isCloseTo(one[i], Offset.offset(1e-4f * largest + 1e-6f));
            }
          }
        });
  }
}
