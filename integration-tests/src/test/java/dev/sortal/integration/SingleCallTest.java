package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.Presets;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service does: one text after the other. */
class SingleCallTest {
  private static final int CALLS = 500;

  /** Code that is not compiled yet allocates more. */
  private static final int MOST_ROUNDS = 60;

  /** Of a call from text to label: the prediction, and what the engine's own binding makes. */
  private static final int MOST_BYTES = 1024;

  @ParameterizedTest
  @ValueSource(strings = {"java", "onnx"})
  void a_call_allocates_next_to_nothing(String engine) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<Example> examples = Reviews.examples(100, 2);
    try (Classifier classifier =
        Pipeline.text()
            .network(Presets.kerasText())
            .epochs(1)
            .backend(engine)
            .train(Dataset.of(Reviews.examples(200, 1)))) {
      double least = Double.POSITIVE_INFINITY;
      int labelled = 0;
      for (int round = 0; round < MOST_ROUNDS && least > MOST_BYTES; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
          labelled += classifier.classify(examples.get(i % 100)).label().length();
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        least = Math.min(least, (double) bytes / CALLS);
      }
      assertThat(labelled).isPositive();
      assertThat(least).as("bytes a call, text to label").isLessThanOrEqualTo(MOST_BYTES);
    }
  }
}
