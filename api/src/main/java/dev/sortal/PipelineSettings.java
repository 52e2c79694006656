package dev.sortal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sortal.auto.Mode;
import dev.sortal.bundle.Decision;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Encoder;
import dev.sortal.metrics.Calibration;
import dev.sortal.spec.GroupRule;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.BackendChoice;
import dev.sortal.text.WordVectors;
import dev.sortal.training.Checkpoints;
import dev.sortal.training.MaxNorm;
import dev.sortal.training.Monitor;
import dev.sortal.training.RowOrder;
import dev.sortal.training.Sampling;
import dev.sortal.training.Schedule;
import dev.sortal.training.Stopping;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.TrainingRows;
import dev.sortal.training.TrainingSettings;
import dev.sortal.training.WeightAverage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All settings of a pipeline, in a form that is easy to copy with one changed. */
final class PipelineSettings implements Cloneable {
  List<Encoder> encoders;

  /** Where encoders and network follow from the examples. */
  @Nullable Mode auto;

  @Nullable List<Layer> layers;
  @Nullable String preset;
  List<WordVectors> vectors = List.of();
  List<String> frozen = List.of();
  Optimizer optimizer = Optimizer.adam();
  List<GroupRule> groups = List.of();
  @Nullable Double learningRate;
  int epochs = 10;
  int batchSize = 32;
  boolean bucketing = true;
  Schedule schedule = Schedule.constant();
  @Nullable WeightAverage average;
  @Nullable MaxNorm maxNorm;
  int patience;
  double leastImprovement;
  @Nullable Monitor monitor;
  double validation = 0.1;
  double labelSmoothing;
  boolean severalLabels;
  double threshold = 0.5;
  boolean tunesThresholds;
  @Nullable Calibration calibration;
  double abstainBelow;
  double targetAccuracy;
  List<String> outOfScope = List.of();
  double clipNorm = Double.POSITIVE_INFINITY;
  Map<String, Double> classWeights = Map.of();
  boolean balancedWeights;
  @Nullable Sampling sampling;
  @Nullable String positive;
  long seed = 42;
  BackendChoice backend = BackendChoice.any();
  List<TrainingListener> listeners = List.of();
  @Nullable Path cache;
  @Nullable Continuation continuation;
  boolean keepsOptimizers;
  @Nullable Checkpoints checkpoints;

  /** What provenance must say of the examples, where a training is repeated. */
  @Nullable JsonNode expectedData;

  PipelineSettings(List<Encoder> encoders) {
    this.encoders = encoders;
  }

  static PipelineSettings auto(Mode mode) {
    PipelineSettings settings = new PipelineSettings(List.of());
    settings.auto = mode;
    return settings;
  }

  /** These settings with encoders that were chosen for the examples. */
  PipelineSettings with(List<Encoder> chosen) {
    PipelineSettings settings = clone();
    settings.encoders = chosen;
    return settings;
  }

  /** These settings for numbers, categories and images alone. */
  PipelineSettings withoutTexts() {
    PipelineSettings settings = clone();
    settings.epochs = 30;
    settings.patience = 5;
    return settings;
  }

  @Override
  protected PipelineSettings clone() {
    try {
      return (PipelineSettings) super.clone();
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The figure that the best epoch is chosen by. */
  Monitor monitor() {
    boolean isBalanced = balancedWeights || sampling != null;
    return monitor != null
        ? monitor
        : isBalanced ? Monitor.VALIDATION_BALANCED_ACCURACY : Monitor.VALIDATION_LOSS;
  }

  /** What the training loop needs of them. */
  TrainingSettings loop() {
    require(
        monitor().isKnown(),
        "The figure that the best epoch is chosen by must be given again with monitor(..): saved"
            + " settings hold the names of own figures only",
        "\"" + monitor() + "\"");
    require(
        monitor().isFor(severalLabels),
        "The figure \"" + monitor() + "\" is for several labels an example",
        "no severalLabels()");
    return new TrainingSettings(
        epochs,
        batchSize,
        learningRate == null ? optimizer.defaultRate() : learningRate,
        seed,
        new Stopping(monitor(), patience, leastImprovement),
        schedule,
        average,
        maxNorm);
  }

  /** The rows of a training, in the order in which the loop is to visit them. */
  TrainingRows rows(EncodedSet set, RowOrder order, TrainingSettings loop) {
    TrainingRows rows = new TrainingRows(set, order);
    return bucketing ? rows.bucketed(loop) : rows;
  }

  /** Whatever the order in which the settings were made. */
  void requireConsistent() {
    boolean hasClassWeights = !classWeights.isEmpty() || balancedWeights;
    require(
        !(severalLabels && (hasClassWeights || sampling != null || positive != null)),
        "Class weights, sampling and positive are for one label an example",
        "severalLabels() too");
    require(
        !(severalLabels && (abstainBelow > 0 || targetAccuracy > 0 || !outOfScope.isEmpty())),
        "Abstaining is for one label an example; of several none may be given",
        "severalLabels() too");
    require(
        !severalLabels || monitor == null || monitor.isFor(true),
        "The figure \"" + monitor + "\" is for one label an example",
        "severalLabels() too");
    require(
        classWeights.isEmpty() || !balancedWeights,
        "Class weights are given or balanced",
        "classWeights(..) and balancedClassWeights()");
    require(
        auto == null || checkpoints == null,
        "Checkpoints are of a pipeline that says how it is trained",
        "auto() and checkpoints(..)");
    require(
        auto == null || !keepsOptimizers,
        "What optimizers remember is kept for a pipeline that says how it is trained",
        "auto() and keepOptimizerState()");
    require(
        sampling == null || !balancedWeights,
        "Rare classes have more say by balanced weights or by sampling; both would count twice",
        "balancedClassWeights() and sampling(..)");
    if (continuation != null) {
      requireContinuable(continuation);
    }
  }

  private void requireContinuable(Continuation begun) {
    require(
        layers == null && preset == null,
        "A classifier that is trained further keeps its layers",
        "network(..) or preset(..)");
    boolean gaveSeveral = begun.parent().decision() instanceof Decision.SeveralLabels;
    require(
        severalLabels == gaveSeveral,
        "A classifier that is trained further gives as many labels as before",
        severalLabels ? "severalLabels() for one of one label" : "one label for one of several");
    require(
        begun.replayed() == null || sampling == null,
        "Replay and sampling both say which examples an epoch visits",
        "replay(..) and sampling(..)");
  }

  static void require(boolean holds, String rule, Object received) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", got " + received + ".");
    }
  }
}
