package dev.sortal.tck.reference;

import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.OptimizerState;
import dev.sortal.spec.Parameter;
import dev.sortal.spec.ParameterGroup;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Mistakes in the loss, the optimizers and what a plan says. */
final class WrongUpdates {
  private static final AtomicLong CHANCE = new AtomicLong();

  private WrongUpdates() {}

  private static TrainingBackend updates(Updates updates) {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          Updates updates() {
            return updates;
          }
        });
  }

  static TrainingBackend rowWeightsIgnored() {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          double rowWeight(double weight) {
            return 1;
          }
        });
  }

  static TrainingBackend meanOverWeights() {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          double lossDivisor(LabelledBatch batch) {
            double sum = 0;
            for (int row = 0; row < batch.batch().rows(); row++) {
              sum += batch.rowWeights().get(row);
            }
            return sum;
          }
        });
  }

  static TrainingBackend labelsSummed() {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          double labelDivisor(int labels) {
            return 1;
          }
        });
  }

  static TrainingBackend labelSmoothingIgnored() {
    return AlteredBackend.training(
        plan ->
            new TrainingPlan(
                plan.network(),
                plan.weights(),
                plan.groups(),
                Loss.crossEntropy(),
                plan.clipNorm(),
                plan.state(),
                plan.seed(),
                plan.execution()));
  }

  static TrainingBackend epsilonInsideTheRoot() {
    return updates(
        new Updates() {
          @Override
          protected double adamDirection(double m, double v, double epsilon) {
            return m / Math.sqrt(v + epsilon);
          }
        });
  }

  static TrainingBackend rmsPropEpsilonOutsideTheRoot() {
    return updates(
        new Updates() {
          @Override
          public Double rmsProp(Optimizer.RmsProp optimizer, Element e) {
            double rho = optimizer.rho();
            double a = e.slot(0, rho * e.slot(0) + (1 - rho) * e.gradient() * e.gradient());
            return e.value() - e.rate() * e.gradient() / (Math.sqrt(a) + optimizer.epsilon());
          }
        });
  }

  static TrainingBackend adadeltaRemembersTheRate() {
    return updates(
        new Updates() {
          @Override
          public Double adadelta(Optimizer.Adadelta optimizer, Element e) {
            double moves = e.slot(1);
            double next = super.adadelta(optimizer, e);
            double step = next - e.value();
            e.slot(1, optimizer.rho() * moves + (1 - optimizer.rho()) * step * step);
            return next;
          }
        });
  }

  /** Remembers v / -lr: at a constant rate the same weights from another state. */
  static TrainingBackend momentumWithoutTheRate() {
    return updates(
        new Updates() {
          @Override
          public Double sgd(Optimizer.Sgd optimizer, Element e) {
            if (optimizer.momentum() == 0) {
              return super.sgd(optimizer, e);
            }
            double v = e.slot(0, optimizer.momentum() * e.slot(0) + e.gradient());
            return optimizer.nesterov()
                ? e.value() - e.rate() * (optimizer.momentum() * v + e.gradient())
                : e.value() - e.rate() * v;
          }
        });
  }

  static TrainingBackend decayAfterTheStep() {
    return updates(
        new Updates() {
          @Override
          public Double adamW(Optimizer.AdamW optimizer, Element e) {
            return adam(optimizer.adam(), e) * (1 - e.rate() * optimizer.weightDecay());
          }
        });
  }

  static TrainingBackend momentumDropped() {
    return updates(
        new Updates() {
          @Override
          public Double sgd(Optimizer.Sgd optimizer, Element e) {
            return super.sgd(Optimizer.sgd(), e);
          }
        });
  }

  static TrainingBackend nesterovIgnored() {
    return updates(
        new Updates() {
          @Override
          public Double sgd(Optimizer.Sgd optimizer, Element e) {
            return super.sgd(Optimizer.sgd(optimizer.momentum()), e);
          }
        });
  }

  static TrainingBackend alwaysLazy() {
    return lazy(true);
  }

  static TrainingBackend neverLazy() {
    return lazy(false);
  }

  private static TrainingBackend lazy(boolean lazy) {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          boolean isLazy(Optimizer optimizer) {
            return lazy;
          }
        });
  }

  static TrainingBackend clippedOneByOne() {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          double[] clipped(double[] gradient, double factor, double norm) {
            double squares = 0;
            for (double g : gradient) {
              squares += g * g;
            }
            return super.clipped(gradient, norm / Math.max(norm, Math.sqrt(squares)), norm);
          }
        });
  }

  static TrainingBackend neverClipped() {
    return AlteredBackend.training(plan -> plan.withClipNorm(Double.POSITIVE_INFINITY));
  }

  static TrainingBackend rateFactorsIgnored() {
    return AlteredBackend.training(
        plan ->
            plan.withGroups(
                    plan.groups().stream()
                        .map(group -> new ParameterGroup(group.names(), group.optimizer(), 1))
                        .toList())
                .withState(plan.state()));
  }

  static TrainingBackend frozenParametersTrained() {
    return AlteredBackend.training(
        plan -> {
          Set<String> frozen = new LinkedHashSet<>();
          plan.network().parameters().stream().map(Parameter::name).forEach(frozen::add);
          List<ParameterGroup> groups = new ArrayList<>(plan.groups());
          groups.forEach(group -> frozen.removeAll(group.names()));
          groups.add(new ParameterGroup(frozen, Optimizer.sgd(), 1));
          return plan.withGroups(groups).withState(plan.state());
        });
  }

  static TrainingBackend stateNotRestored() {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          OptimizerState restored(
              OptimizerState state, Network network, List<ParameterGroup> groups) {
            return OptimizerState.initial(network, groups);
          }
        });
  }

  static TrainingBackend seededByChance() {
    return AlteredBackend.training(
        plan ->
            new TrainingPlan(
                plan.network(),
                plan.weights(),
                plan.groups(),
                plan.loss(),
                plan.clipNorm(),
                plan.state(),
                CHANCE.incrementAndGet(),
                plan.execution()));
  }
}
