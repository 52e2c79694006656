package dev.sortal.benchmarks;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.CrossValidation;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.Folds;
import dev.sortal.metrics.Evaluation;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Padding;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.TextEncoder;
import dev.sortal.text.WordVectors;
import dev.sortal.text.Words;
import dev.sortal.training.History;
import dev.sortal.training.Monitor;
import dev.sortal.training.TrainingListener;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Kim, "Convolutional Neural Networks for Sentence Classification" (2014), section 3, CNN-rand on
 * the 10,662 sentences of Movie Reviews: ten folds, vectors of 300, 100 filters each of widths 3, 4
 * and 5, dropout 0.5, weights of the output layer limited to a norm of 3, batches of 50, 25 epochs
 * of Adadelta of which one is chosen on a tenth of the training folds, and vectors that begin
 * uniformly in (-0.25, 0.25), as in the code of the paper.
 *
 * <p>Takes the folder of the data sets, the name of an engine, and {@code adam} for Adam at its
 * default rate, Keras's first vectors and early stopping instead. The paper reports 76.1; published
 * replications lie between 74.9 and 76.1.
 */
public final class KimFolds {
  private static final TextEncoder WORDS = Words.withPunctuation().maxLength(60);
  private static final int WIDTH = 300;

  private KimFolds() {}

  private static Pipeline network() {
    return Pipeline.text(WORDS)
        .network(
            embedding(WIDTH),
            parallel(
                branch(conv1d(100, 3, Padding.FULL, RELU), globalMaxPool()),
                branch(conv1d(100, 4, Padding.FULL, RELU), globalMaxPool()),
                branch(conv1d(100, 5, Padding.FULL, RELU), globalMaxPool())),
            dropout(0.5))
        .maxNorm(3)
        .batchSize(50)
        .monitor(Monitor.VALIDATION_ACCURACY);
  }

  private static Pipeline ofThePaper(Path vectors) {
    return network()
        .vectors(WordVectors.file(vectors))
        .optimizer(new Optimizer.Adadelta(0.95, 1e-6, false))
        .learningRate(1)
        .epochs(25)
        .patience(25);
  }

  private static Pipeline withAdam() {
    return network().optimizer(Optimizer.adam()).learningRate(1e-3).epochs(10).patience(2);
  }

  private static List<String> words(Dataset sentences) {
    Encoder.Fitting fitting = WORDS.start();
    sentences.toList().forEach(fitting::add);
    return fitting.finish().encoder().vocabulary();
  }

  /** A random vector for each word. */
  private static Path vectors(Dataset sentences, Path file) throws IOException {
    SplitMix64 random = new SplitMix64(3435);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (String word : words(sentences)) {
        out.write(word);
        for (int i = 0; i < WIDTH; i++) {
          out.write(" " + (float) (random.uniform() * 0.5 - 0.25));
        }
        out.newLine();
      }
    }
    return file;
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

  public static void main(String[] arguments) throws IOException {
    Dataset sentences = sentences(Path.of(arguments[0]).resolve("mr"));
    boolean isAdam = arguments.length > 2 && arguments[2].equals("adam");
    Path file = Files.createTempFile("kim-folds", ".vec");
    try {
      Pipeline pipeline = isAdam ? withAdam() : ofThePaper(vectors(sentences, file));
      CrossValidation result =
          pipeline
              .backend(arguments[1])
              .crossValidate(
                  sentences,
                  Folds.named("fold", 10),
                  CrossValidation.options().listener(KimFolds::progress));
      System.out.println(result);
      System.out.println("accuracy of each fold: " + result.figure(Evaluation::accuracy).values());
    } finally {
      Files.delete(file);
    }
  }
}
