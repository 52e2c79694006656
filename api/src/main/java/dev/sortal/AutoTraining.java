package dev.sortal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.auto.AutoEncoders;
import dev.sortal.auto.AutoNetwork;
import dev.sortal.auto.Mode;
import dev.sortal.data.FittedEncoder;
import dev.sortal.linear.LinearModel;
import dev.sortal.linear.LinearSvm;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Parameter;
import dev.sortal.spi.Backend;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.TrainingListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains the branches of one network, each by what suits it, and puts them together. */
final class AutoTraining {
  private static final Logger LOG = LoggerFactory.getLogger(AutoTraining.class);

  /** What margins of a linear model are multiplied with to be summed with logits. */
  private static final float LINEAR_SHARE = 4;

  private final PipelineSettings settings;
  private final Mode mode;
  private final AutoEncoders encoders;
  private final Backend backend;
  private final TrainingListener listener;

  AutoTraining(
      PipelineSettings settings,
      Mode mode,
      AutoEncoders encoders,
      Backend backend,
      TrainingListener listener) {
    this.settings = settings;
    this.mode = mode;
    this.encoders = encoders;
    this.backend = backend;
    this.listener = listener;
  }

  /**
   * What a training came to.
   *
   * @param linear how the linear branches were fitted
   * @param epochs those of convolutional branches
   * @param rate the last learning rate, of convolutional branches
   * @param seconds the time of all branches together
   */
  record Trained(
      Network network,
      Weights weights,
      LinearModel linear,
      List<Epoch> epochs,
      History.End end,
      double rate,
      double seconds) {

    /** This network with its logits multiplied. */
    Trained scaled(double factor) {
      Map<String, Tensor> scaled = new LinkedHashMap<>();
      for (Parameter parameter : AutoNetwork.last(network)) {
        float[] values = weights.get(parameter.name()).toArray();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (values[i] * factor);
        }
        scaled.put(parameter.name(), Tensor.of(parameter.shape(), values));
      }
      return new Trained(
          network, weights.with(Weights.of(scaled)), linear, epochs, end, rate, seconds);
    }

    void describe(ObjectNode json) {
      json.putObject("linear")
          .put("solver", linear.solver().name())
          .put("passes", linear.passes())
          .put("converged", linear.converged())
          .put("ids", linear.width());
    }
  }

  Trained run(Prepared data) {
    long start = System.nanoTime();
    List<Input> inputs = data.encoders().stream().map(FittedEncoder::input).toList();
    List<Input> linearInputs = inputs.subList(0, encoders.linear());
    AutoNetwork networks =
        new AutoNetwork(
            linearInputs,
            inputs.subList(encoders.firstDeep(), inputs.size()),
            data.labels().size(),
            mode == Mode.FAST ? 0 : mode == Mode.STANDARD ? 1 : 2);
    LinearModel linear =
        LinearSvm.standard()
            .threads(settings.backend.execution().threads())
            .seed(settings.seed)
            .fit(
                data.training().columns(0, encoders.linear()),
                linearInputs,
                data.labels().size(),
                data.order());
    double seconds = (System.nanoTime() - start) * 1e-9;
    LOG.info(
        "Fitted {} weights of n-grams by {} in {} passes, {} s",
        (long) linear.width() * linear.outputs(),
        linear.solver().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        linear.passes(),
        String.format(Locale.ROOT, "%.1f", seconds));
    Network network = networks.whole(inputs);
    Weights weights = network.initialWeights(settings.seed);
    weights = weights.with(networks.linearWeights(network, linear.table(), LINEAR_SHARE));
    boolean isInterrupted = Thread.interrupted();
    return new Trained(
        network,
        weights,
        linear,
        List.of(),
        isInterrupted ? History.End.INTERRUPTED : History.End.COMPLETED,
        0,
        seconds);
  }

  /** Trains again, on other rows. */
  Trained again(Prepared data) {
    return run(data);
  }
}
