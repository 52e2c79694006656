package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.tensor.SplitMix64;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How examples are divided into parts of equal size that take turns as the test part; an immutable
 * value.
 *
 * <p>Stratified: the numbers of examples of a label in two folds differ by one at most, and so do
 * the sizes of the folds. With {@link #by} a field, all examples of equal value in it are in one
 * fold instead: the largest group first, each goes to the smallest fold, and labels are not
 * regarded. {@link #named} takes folds that the data names.
 *
 * <pre>{@code
 * for (Split fold : dataset.folds(new Folds(10, 42))) {
 *   try (Classifier classifier = pipeline.train(fold)) {
 *     System.out.println(classifier.evaluate(fold.test()).accuracy());
 *   }
 * }
 * }</pre>
 *
 * @param count how many folds, at least 2
 * @param seed what the division is drawn from
 * @param group the field whose equal values stay together, or null for none
 * @param name the field that names the fold of each example, or null where they are drawn
 */
public record Folds(int count, long seed, @Nullable String group, @Nullable String name) {
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");

  public Folds {
    if (count < 2) {
      throw new IllegalArgumentException("There must be at least 2 folds, got " + count + ".");
    }
  }

  /** Stratified folds. */
  public Folds(int count, long seed) {
    this(count, seed, null, null);
  }

  /**
   * Folds that a field of the examples names, of published ones, say: numbers by size, else names
   * in the order of their characters.
   *
   * @param field the field; every example must have it
   * @param count how many different values it has, at least 2
   */
  public static Folds named(String field, int count) {
    return new Folds(count, 0, null, field);
  }

  /**
   * These folds, with all examples of equal value in that field in one of them.
   *
   * @throws IllegalStateException if the folds are named by a field
   */
  public Folds by(String field) {
    if (name != null) {
      throw new IllegalStateException(
          "Folds are named by a field or drawn by groups: they are named by \"" + name + "\".");
    }
    return new Folds(count, seed, field, null);
  }

  /**
   * The fold of each example, from 0, in their order.
   *
   * @throws DataException if there are fewer examples, or groups of them, than folds, or not as
   *     many names
   */
  public int[] assign(List<Example> examples) {
    requireAtLeast(examples.size(), "examples");
    if (name != null) {
      return named(examples, name);
    }
    SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, 0xf01d));
    return group == null ? stratified(examples, random) : grouped(examples, group, random);
  }

  private int[] named(List<Example> examples, String field) {
    List<String> names = examples.stream().map(example -> name(example, field)).toList();
    Set<String> distinct = new HashSet<>(names);
    if (distinct.size() != count) {
      throw new DataException(
          "The folds do not fit: expected "
              + count
              + " different values in the field \""
              + field
              + "\", got "
              + distinct.size()
              + (distinct.size() <= 20 ? " " + distinct.stream().sorted().toList() : "")
              + ". Name the field of the folds, or give their number.");
    }
    boolean areNumbers = distinct.stream().allMatch(value -> WHOLE.matcher(value).matches());
    List<String> ordered = new ArrayList<>(distinct);
    ordered.sort(
        areNumbers
            ? Comparator.comparingInt((String value) -> Integer.parseInt(value))
                .thenComparing(Comparator.naturalOrder())
            : Comparator.naturalOrder());
    Map<String, Integer> places = new HashMap<>();
    ordered.forEach(value -> places.put(value, places.size()));
    return names.stream().mapToInt(places::get).toArray();
  }

  /** A fold's number may have been read as a number: 3.0 then stands for 3. */
  private static String name(Example example, String field) {
    String name = Keys.of(example, field).strip();
    return name.endsWith(".0") ? name.substring(0, name.length() - 2) : name;
  }

  private int[] stratified(List<Example> examples, SplitMix64 random) {
    int[] folds = new int[examples.size()];
    int next = 0;
    for (int[] stratum : Strata.shuffled(examples, random)) {
      for (int place : stratum) {
        folds[place] = next;
        next = (next + 1) % count;
      }
    }
    return folds;
  }

  private int[] grouped(List<Example> examples, String field, SplitMix64 random) {
    List<int[]> groups = Keys.groups(examples, field, random);
    requireAtLeast(groups.size(), "different values of \"" + field + "\"");
    int[] folds = new int[examples.size()];
    int[] sizes = new int[count];
    for (int[] members : groups) {
      int smallest = 0;
      for (int fold = 1; fold < count; fold++) {
        smallest = sizes[fold] < sizes[smallest] ? fold : smallest;
      }
      for (int place : members) {
        folds[place] = smallest;
      }
      sizes[smallest] += members.length;
    }
    return folds;
  }

  private void requireAtLeast(int got, String what) {
    if (got < count) {
      throw new DataException(
          "There is too little to divide: expected at least "
              + count
              + " "
              + what
              + " for as many folds, got "
              + got
              + ".");
    }
  }
}
