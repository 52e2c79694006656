package dev.sortal.training;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;

/**
 * How the learning rate changes while a training goes on; an immutable value.
 *
 * <p>The rate of a step is the pipeline's learning rate times a factor, which depends on nothing
 * but the number of the step and how many there are; and, with {@link #reduceOnPlateau}, on how
 * often the monitored figure stood still. Steps count from 0 in the formulas below; with a warm-up
 * of w steps, t counts the steps after it and T is all steps less w.
 *
 * <pre>{@code
 * Pipeline.text().learningRate(0.002).schedule(Schedule.cosine().warmUp(0.05));
 * Pipeline.text().schedule(Schedule.constant().reduceOnPlateau(0.5, 2));
 * }</pre>
 *
 * @param curve the course after the warm-up
 * @param warmUp how long the factor rises to 1 first
 * @param plateau what happens when the monitored figure stands still
 */
public record Schedule(Curve curve, Span warmUp, Plateau plateau) {
  private static final double RISE = 0.3;
  private static final double FIRST_DIVISOR = 25;
  private static final double LAST_DIVISOR = 1e4;

  public Schedule {
    if (curve instanceof OneCycle && warmUp.amount() > 0) {
      throw new IllegalArgumentException(
          "A one-cycle schedule rises by itself: expected no warm-up, got "
              + warmUp
              + ". Leave it out, or give oneCycle(rise) a longer rise.");
    }
  }

  /** A course of the factor. */
  @JsonTypeInfo(use = Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = StepDecay.class, name = "step"),
    @JsonSubTypes.Type(value = Cosine.class, name = "cosine"),
    @JsonSubTypes.Type(value = Linear.class, name = "linear"),
    @JsonSubTypes.Type(value = OneCycle.class, name = "oneCycle")
  })
  public sealed interface Curve {
    /**
     * The factor of a step.
     *
     * @param t the step, from 0
     * @param total T, above t
     * @param ofEpoch the steps of an epoch
     */
    double factor(long t, long total, long ofEpoch);
  }

  /** 1. */
  record Constant() implements Curve {
    @Override
    public double factor(long t, long total, long ofEpoch) {
      return 1;
    }
  }

  /** factor^floor(t / every): Keras's ExponentialDecay as a staircase, PyTorch's StepLR. */
  record StepDecay(double factor, Span every) implements Curve {
    public StepDecay {
      requireShare("The factor of a step decay", factor);
      if (every.amount() == 0) {
        throw new IllegalArgumentException(
            "A step decay needs a span above 0 between its steps, got " + every + ".");
      }
    }

    @Override
    public double factor(long t, long total, long ofEpoch) {
      return Math.pow(factor, Math.floorDiv(t, Math.max(1, every.steps(total, ofEpoch))));
    }
  }

  /**
   * floor + (1 - floor) (1 + cos(pi t / T)) / 2: Loshchilov and Hutter, "SGDR" (2017), equation 5,
   * without restarts.
   */
  record Cosine(double floor) implements Curve {
    public Cosine {
      if (!(floor >= 0 && floor <= 1)) {
        throw new IllegalArgumentException("The floor must be in [0, 1], got " + floor + ".");
      }
    }

    @Override
    public double factor(long t, long total, long ofEpoch) {
      return floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * t / total));
    }
  }

  /** 1 - t / T: Keras's PolynomialDecay of power 1 to 0. */
  record Linear() implements Curve {
    @Override
    public double factor(long t, long total, long ofEpoch) {
      return 1 - (double) t / total;
    }
  }

  /**
   * From 1/25 to 1 by a half cosine over a share of the steps, and by another to 1/250000 at the
   * last: Smith and Topin, "Super-Convergence" (2018), as PyTorch's OneCycleLR, whose momentum
   * changes too; here it does not.
   *
   * @param rise the share of steps until the top, in (0, 1)
   */
  record OneCycle(double rise) implements Curve {
    public OneCycle {
      if (!(rise > 0 && rise < 1)) {
        throw new IllegalArgumentException("The rise must be in (0, 1), got " + rise + ".");
      }
    }

    @Override
    public double factor(long t, long total, long ofEpoch) {
      double top = Math.max(0, rise * total - 1);
      double low = 1 / FIRST_DIVISOR;
      if (t <= top) {
        return top == 0 ? 1 : between(low, 1, t / top);
      }
      return between(1, low / LAST_DIVISOR, (t - top) / (total - 1 - top));
    }

    private static double between(double from, double to, double share) {
      return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
  }

  /**
   * What happens when the monitored figure stands still.
   *
   * @param factor what the rate is multiplied with each time, in (0, 1]; 1 for nothing
   * @param patience after how many epochs without improvement, at least 1
   */
  public record Plateau(double factor, int patience) {
    static final Plateau NONE = new Plateau(1, 1);

    public Plateau {
      requireShare("The factor on a plateau", factor);
      if (patience < 1) {
        throw new IllegalArgumentException(
            "The patience on a plateau must be at least 1, got " + patience + ".");
      }
    }
  }

  private static Schedule of(Curve curve) {
    return new Schedule(curve, Span.steps(0), Plateau.NONE);
  }

  /** The same rate at every step: the default. */
  public static Schedule constant() {
    return of(new Constant());
  }

  /**
   * The rate multiplied again and again.
   *
   * @param factor in (0, 1]
   * @param every after how long each time
   */
  public static Schedule stepDecay(double factor, Span every) {
    return of(new StepDecay(factor, every));
  }

  /** The rate falling to 0 along a half cosine. */
  public static Schedule cosine() {
    return cosine(0);
  }

  /**
   * The rate falling along a half cosine.
   *
   * @param floor what it ends at, as a share of the rate, in [0, 1]
   */
  public static Schedule cosine(double floor) {
    return of(new Cosine(floor));
  }

  /** The rate falling to 0 along a line. */
  public static Schedule linear() {
    return of(new Linear());
  }

  /** The rate rising for 30 % of the steps, then falling to almost 0. */
  public static Schedule oneCycle() {
    return oneCycle(RISE);
  }

  /** The rate rising for that share of the steps, in (0, 1), then falling to almost 0. */
  public static Schedule oneCycle(double rise) {
    return of(new OneCycle(rise));
  }

  /** This schedule after a rise over that share of all steps; see {@link #warmUp(Span)}. */
  public Schedule warmUp(double share) {
    return warmUp(Span.share(share));
  }

  /** This schedule after a rise in equal parts: of w steps the i-th, from 1, has the factor i/w. */
  public Schedule warmUp(Span span) {
    return new Schedule(curve, span, plateau);
  }

  /**
   * This schedule, its rates multiplied by that factor each time when the monitored figure did not
   * improve for so many epochs (Keras's ReduceLROnPlateau without a least change); needs validation
   * rows.
   *
   * @param factor in (0, 1)
   * @param patience epochs, at least 1
   */
  public Schedule reduceOnPlateau(double factor, int patience) {
    if (factor == 1) {
      throw new IllegalArgumentException("The factor on a plateau must be below 1, got 1.");
    }
    return new Schedule(curve, warmUp, new Plateau(factor, patience));
  }

  /** Whether it looks at the monitored figure. */
  boolean looksAtFigures() {
    return plateau.factor() < 1;
  }

  /**
   * What the learning rate of a step is multiplied with.
   *
   * @param step from 0; later ones than there are have the factor of the last
   * @param total the steps of the whole training, at least 1
   * @param ofEpoch the steps of an epoch, at least 1
   * @param reductions how often the rate was reduced on a plateau
   */
  public double factor(long step, long total, long ofEpoch, int reductions) {
    long rising = Math.min(warmUp.steps(total, ofEpoch), total);
    double reduced = Math.pow(plateau.factor(), reductions);
    if (step < rising) {
      return reduced * (step + 1) / rising;
    }
    long after = Math.max(1, total - rising);
    return reduced * curve.factor(Math.min(step - rising, after - 1), after, ofEpoch);
  }

  private static void requireShare(String what, double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(what + " must be in (0, 1], got " + factor + ".");
    }
  }
}
