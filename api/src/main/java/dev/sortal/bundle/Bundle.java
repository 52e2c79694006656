package dev.sortal.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.spec.Network;
import dev.sortal.spec.OptimizerState;
import dev.sortal.tensor.Weights;
import dev.sortal.training.History;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trained classifier as values: all that its file holds.
 *
 * @param network what computes
 * @param weights every parameter of the network
 * @param encoders one for each input of the network, in its order
 * @param labels the classes, one for each logit
 * @param positive the label that binary figures are about, as an index into labels
 * @param decision how logits become labels
 * @param history how it was trained
 * @param provenance where it comes from, for people and audits: settings of the training, a
 *     fingerprint of the data, engine and versions
 * @param optimizers what optimizers remembered at the end, for a training that goes on; null where
 *     it was not kept
 */
public record Bundle(
    Network network,
    Weights weights,
    List<FittedEncoder> encoders,
    Labels labels,
    int positive,
    Decision decision,
    History history,
    ObjectNode provenance,
    @Nullable OptimizerState optimizers) {
  public Bundle {
    encoders = List.copyOf(encoders);
    network.requireFits(weights);
    if (optimizers != null) {
      optimizers.requireOf(network);
    }
    if (encoders.size() != network.inputs().size()) {
      throw new IllegalArgumentException(
          "Each input needs an encoder: expected "
              + network.inputs().size()
              + ", got "
              + encoders.size()
              + ".");
    }
    for (int i = 0; i < encoders.size(); i++) {
      if (!encoders.get(i).input().equals(network.inputs().get(i))) {
        throw new IllegalArgumentException(
            "The encoder does not fit the network: expected input "
                + network.inputs().get(i)
                + ", got "
                + encoders.get(i).input()
                + ".");
      }
    }
    if (labels.size() != network.outputs()) {
      throw new IllegalArgumentException(
          "Each logit needs a label: expected "
              + network.outputs()
              + ", got "
              + labels.size()
              + ".");
    }
    decision.requireLabels(labels.size());
    if (positive < 0 || positive >= labels.size()) {
      throw new IllegalArgumentException(
          "positive must be the index of a label, got " + positive + " of " + labels.size() + ".");
    }
  }

  /** A bundle without what optimizers remembered. */
  public Bundle(
      Network network,
      Weights weights,
      List<FittedEncoder> encoders,
      Labels labels,
      int positive,
      Decision decision,
      History history,
      ObjectNode provenance) {
    this(network, weights, encoders, labels, positive, decision, history, provenance, null);
  }

  /** This bundle with another way to decide. */
  public Bundle withDecision(Decision decision) {
    return new Bundle(
        network, weights, encoders, labels, positive, decision, history, provenance, optimizers);
  }

  /** This bundle, coming from there. */
  public Bundle withProvenance(ObjectNode provenance) {
    return new Bundle(
        network, weights, encoders, labels, positive, decision, history, provenance, optimizers);
  }
}
