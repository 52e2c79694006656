package dev.sortal.training;

import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;

/**
 * How often an epoch visits the training rows of each class, so that rare classes have more say; an
 * immutable value.
 *
 * <p>Only training rows are chosen, never those of validation or test. What an epoch visits is a
 * function of the seed and the epoch.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.text().sampling(Sampling.oversample());
 * Pipeline milder = Pipeline.text().sampling(Sampling.undersample(0.5));
 * }</pre>
 *
 * @param kind whether rows of rare classes come again, or rows of frequent ones are left out
 * @param ratio what the rarest class has at least after that, as a share of the most frequent one;
 *     in (0, 1]
 */
public record Sampling(Kind kind, double ratio) {
  private static final long PURPOSE = 0x5A3D;

  /** Which classes are changed. */
  public enum Kind {
    /** Every row comes at least once an epoch, those of rare classes several times. */
    OVERSAMPLE,
    /** Rows of frequent classes are left out, others in each epoch. */
    UNDERSAMPLE
  }

  public Sampling {
    if (!(ratio > 0 && ratio <= 1)) {
      throw new IllegalArgumentException(
          "The ratio of the rarest to the most frequent class must be in (0, 1], got "
              + ratio
              + ".");
    }
  }

  /** With rows of rare classes repeated until every class has as many as the most frequent. */
  public static Sampling oversample() {
    return oversample(1);
  }

  /**
   * With rows of rare classes repeated until every class has that share of the most frequent.
   *
   * @param ratio in (0, 1]
   */
  public static Sampling oversample(double ratio) {
    return new Sampling(Kind.OVERSAMPLE, ratio);
  }

  /** With as many rows of every class as the rarest has, other ones in each epoch. */
  public static Sampling undersample() {
    return undersample(1);
  }

  /**
   * With so few rows of frequent classes, other ones in each epoch, that the rarest has that share
   * of them.
   *
   * @param ratio in (0, 1]
   */
  public static Sampling undersample(double ratio) {
    return new Sampling(Kind.UNDERSAMPLE, ratio);
  }

  /**
   * How many rows of each class an epoch visits.
   *
   * @param counts how many there are; classes without any stay so
   */
  public long[] visits(long[] counts) {
    long most = Arrays.stream(counts).max().orElse(0);
    long fewest = Arrays.stream(counts).filter(count -> count > 0).min().orElse(0);
    long least = (long) Math.ceil(most * ratio);
    long limit = (long) Math.floor(fewest / ratio);
    return Arrays.stream(counts)
        .map(
            count ->
                count == 0
                    ? 0
                    : switch (kind) {
                      case OVERSAMPLE -> Math.max(count, least);
                      case UNDERSAMPLE -> Math.min(count, limit);
                    })
        .toArray();
  }

  /**
   * The rows that epochs visit.
   *
   * @param classes the class of each row, from 0; rows of negative ones are never visited
   * @param seed what is drawn from
   * @throws IllegalArgumentException if an epoch would visit more than 2^31 - 9 rows
   */
  public RowOrder order(int[] classes, long seed) {
    int[][] members = members(classes);
    long[] visits = visits(Arrays.stream(members).mapToLong(rows -> rows.length).toArray());
    long total = Arrays.stream(visits).sum();
    if (total > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "An epoch can visit at most "
              + (Integer.MAX_VALUE - 8)
              + " rows, got "
              + total
              + " by oversampling. Choose a lower ratio, or undersample.");
    }
    long own = SplitMix64.derive(seed, PURPOSE);
    return epoch ->
        draw(members, visits, (int) total, new SplitMix64(SplitMix64.derive(own, epoch)));
  }

  private static int[][] members(int[] classes) {
    int[] counts = new int[Arrays.stream(classes).max().orElse(-1) + 1];
    for (int label : classes) {
      if (label >= 0) {
        counts[label]++;
      }
    }
    int[][] members = new int[counts.length][];
    for (int label = 0; label < counts.length; label++) {
      members[label] = new int[counts[label]];
    }
    Arrays.fill(counts, 0);
    for (int row = 0; row < classes.length; row++) {
      if (classes[row] >= 0) {
        members[classes[row]][counts[classes[row]]++] = row;
      }
    }
    return members;
  }

  /** Whole rounds over a class first, then as many of its rows in random order as are left. */
  private static int[] draw(int[][] members, long[] visits, int total, SplitMix64 random) {
    int[] order = new int[total];
    int at = 0;
    for (int label = 0; label < members.length; label++) {
      int[] rows = members[label].clone();
      int end = at + (int) visits[label];
      while (at < end) {
        int count = Math.min(rows.length, end - at);
        if (count < rows.length) {
          random.shuffle(rows);
        }
        System.arraycopy(rows, 0, order, at, count);
        at += count;
      }
    }
    random.shuffle(order);
    return order;
  }
}
