package dev.sortal.tck.reference;

import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.LabelledBatch;
import java.util.List;

/** What the reference does, in parts that a mutant can replace to prove that the kit notices. */
class Behaviour {
  Forward forward(Pass pass) {
    return new Forward(pass);
  }

  Backward backward(Forward forward, double[] byLogits) {
    return new Backward(forward, byLogits);
  }

  Updates updates() {
    return new Updates();
  }

  OptimizerState restored(OptimizerState state, Network network, List<ParameterGroup> groups) {
    return state;
  }

  /** The variance that moving ones follow. */
  double[] movedTowards(Statistics batch) {
    return batch.variance();
  }

  double kept(Layer.BatchNorm layer) {
    return layer.momentum();
  }

  double lossDivisor(LabelledBatch batch) {
    return batch.batch().rows();
  }

  double labelDivisor(int labels) {
    return labels;
  }

  double rowWeight(double weight) {
    return weight;
  }

  double[] clipped(double[] gradient, double factor, double norm) {
    double[] scaled = gradient.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  boolean isLazy(Optimizer optimizer) {
    return optimizer.lazy();
  }
}
