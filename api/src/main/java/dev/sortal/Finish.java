package dev.sortal;

import dev.sortal.error.DataException;
import dev.sortal.metrics.Evaluation;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows the last epoch: how the classifier decides, chosen on the validation examples. */
final class Finish {
  private static final Logger LOG = LoggerFactory.getLogger(Finish.class);

  private Finish() {}

  /**
   * Refuses settings that need validation examples where there are none, before any training.
   *
   * @throws DataException if so
   */
  static void requireValidation(PipelineSettings settings, int rows) {
    if (rows == 0 && (settings.calibration != null || settings.targetAccuracy > 0)) {
      throw new DataException(
          (settings.calibration != null ? "calibrate(..)" : "abstainForAccuracy(..)")
              + " needs validation examples: expected some, got none. Set validation(0.1), give a"
              + " split with validation examples, or do it later with examples that were not"
              + " trained on.");
    }
  }

  /** The classifier as the settings want it to decide, in the same memory. */
  static Classifier of(
      Classifier trained, PipelineSettings settings, boolean hasHeldOut, Dataset heldOut) {
    Classifier classifier =
        settings.calibration == null ? trained : trained.calibrated(heldOut, settings.calibration);
    if (settings.severalLabels) {
      return settings.tunesThresholds && hasHeldOut
          ? tuned(classifier, settings, heldOut)
          : classifier;
    }
    if (!settings.outOfScope.isEmpty()) {
      classifier = classifier.outOfScope(settings.outOfScope.toArray(new String[0]));
    }
    if (settings.targetAccuracy > 0) {
      return classifier.abstainBelow(
          confidence(classifier.evaluate(heldOut), settings.targetAccuracy));
    }
    return settings.abstainBelow > 0 ? classifier.abstainBelow(settings.abstainBelow) : classifier;
  }

  /**
   * The classifier with the thresholds that give each label its best F1 on these examples; labels
   * that were known before a training that goes on keep theirs.
   */
  private static Classifier tuned(
      Classifier classifier, PipelineSettings settings, Dataset validation) {
    Map<String, Double> best =
        new HashMap<>(classifier.evaluateLabels(validation).bestThresholds());
    if (settings.continuation != null) {
      best.keySet().removeAll(settings.continuation.parent().labels().names());
    }
    return classifier.withThresholds(best);
  }

  private static double confidence(Evaluation evaluation, double accuracy) {
    OptionalDouble confidence = evaluation.confidenceFor(accuracy);
    if (confidence.isEmpty()) {
      LOG.warn(
          "No confidence gives an accuracy of {} on the validation examples: the classifier"
              + " abstains from all that is not certain. Choose another with abstainBelow.",
          accuracy);
    }
    return confidence.orElse(1);
  }
}
