package dev.sortal.training;

/**
 * How the best epoch is found, and when a training ends before its last.
 *
 * @param monitor what improvement is measured by
 * @param patience epochs without improvement after which training stops; 0 to run all epochs
 * @param leastImprovement how much better than before a figure must be for patience (and for a
 *     schedule that waits on a plateau) to begin anew, at least 0; the best epoch is the best one
 *     however close
 */
public record Stopping(Monitor monitor, int patience, double leastImprovement) {
  public Stopping {
    TrainingSettings.requireAtLeast(0, "patience", patience);
    if (!(leastImprovement >= 0 && Double.isFinite(leastImprovement))) {
      throw new IllegalArgumentException(
          "leastImprovement must be at least 0, got " + leastImprovement + ".");
    }
  }
}
