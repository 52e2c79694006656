package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.Network;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.Words;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * From one text to its label, warm, against the bare session on a ready row, in turns; and many
 * texts at once. Texts have 21 words on average, of a vocabulary of 20,000.
 */
public final class SingleText {
  private static final int BLOCKS = 40;
  private static final int CALLS = 1000;

  private SingleText() {}

  public static void main(String[] arguments) {
    List<Example> examples = examples(8000);
    try (Classifier classifier =
        Pipeline.text(Words.standard().maxLength(ReferenceModel.LENGTH))
            .network(Presets.kerasText())
            .epochs(1)
            .train(Dataset.of(examples))) {
      Network network = classifier.network();
      try (InferenceSession session =
          Backends.choose(BackendChoice.any())
              .open(network, network.initialWeights(1), Execution.cpu())) {
        compare(classifier, session, examples);
      }
      bulk(classifier, examples);
    }
  }

  private static void compare(
      Classifier classifier, InferenceSession session, List<Example> examples) {
    Batch row = row();
    FloatBuffer logits = FloatBuffer.allocate(2);
    double[] whole = new double[BLOCKS * CALLS];
    double[] bare = new double[BLOCKS * CALLS];
    for (int block = -20; block < BLOCKS; block++) {
      for (int i = 0; i < CALLS; i++) {
        Example example = examples.get((Math.abs(block) * CALLS + i) % examples.size());
        long start = System.nanoTime();
        classifier.classify(example);
        long end = System.nanoTime();
        if (block >= 0) {
          whole[block * CALLS + i] = (end - start) * 1e-3;
        }
      }
      for (int i = 0; i < CALLS; i++) {
        long start = System.nanoTime();
        session.logits(row, logits);
        long end = System.nanoTime();
        if (block >= 0) {
          bare[block * CALLS + i] = (end - start) * 1e-3;
        }
      }
    }
    double median = Measure.quantile(whole, 0.5);
    double bareMedian = Measure.quantile(bare, 0.5);
    System.out.printf(
        Locale.ROOT,
        "text to label: p50 %.1f us, p99 %.1f us; bare session: p50 %.1f us, p99 %.1f us;"
            + " ratio %.2f%n",
        median,
        Measure.quantile(whole, 0.99),
        bareMedian,
        Measure.quantile(bare, 0.99),
        median / bareMedian);
  }

  private static Batch row() {
    int[] ids = new int[21];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = 2 + i;
    }
    return new Batch(
        1, List.of(new Column.Ids(IntBuffer.wrap(ids), IntBuffer.wrap(new int[] {0, ids.length}))));
  }

  private static void bulk(Classifier classifier, List<Example> examples) {
    double[] perSecond = new double[BLOCKS];
    for (int block = -5; block < BLOCKS; block++) {
      long start = System.nanoTime();
      try (Stream<?> predictions = classifier.classifyAll(examples.stream())) {
        predictions.forEach(prediction -> {});
      }
      if (block >= 0) {
        perSecond[block] = examples.size() / ((System.nanoTime() - start) * 1e-9);
      }
    }
    System.out.printf(
        Locale.ROOT, "many texts: %,.0f a second%n", Measure.quantile(perSecond, 0.5));
  }

  static List<Example> examples(int count) {
    SplitMix64 random = new SplitMix64(3);
    List<Example> examples = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      StringBuilder text = new StringBuilder();
      int words = 6 + random.below(31);
      for (int i = 0; i < words; i++) {
        text.append("word")
            .append((int) Math.exp(random.uniform() * Math.log(ReferenceModel.VOCABULARY)))
            .append(' ');
      }
      examples.add(Example.text(text.toString()).labelled(row % 2 == 0 ? "even" : "odd"));
    }
    return examples;
  }
}
