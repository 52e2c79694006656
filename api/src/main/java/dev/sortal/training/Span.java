package dev.sortal.training;

/**
 * A length of time within a training, in steps, epochs or as a share of all.
 *
 * <pre>{@code
 * Schedule schedule = Schedule.cosine().warmUp(Span.steps(500));
 * }</pre>
 *
 * @param amount at least 0
 * @param unit what it counts
 */
public record Span(double amount, Unit unit) {
  /** What a span counts. */
  public enum Unit {
    /** Steps: batches. */
    STEPS,
    /** Passes over the training rows. */
    EPOCHS,
    /** All steps of the training: 1 is the whole of it. */
    SHARE
  }

  public Span {
    if (!(amount >= 0 && Double.isFinite(amount)) || (unit == Unit.SHARE && amount > 1)) {
      throw new IllegalArgumentException(
          "A span must be at least 0, and a share at most 1, got " + amount + " " + unit + ".");
    }
  }

  /** That many steps. */
  public static Span steps(long steps) {
    return new Span(steps, Unit.STEPS);
  }

  /** That many epochs, or parts of one. */
  public static Span epochs(double epochs) {
    return new Span(epochs, Unit.EPOCHS);
  }

  /** That share of all steps, in [0, 1]. */
  public static Span share(double share) {
    return new Span(share, Unit.SHARE);
  }

  /**
   * The span in whole steps, rounded to the nearest.
   *
   * @param total the steps of the whole training
   * @param ofEpoch the steps of an epoch
   */
  public long steps(long total, long ofEpoch) {
    return Math.round(
        switch (unit) {
          case STEPS -> amount;
          case EPOCHS -> amount * ofEpoch;
          case SHARE -> amount * total;
        });
  }
}
