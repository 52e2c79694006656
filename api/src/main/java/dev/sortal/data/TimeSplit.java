package dev.sortal.data;

import dev.sortal.error.DataException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A division by age: the oldest examples are the training part, the newest the test part, as a
 * classifier meets them in use.
 *
 * <p>The field holds dates and times of ISO 8601 ({@code 2024-05-31}, {@code 2024-05-31T10:15:30Z},
 * {@code 2024-05-31 10:15}; UTC where they name no zone) or numbers (a year, seconds of an epoch).
 * Examples of the same time stay together, so that the shares hold as well as the times allow.
 *
 * @param field the field; every example must have it
 * @param shares how much of the examples each part gets
 */
public record TimeSplit(String field, Shares shares) implements SplitRule {
  /** This rule with another share of training, in (0, 1]; that of validation shrinks to fit. */
  public TimeSplit train(double share) {
    return new TimeSplit(field, shares.withTrain(share));
  }

  /** This rule with another share of validation, in [0, 1). */
  public TimeSplit validation(double share) {
    return new TimeSplit(field, shares.withValidation(share));
  }

  @Override
  public List<Part> assign(List<Example> examples) {
    Moment[] times = new Moment[examples.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = Moment.of(examples.get(i), field);
      if (times[i].isNumber() != times[0].isNumber()) {
        throw new DataException(
            examples.get(i).origin()
                + " cannot be compared with the others: expected "
                + (times[0].isNumber() ? "a number" : "a date")
                + " in the field \""
                + field
                + "\" as in "
                + examples.get(0).origin()
                + ", got \""
                + Keys.of(examples.get(i), field)
                + "\".");
      }
    }
    Integer[] order = new Integer[times.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing((Integer place) -> times[place]));
    int[] groupEnds = ends(order, times);
    int[] cuts = cuts(groupEnds);
    Part[] parts = new Part[times.length];
    for (int i = 0; i < order.length; i++) {
      parts[order[i]] = i < cuts[0] ? Part.TRAIN : i < cuts[1] ? Part.VALIDATION : Part.TEST;
    }
    return Arrays.asList(parts);
  }

  /** Where, in the order of age, the examples of each time end. */
  private static int[] ends(Integer[] order, Moment[] times) {
    int[] ends = new int[order.length];
    int count = 0;
    for (int i = 1; i <= order.length; i++) {
      if (i == order.length || times[order[i]].compareTo(times[order[i - 1]]) != 0) {
        ends[count++] = i;
      }
    }
    return Arrays.copyOf(ends, count);
  }

  /** Where training and validation end: the ends of times that are nearest to the shares. */
  private int[] cuts(int[] ends) {
    double[] wanted = shares.of(ends.length == 0 ? 0 : ends[ends.length - 1]);
    int later = (wanted[1] > 0 ? 1 : 0) + (wanted[2] > 0 ? 1 : 0);
    if (ends.length < later + 1) {
      throw new DataException(
          "There are too few times to divide: expected at least "
              + (later + 1)
              + " different values of \""
              + field
              + "\", one for each part, got "
              + ends.length
              + ". Choose fewer parts, or another field.");
    }
    int last = ends.length - 1;
    int train = nearest(ends, wanted[0], 0, last - later);
    int validation = train;
    if (wanted[1] > 0) {
      int left = wanted[2] > 0 ? 1 : 0;
      validation = nearest(ends, wanted[0] + wanted[1], train + 1, last - left);
    }
    return new int[] {ends[train], ends[validation]};
  }

  private static int nearest(int[] ends, double wanted, int from, int to) {
    int nearest = from;
    for (int i = from + 1; i <= to; i++) {
      if (Math.abs(ends[i] - wanted) < Math.abs(ends[nearest] - wanted)) {
        nearest = i;
      }
    }
    return nearest;
  }
}
