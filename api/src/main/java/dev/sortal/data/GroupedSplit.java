package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A division in which all examples of equal value in a field, of one customer or author, say, fall
 * on one side.
 *
 * <p>The largest group first, each goes to the part that lacks most of its share; groups of equal
 * size in an order of chance. So the shares hold as well as the sizes of the groups allow, and each
 * part with a share gets at least one group. Classes are not regarded.
 *
 * @param field the field; every example must have it
 * @param shares how much of the examples each part gets
 * @param seed what the order of the groups is drawn from
 */
public record GroupedSplit(String field, Shares shares, long seed) implements SplitRule {
  /** This rule with another share of training, in (0, 1]; that of validation shrinks to fit. */
  public GroupedSplit train(double share) {
    return new GroupedSplit(field, shares.withTrain(share), seed);
  }

  /** This rule with another share of validation, in [0, 1). */
  public GroupedSplit validation(double share) {
    return new GroupedSplit(field, shares.withValidation(share), seed);
  }

  /** This rule drawn from another seed. */
  public GroupedSplit seed(long seed) {
    return new GroupedSplit(field, shares, seed);
  }

  @Override
  public List<Part> assign(List<Example> examples) {
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, 0x6709));
    List<int[]> groups = Keys.groups(examples, field, random);
    double[] missing = shares.of(examples.size());
    long needed = Arrays.stream(missing).filter(rows -> rows > 0).count();
    if (groups.size() < needed) {
      throw new DataException(
          "There are too few groups to divide: expected at least "
              + needed
              + " different values of \""
              + field
              + "\", one for each part, got "
              + groups.size()
              + ". Choose fewer parts, or another field.");
    }
    List<List<int[]>> divided = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int[] group : groups) {
      int part = largest(missing);
      missing[part] -= group.length;
      divided.get(part).add(group);
    }
    fillEmpty(divided, shares.of(examples.size()));
    Part[] parts = new Part[examples.size()];
    for (Part part : Part.values()) {
      for (int[] group : divided.get(part.ordinal())) {
        Arrays.stream(group).forEach(place -> parts[place] = part);
      }
    }
    return Arrays.asList(parts);
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[largest] + 1e-9) {
        largest = i;
      }
    }
    return largest;
  }

  /** Gives a part that has a share but no group the smallest group of the part with most groups. */
  private static void fillEmpty(List<List<int[]>> divided, double[] wanted) {
    for (int part = 0; part < wanted.length; part++) {
      if (wanted[part] > 0 && divided.get(part).isEmpty()) {
        List<int[]> most = Collections.max(divided, Comparator.comparingInt(List::size));
        divided.get(part).add(most.remove(most.size() - 1));
      }
    }
  }
}
