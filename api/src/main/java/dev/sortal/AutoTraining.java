package dev.sortal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.auto.AutoEncoders;
import dev.sortal.auto.AutoNetwork;
import dev.sortal.auto.DeepSchedule;
import dev.sortal.auto.Mode;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.FittedEncoder;
import dev.sortal.linear.LinearModel;
import dev.sortal.linear.LinearSvm;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Parameter;
import dev.sortal.spi.Backend;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.TrainingLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
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
        Tensor tensor = weights.get(parameter.name());
        scaled.put(parameter.name(), tensor.times((float) factor));
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

  /** The number of convolutional branches. */
  private int branches() {
    return switch (mode) {
      case FAST -> 0;
      case STANDARD -> 1;
      case BEST -> 2;
    };
  }

  /**
   * Trains on these rows.
   *
   * @param isSecond whether a training on some of them went before, of which listeners know
   */
  Trained run(Prepared data, boolean isSecond) {
    List<Input> inputs = data.encoders().stream().map(FittedEncoder::input).toList();
    List<Input> deep = inputs.subList(encoders.firstDeep(), inputs.size());
    AutoNetwork networks =
        new AutoNetwork(
            inputs.subList(0, encoders.linear()), deep, data.labels().size(), branches());
    long start = System.nanoTime();
    LinearModel linear = linear(data, networks);
    Network network = networks.whole(inputs);
    // A branch that an interrupt leaves untrained says nothing.
    Weights weights =
        network
            .initialWeights(settings.seed)
            .with(AutoNetwork.silence(network))
            .with(networks.linearWeights(network, linear.table(), LINEAR_SHARE));
    DeepSchedule schedule = DeepSchedule.of(data.order().epoch(1).length, data.labels().size());
    History.End end = Thread.interrupted() ? History.End.INTERRUPTED : History.End.COMPLETED;
    AutoListener epochs = new AutoListener(listener, branches(), schedule.epochs(), isSecond);
    for (int branch = 0; branch < branches() && end == History.End.COMPLETED; branch++) {
      int number = branch;
      Weights others = weights;
      UnaryOperator<Weights> whole =
          alone -> others.with(networks.deepWeights(network, number, alone, 1f / branches()));
      epochs.next(branch, whole);
      EncodedSet set = data.training().columns(encoders.firstDeep(), inputs.size());
      TrainingLoop.Outcome outcome =
          new DeepTraining(settings, (TrainingBackend) backend, networks)
              .run(branch, set, data, schedule, epochs);
      end = outcome.history().end();
      weights = whole.apply(outcome.weights());
    }
    return new Trained(
        network,
        weights,
        linear,
        epochs.epochs(),
        end,
        branches() == 0 ? 0 : schedule.rate(),
        (System.nanoTime() - start) * 1e-9);
  }

  private LinearModel linear(Prepared data, AutoNetwork networks) {
    long start = System.nanoTime();
    LinearModel linear =
        LinearSvm.standard()
            .threads(settings.backend.execution().threads())
            .seed(settings.seed)
            .fit(
                data.training().columns(0, encoders.linear()),
                networks.linear(),
                data.labels().size(),
                data.order());
    LOG.info(
        "Fitted {} weights of n-grams by {} in {} passes, {} s",
        (long) linear.width() * linear.outputs(),
        linear.solver().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        linear.passes(),
        String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) * 1e-9));
    return linear;
  }
}
