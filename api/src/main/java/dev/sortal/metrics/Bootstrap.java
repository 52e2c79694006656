package dev.sortal.metrics;

import dev.sortal.tensor.SplitMix64;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How rows are drawn again and again, to tell how sure a figure is (Efron 1979); immutable.
 *
 * <p>A resample is as many rows as there are, each drawn from all of them. The same seed draws the
 * same rows on every machine.
 *
 * <pre>{@code
 * Bootstrap bootstrap = Bootstrap.standard().resamples(2000).level(0.9);
 * Interval auc = evaluation.interval(Evaluation::rocAuc, bootstrap);
 * }</pre>
 *
 * @param resamples how many, at least 1; 1000 by default
 * @param level the share of resamples inside an interval, in (0, 1); 0.95 by default
 * @param seed of the draws; 0 by default
 */
public record Bootstrap(int resamples, double level, long seed) {
  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException(
          "There must be at least 1 resample, got " + resamples + ". 1000 is usual.");
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "The level of an interval must be between 0 and 1, got " + level + ". 0.95 is usual.");
    }
  }

  /** 1000 resamples, a level of 0.95, seed 0. */
  public static Bootstrap standard() {
    return new Bootstrap(1000, 0.95, 0);
  }

  /** This with another number of resamples. */
  public Bootstrap resamples(int number) {
    return new Bootstrap(number, level, seed);
  }

  /** This with another share of resamples inside. */
  public Bootstrap level(double share) {
    return new Bootstrap(resamples, share, seed);
  }

  /** This with other draws. */
  public Bootstrap seed(long other) {
    return new Bootstrap(resamples, level, other);
  }

  /**
   * Figures of every resample, in several threads; the order of the result does not depend on them.
   *
   * @param rows how many rows there are
   * @param figures of how often each row was drawn
   * @return [figures, resamples]
   */
  double[][] figures(int rows, Function<int[], double[]> figures) {
    double[][] byResample =
        IntStream.range(0, resamples)
            .parallel()
            .mapToObj(resample -> figures.apply(draw(rows, resample)))
            .toArray(double[][]::new);
    double[][] byFigure = new double[byResample[0].length][resamples];
    for (int i = 0; i < resamples; i++) {
      for (int j = 0; j < byFigure.length; j++) {
        byFigure[j][i] = byResample[i][j];
      }
    }
    return byFigure;
  }

  private int[] draw(int rows, int resample) {
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, resample));
    int[] times = new int[rows];
    for (int i = 0; i < rows; i++) {
      times[random.below(rows)]++;
    }
    return times;
  }
}
