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
 * <p>Takes the folder of the data sets, from which seed to which, and how many trials of 4 epochs
 * chance and TPE have, by default 17. Hyperband (to a half each time, at most 4 epochs) has 34
 * epochs, and is run again with other seeds until it has as many as the others.
 */
public final class SearchMethods {
  private static final int EPOCHS = 4;
  private static final int EPOCHS_OF_HYPERBAND = 34;

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

  private static Search.Result run(String method, Split parts, long seed, int trials) {
    return switch (method) {
      case "random" -> search().method(Method.random()).trials(trials).seed(seed).run(parts);
      case "tpe" ->
          search()
              .method(Method.tpe().startup(Math.min(10, trials / 3 + 1)))
              .trials(trials)
              .seed(seed)
              .run(parts);
      default -> hyperband(parts, seed, trials * EPOCHS / EPOCHS_OF_HYPERBAND);
    };
  }

  private static Search.Result hyperband(Split parts, long seed, int times) {
    Search search = search().method(Method.hyperband().factor(2));
    Search.Result best = search.seed(seed).run(parts);
    for (int i = 1; i < times; i++) {
      Search.Result other = search.seed(seed + 1000 * i).run(parts);
      best = best.best().value() <= other.best().value() ? best : other;
    }
    return best;
  }

  public static void main(String[] arguments) {
    Path trec = Path.of(arguments[0]).resolve("trec");
    Split parts =
        Dataset.csv(trec.resolve("train.csv"))
            .split(SplitRule.random().train(0.8).validation(0.2).seed(1));
    Dataset test = Dataset.csv(trec.resolve("test.csv"));
    int last = Integer.parseInt(arguments[2]);
    int trials = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 17;
    System.out.println("method     seed  validation log loss  test accuracy  seconds");
    for (int seed = Integer.parseInt(arguments[1]); seed <= last; seed++) {
      for (String method : List.of("random", "tpe", "hyperband")) {
        long start = System.nanoTime();
        Search.Result result = run(method, parts, seed, trials);
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
