package dev.sortal;

import dev.sortal.auto.AutoNetwork;
import dev.sortal.auto.DeepSchedule;
import dev.sortal.data.EncodedSet;
import dev.sortal.spec.GroupRule;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.TrainingLoop;
import dev.sortal.training.TrainingRows;
import dev.sortal.training.ValidationRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains a convolutional branch alone, by a fixed schedule, on its own loss. */
final class DeepTraining {
  /** Initial values of tables are in (-0.05, 0.05); these have a standard deviation of 0.1. */
  private static final float TABLE_SCALE = (float) (0.1 * Math.sqrt(3) / 0.05);

  private final PipelineSettings settings;
  private final TrainingBackend backend;
  private final AutoNetwork networks;

  DeepTraining(PipelineSettings settings, TrainingBackend backend, AutoNetwork networks) {
    this.settings = settings;
    this.backend = backend;
    this.networks = networks;
  }

  /**
   * Trains.
   *
   * @param branch its number, from 0
   * @param set its columns alone
   */
  TrainingLoop.Outcome run(
      int branch, EncodedSet set, Prepared data, DeepSchedule schedule, TrainingListener listener) {
    Network network = networks.alone(branch);
    long seed = SplitMix64.derive(settings.seed, branch);
    List<ParameterGroup> groups =
        ParameterGroup.of(
            network,
            Optimizer.adamW(DeepSchedule.WEIGHT_DECAY),
            network.nodes().stream().anyMatch(node -> node.layer() instanceof Layer.EmbeddingBag)
                ? List.of(
                    new GroupRule(
                        "*.embeddingbag",
                        Optimizer.adam().lazyEmbeddings(),
                        DeepSchedule.TABLE_RATE / schedule.rate()))
                : List.of(),
            List.of());
    TrainingPlan plan =
        new TrainingPlan(
            network,
            firstWeights(network, seed),
            groups,
            settings.severalLabels
                ? new Loss.SigmoidCrossEntropy(DeepSchedule.LABEL_SMOOTHING)
                : new Loss.SoftmaxCrossEntropy(DeepSchedule.LABEL_SMOOTHING),
            Double.POSITIVE_INFINITY,
            OptimizerState.initial(network, groups),
            seed,
            settings.backend.execution());
    EncodedSet none = EncodedSet.none(set);
    try (TrainingSession session = backend.train(plan)) {
      return new TrainingLoop(
              session,
              plan,
              // In plain order: these networks drop words out, whose masks need every position.
              new TrainingRows(set, data.order()),
              ValidationRows.of(none, data.labels().size()),
              schedule.settings(seed),
              listener)
          .run();
    }
  }

  private static Weights firstWeights(Network network, long seed) {
    Weights drawn = network.initialWeights(seed);
    Map<String, Tensor> tables = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      if (node.layer() instanceof Layer.EmbeddingBag) {
        float[] values = drawn.get(node.weight().name()).toArray();
        for (int i = 0; i < values.length; i++) {
          values[i] *= TABLE_SCALE;
        }
        tables.put(node.weight().name(), Tensor.of(node.weight().shape(), values));
      }
    }
    return drawn.with(Weights.of(tables));
  }
}
