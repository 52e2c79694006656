package dev.sortal.benchmarks;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Search;
import dev.sortal.Split;
import dev.sortal.data.SplitRule;
import dev.sortal.metrics.Evaluation;
import dev.sortal.search.Choice;
import dev.sortal.search.Method;
import dev.sortal.search.Range;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Searches with the same budget of epochs by chance, by TPE and by Hyperband, on questions (TREC),
 * and prints the best validation log loss that each found and the test accuracy of its pipeline.
 *
 * <p>Takes the folder of the data sets, and from which seed to which. Each search has 68 epochs: 17
 * trials of 4, or Hyperband to a half each time, twice, with at most 4.
 */
public final class SearchMethods {
  private static final int EPOCHS = 4;
  private static final int TRIALS = 17;

  private SearchMethods() {}

  private static Search search() {
    Pipeline pipeline = Pipeline.text(Words.withPunctuation().maxLength(20)).epochs(EPOCHS);
    return Search.over(pipeline)
        .vary("learning rate", Range.logarithmic(1e-4, 5e-2), Pipeline::learningRate)
        .vary("batch", Choice.of(16, 32, 64, 128), Pipeline::batchSize)
        .vary("label smoothing", Range.linear(0, 0.2), Pipeline::labelSmoothing)
        .vary("width", Range.wholeLogarithmic(8, 64))
        .vary("filters", Range.wholeLogarithmic(8, 100))
        .vary("dropout", Range.linear(0, 0.7))
        .apply(
            (p, v) ->
                p.network(
                    embedding(v.whole("width")),
                    conv1d(v.whole("filters"), 3, RELU),
                    globalMaxPool(),
                    dropout(v.number("dropout"))))
        .minimize("log loss", Evaluation::logLoss);
  }

  /** The best of searches that share the budget. */
  private static Search.Result run(String method, Split parts, long seed) {
    return switch (method) {
      case "random" -> search().method(Method.random()).trials(TRIALS).seed(seed).run(parts);
      case "tpe" ->
          search().method(Method.tpe().startup(6)).trials(TRIALS).seed(seed).run(parts);
      default -> {
        Search hyperband = search().method(Method.hyperband().factor(2));
        Search.Result one = hyperband.seed(seed).run(parts);
        Search.Result other = hyperband.seed(seed + 1000).run(parts);
        yield one.best().value() <= other.best().value() ? one : other;
      }
    };
  }

  public static void main(String[] arguments) {
    Path trec = Path.of(arguments[0]).resolve("trec");
    Split parts =
        Dataset.csv(trec.resolve("train.csv"))
            .split(SplitRule.random().train(0.8).validation(0.2).seed(1));
    Dataset test = Dataset.csv(trec.resolve("test.csv"));
    int last = Integer.parseInt(arguments[2]);
    System.out.println("method     seed  validation log loss  test accuracy  seconds");
    for (int seed = Integer.parseInt(arguments[1]); seed <= last; seed++) {
      for (String method : List.of("random", "tpe", "hyperband")) {
        long start = System.nanoTime();
        Search.Result result = run(method, parts, seed);
        double seconds = (System.nanoTime() - start) * 1e-9;
        try (Classifier classifier = result.pipeline().train(parts)) {
          System.out.printf(
              Locale.ROOT,
              "%-10s %4d  %19.4f  %13.4f  %7.0f  %s%n",
              method,
              seed,
              result.best().value(),
              classifier.evaluate(test).accuracy(),
              seconds,
              result.best().settings());
        }
      }
    }
  }
}
