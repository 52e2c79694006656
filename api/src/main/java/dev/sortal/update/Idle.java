package dev.sortal.update;

import dev.sortal.spec.Optimizer;
import java.util.Optional;

/**
 * What steps without a gradient do to a row: slots shrink by a factor, and from some step on
 * weights stay as they are, because what is added to them is lost in rounding.
 *
 * <p>A sum of floats p - u is p where |u| is below 2^-25 |p|, half the distance of p to the next
 * float towards 0. Half of that is asked for, so that the rounding of u itself is no matter.
 */
abstract class Idle {
  private static final double NEGLIGIBLE = 0x1p-26;
  private static final double SMALLEST_EPSILON = 1e-12;

  /** By which each slot is multiplied in a step. */
  final float[] factors;

  /** What the rule then adds to a slot: nothing, but of which sign decides whether -0 stays. */
  final float zero;

  private Idle(float zero, double... factors) {
    this.zero = zero;
    this.factors = new float[factors.length];
    for (int i = 0; i < factors.length; i++) {
      this.factors[i] = (float) factors[i];
    }
  }

  /**
   * Whether this step and all that follow leave an element's weight as it is, to the bit, while it
   * has no gradient.
   *
   * @param largest {@link #largest} of the highest rate that comes
   */
  abstract boolean stays(float weight, float[][] slots, int element, double largest);

  /** The highest factor of a change, of all steps from this one on. */
  double largest(double rate, long step) {
    return rate;
  }

  /** Of an optimizer; none where steps without gradient never cease to move weights. */
  static Optional<Idle> of(Optimizer optimizer) {
    return optimizer.accept(new OfOptimizer(), optimizer);
  }

  private static double negligible(float weight) {
    return NEGLIGIBLE * Math.abs(weight);
  }

  /** Nothing is added to weights at once; slots are sums of squares, which must be numbers. */
  private static final class Still extends Idle {
    Still(double... factors) {
      super(0f, factors);
    }

    @Override
    boolean stays(float weight, float[][] slots, int element, double largest) {
      for (float[] slot : slots) {
        if (!(slot[element] <= Float.MAX_VALUE)) {
          return false;
        }
      }
      return true;
    }
  }

  /** The velocity goes on to be added, or less than it, and shrinks. */
  private static final class Rolling extends Idle {
    Rolling(double momentum) {
      super(-0f, momentum);
    }

    @Override
    boolean stays(float weight, float[][] slots, int element, double largest) {
      return Math.abs(slots[0][element]) < negligible(weight);
    }
  }

  /**
   * m / (sqrt(v) + epsilon) shrinks by beta1 / sqrt(beta2) in a step, or more: what is negligible
   * stays so. That holds while m is a normal number; below, m does not grow, and the divisor is at
   * least epsilon.
   */
  private static final class Adapting extends Idle {
    private final double beta1;
    private final double epsilon;

    Adapting(Optimizer.Adam adam) {
      super(0f, adam.beta1(), adam.beta2());
      this.beta1 = adam.beta1();
      this.epsilon = adam.epsilon();
    }

    /** The bias correction is below 1 / (1 - beta1^t), which falls. */
    @Override
    double largest(double rate, long step) {
      return rate / (1 - Math.pow(beta1, step));
    }

    @Override
    boolean stays(float weight, float[][] slots, int element, double largest) {
      double mean = Math.abs(slots[0][element]);
      if (mean == 0) {
        return true;
      }
      double negligible = negligible(weight);
      return largest * mean / (Math.sqrt(slots[1][element]) + epsilon) < negligible
          && Math.max(1, largest) * Float.MIN_NORMAL / epsilon < negligible;
    }
  }

  private static final class OfOptimizer implements Optimizer.Visitor<Optimizer, Optional<Idle>> {
    @Override
    public Optional<Idle> sgd(Optimizer.Sgd sgd, Optimizer same) {
      return Optional.of(sgd.momentum() == 0 ? new Still() : new Rolling(sgd.momentum()));
    }

    @Override
    public Optional<Idle> adam(Optimizer.Adam adam, Optimizer same) {
      boolean shrinks = adam.beta1() < 0.99 * Math.sqrt(adam.beta2());
      return shrinks && adam.epsilon() >= SMALLEST_EPSILON
          ? Optional.of(new Adapting(adam))
          : Optional.empty();
    }

    @Override
    public Optional<Idle> adamW(Optimizer.AdamW adamW, Optimizer same) {
      return adamW.weightDecay() == 0 ? adam(adamW.adam(), same) : Optional.empty();
    }

    @Override
    public Optional<Idle> adagrad(Optimizer.Adagrad adagrad, Optimizer same) {
      return Optional.of(new Still(1));
    }

    @Override
    public Optional<Idle> adadelta(Optimizer.Adadelta adadelta, Optimizer same) {
      return Optional.of(new Still(adadelta.rho(), adadelta.rho()));
    }

    @Override
    public Optional<Idle> rmsProp(Optimizer.RmsProp rmsProp, Optimizer same) {
      return Optional.of(new Still(rmsProp.rho()));
    }
  }
}
