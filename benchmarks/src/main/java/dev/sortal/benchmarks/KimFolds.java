package dev.sortal.benchmarks;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.Classifier;
import dev.sortal.CrossValidation;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.data.Folds;
import dev.sortal.data.SplitRule;
import dev.sortal.metrics.Evaluation;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Padding;
import dev.sortal.text.Words;
import dev.sortal.training.History;
import dev.sortal.training.Monitor;
import dev.sortal.training.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Kim, "Convolutional Neural Networks for Sentence Classification" (2014), section 3, CNN-rand on
 * the 10,662 sentences of Movie Reviews: ten folds, vectors of 300, 100 filters each of widths 3, 4
 * and 5, dropout 0.5, weights of the output layer limited to a norm of 3, batches of 50, and the
 * epoch chosen on a tenth of the training folds. Adam takes the place of Adadelta.
 *
 * <p>Takes the folder of the data sets, and {@code held-out} to judge instead with a tenth of the
 * training folds of fold 1, over several learning rates: that is how the rest was chosen. The paper
 * reports 76.1; published replications lie between 74.9 and 76.1.
 */
public final class KimFolds {
  private KimFolds() {}

  static Pipeline pipeline(double learningRate) {
    return Pipeline.text(Words.withPunctuation().maxLength(60))
        .network(
            embedding(300),
            parallel(
                branch(conv1d(100, 3, Padding.FULL, RELU), globalMaxPool()),
                branch(conv1d(100, 4, Padding.FULL, RELU), globalMaxPool()),
                branch(conv1d(100, 5, Padding.FULL, RELU), globalMaxPool())),
            dropout(0.5))
        .optimizer(Optimizer.adam())
        .maxNorm(3)
        .learningRate(learningRate)
        .batchSize(50)
        .epochs(10)
        .patience(2)
        .monitor(Monitor.VALIDATION_ACCURACY);
  }

  /** The sentences, each with the fold that the file of folds names for it. */
  static Dataset sentences(Path folder) {
    Map<String, String> folds = new HashMap<>();
    for (Example row :
        Dataset.csv(folder.resolve("cv_folds.csv"))
            .text("id")
            .field("fold")
            .unlabelled()
            .toList()) {
      folds.put(row.text(), row.textOf("fold"));
    }
    List<Example> sentences = new ArrayList<>();
    for (Example row :
        Dataset.csv(folder.resolve("cv_all.csv")).text("text").field("id").toList()) {
      sentences.add(row.with("fold", folds.get(row.textOf("id"))));
    }
    return Dataset.of(sentences);
  }

  private static TrainingListener progress(int fold) {
    return new TrainingListener() {
      @Override
      public void onEnd(History history) {
        System.out.println(
            "fold "
                + fold
                + ": best epoch "
                + history.bestEpoch()
                + " of "
                + history.epochs().size());
      }
    };
  }

  public static void main(String[] arguments) {
    Dataset sentences = sentences(Path.of(arguments[0]).resolve("mr"));
    Folds folds = Folds.named("fold", 10);
    if (arguments.length > 1 && arguments[1].equals("held-out")) {
      Split parts =
          sentences
              .folds(folds)
              .get(0)
              .train()
              .split(SplitRule.random().train(0.8).validation(0.1).seed(7));
      for (int i = 2; i < arguments.length; i++) {
        double rate = Double.parseDouble(arguments[i]);
        long start = System.nanoTime();
        try (Classifier classifier = pipeline(rate).train(parts)) {
          System.out.printf(
              Locale.ROOT,
              "rate %s: accuracy %.4f on the held-out rows, best epoch %d of %d, %.0f s%n",
              rate,
              classifier.evaluate(parts.test()).accuracy(),
              classifier.history().bestEpoch(),
              classifier.history().epochs().size(),
              (System.nanoTime() - start) * 1e-9);
        }
      }
      return;
    }
    CrossValidation result =
        pipeline(1e-3)
            .crossValidate(
                sentences, folds, CrossValidation.options().listener(KimFolds::progress));
    System.out.println(result);
    System.out.println("accuracy of each fold: " + result.figure(Evaluation::accuracy).values());
  }
}
