package dev.sortal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.Labels;
import dev.sortal.data.Truth;
import dev.sortal.spec.SpecJson;
import dev.sortal.training.RowOrder;
import java.util.Arrays;

/** How much say each class has in a training, by the weight of its rows and how often they come. */
final class ClassBalance {
  private final PipelineSettings settings;
  private final Labels labels;
  private final Truth truth;
  private final double[] factors;

  /**
   * For training rows.
   *
   * @throws IllegalArgumentException if a weight is given for a label that they do not have
   */
  ClassBalance(PipelineSettings settings, Labels labels, Truth truth) {
    this.settings = settings;
    this.labels = labels;
    this.truth = truth;
    this.factors = new double[labels.size()];
    settings.classWeights.keySet().forEach(this::requireKnown);
    if (settings.balancedWeights && truth instanceof Truth.One one) {
      long[] counts = new long[labels.size()];
      Arrays.stream(one.classes()).forEach(label -> counts[label]++);
      // A class that a classifier knows from before may have no rows now.
      Arrays.setAll(
          factors, i -> counts[i] == 0 ? 1 : (double) truth.rows() / (labels.size() * counts[i]));
    } else {
      Arrays.setAll(factors, i -> settings.classWeights.getOrDefault(labels.name(i), 1.0));
    }
  }

  private void requireKnown(String label) {
    if (labels.index(label) < 0) {
      throw new IllegalArgumentException(
          "classWeights names \""
              + label
              + "\", which is no label of the training examples, expected some of "
              + labels
              + ".");
    }
  }

  /** The factor of a row's loss. */
  double factor(int row) {
    return truth instanceof Truth.One one ? factors[one.classes()[row]] : 1;
  }

  /** Which rows epochs visit. */
  RowOrder order() {
    return settings.sampling != null && truth instanceof Truth.One one
        ? settings.sampling.order(one.classes(), settings.seed)
        : RowOrder.shuffled(truth.rows(), settings.seed);
  }

  /** Writes the weights that are not 1, where they come from, and the sampling. */
  void describe(ObjectNode json) {
    boolean isGiven = !settings.classWeights.isEmpty();
    json.put("classWeighting", settings.balancedWeights ? "balanced" : isGiven ? "given" : "none");
    ObjectNode weights = json.putObject("classWeights");
    for (int i = 0; i < factors.length; i++) {
      if (factors[i] != 1) {
        weights.put(labels.name(i), factors[i]);
      }
    }
    if (settings.sampling != null) {
      json.set("sampling", SpecJson.write(settings.sampling));
    }
  }
}
