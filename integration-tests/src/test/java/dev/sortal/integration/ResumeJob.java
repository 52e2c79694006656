package dev.sortal.integration;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.batchNorm;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.spec.Optimizer;
import dev.sortal.text.Words;
import dev.sortal.training.Checkpoints;
import dev.sortal.training.Progress;
import dev.sortal.training.Schedule;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.WeightAverage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Trains with checkpoints until it is killed or done; see {@link ResumeTest}.
 *
 * <p>Arguments: engine, folder of checkpoints, file for the classifier, step at which it says so
 * and waits to be killed (0 for none).
 */
final class ResumeJob {
  static final String WAITING = "waiting at step ";

  /** 22 steps an epoch: everything that a checkpoint must not forget is in use. */
  static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(16))
          .network(
              embedding(8),
              conv1d(12, 3, RELU),
              batchNorm(),
              globalMaxPool(),
              dropout(0.3),
              dense(8, RELU))
          .optimizer(Optimizer.adamW(0.01))
          .optimizer("*.embedding", Optimizer.adam().lazyEmbeddings(), 5)
          .learningRate(0.01)
          .schedule(Schedule.cosine(0.1).warmUp(0.1).reduceOnPlateau(0.5, 1))
          .average(WeightAverage.decay(0.9).every(3).from(0.2))
          .maxNorm(1.5, "*.dense", "*.conv1d")
          .labelSmoothing(0.05)
          .clipNorm(1)
          // So large that the rate is reduced.
          .patience(0, 0.5)
          .batchSize(25)
          .epochs(4)
          .keepOptimizerState();

  private ResumeJob() {}

  static Dataset examples() {
    return Dataset.of(Reviews.examples(600, 1));
  }

  public static void main(String[] arguments) {
    int last = Integer.parseInt(arguments[3]);
    TrainingListener waiting =
        new TrainingListener() {
          @Override
          public void onStep(Progress progress) {
            if (progress.step() == last) {
              System.out.println(WAITING + last);
              waitForever();
            }
          }
        };
    try (Classifier classifier =
        PIPELINE
            .backend(arguments[0])
            .checkpoints(Checkpoints.in(Path.of(arguments[1])).everySteps(5))
            .listener(waiting)
            .train(examples())) {
      classifier.save(Path.of(arguments[2]));
    }
  }

  /** The other side never writes. */
  private static void waitForever() {
    try {
      System.in.read();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
