package dev.sortal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.Example;
import dev.sortal.data.Folds;
import dev.sortal.error.TrainingException;
import dev.sortal.format.Hashes;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.training.History;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What tells how good a pipeline is: a training that is judged, without the test examples. */
abstract class TrialJudge {
  private TrialJudge() {}

  /**
   * Trains and judges; the classifier is closed again.
   *
   * @throws InterruptedException if the training was interrupted; that consumes the interrupt
   */
  abstract double judge(Pipeline pipeline) throws InterruptedException;

  /** Adds what the examples are, and how they judge. */
  abstract void describe(ObjectNode search);

  /** By the validation examples. */
  static TrialJudge heldOut(SearchSettings search, Split parts) {
    // Read once for all trials, unless there are more than memory should hold.
    boolean isCached = search.pipeline.settings().cache != null;
    Dataset train = isCached ? parts.train() : Dataset.of(parts.train().toList());
    Dataset validation = isCached ? parts.validation() : Dataset.of(parts.validation().toList());
    try (Stream<Example> examples = validation.examples()) {
      if (examples.findFirst().isEmpty()) {
        throw new IllegalArgumentException(
            "A search judges by validation examples, never by test examples: expected some, got"
                + " none. Split with validation(..), or give the data set and Folds.");
      }
    }
    Split known = new Split(train, validation, Dataset.of(List.of()));
    return new TrialJudge() {
      @Override
      double judge(Pipeline pipeline) throws InterruptedException {
        try (Classifier classifier = pipeline.train(known)) {
          if (classifier.history().end() == History.End.INTERRUPTED) {
            throw new InterruptedException();
          }
          SearchSettings.Objective objective = search.objective;
          ToDoubleFunction<Evaluation> figure = objective.figure();
          return figure != null
              ? figure.applyAsDouble(classifier.evaluate(validation))
              : Objects.requireNonNull(objective.labelFigure())
                  .applyAsDouble(classifier.evaluateLabels(validation));
        }
      }

      @Override
      void describe(ObjectNode json) {
        json.put("judgedBy", "validation");
        json.put("training", fingerprint(train));
        json.put("validation", fingerprint(validation));
      }
    };
  }

  /** By the mean over folds. */
  static TrialJudge folded(SearchSettings search, Dataset examples, Folds folds) {
    Dataset known = Dataset.of(examples.toList());
    return new TrialJudge() {
      @Override
      double judge(Pipeline pipeline) throws InterruptedException {
        CrossValidation result;
        try {
          result = pipeline.crossValidate(known, folds);
        } catch (TrainingException failure) {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          throw failure;
        }
        ToDoubleFunction<Evaluation> figure = search.objective.figure();
        ToDoubleFunction<MultiLabelEvaluation> ofLabels = search.objective.labelFigure();
        return figure != null
            ? result.figure(figure).mean()
            : result.labelFigure(Objects.requireNonNull(ofLabels)).mean();
      }

      @Override
      void describe(ObjectNode json) {
        json.put("judgedBy", folds.toString());
        json.put("training", fingerprint(known));
      }
    };
  }

  private static String fingerprint(Dataset dataset) {
    MessageDigest digest = Hashes.sha256();
    try (Stream<Example> examples = dataset.examples()) {
      examples.forEachOrdered(example -> example.digest(digest));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
