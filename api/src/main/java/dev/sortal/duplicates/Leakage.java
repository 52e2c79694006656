package dev.sortal.duplicates;

import dev.sortal.data.Example;
import dev.sortal.data.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many examples of the held-out parts occur in the part that is learned from, or in another
 * held-out part, so that they are judged too well. Labels do not count.
 *
 * <p>Only the held-out part is kept in memory, at most 64 MiB of the heap and then temporary files;
 * the other one streams by. Immutable.
 *
 * <pre>{@code
 * Leakage leakage = split.leakage(NearDuplicates.atLeast(0.9));
 * System.out.println(leakage);
 * // 25 of 3,080 examples of test occur in train, 1 of them with another label; 74 more nearly (0.9)
 * }</pre>
 *
 * @param threshold the similarity from which on two examples are nearly equal; empty if only equal
 *     ones were looked for
 * @param overlaps validation in train, test in train and test in validation, as far as there are
 *     such parts
 */
public record Leakage(OptionalDouble threshold, List<Overlap> overlaps) {
  /** So many pairs of each kind are shown. */
  private static final int SHOWN = 20;

  private static final int SHOWN_CHARS = 200;

  public Leakage {
    overlaps = List.copyOf(overlaps);
  }

  /** The side that loses the examples that are on both. */
  public enum From {
    /** Train loses what is in validation or test, and validation what is in test. */
    TRAIN,
    /** Test loses what is in train or validation, and validation what is in train. */
    HELD_OUT
  }

  /**
   * The examples of a part that occur in another.
   *
   * @param part the name of the part: {@code test}
   * @param other the name of the other: {@code train}
   * @param rows the examples of the part
   * @param exact those that are equal to one of the other in every field
   * @param words those of the rest that have the same words in the same order, so that only case,
   *     punctuation or white space differ
   * @param otherLabel those of both whose label is not that of the first such one of the other
   * @param near those of the rest that are nearly equal to one of the other
   * @param pairs the first 20 of each of the three kinds
   */
  public record Overlap(
      String part,
      String other,
      long rows,
      long exact,
      long words,
      long otherLabel,
      long near,
      List<Pair> pairs) {
    public Overlap {
      pairs = List.copyOf(pairs);
    }

    /** Those that have the same words as one of the other, the equal ones included. */
    public long equal() {
      return exact + words;
    }
  }

  /**
   * An example of a part and the first equal, or the most similar, one of the other.
   *
   * @param origin where it was read: {@code test.csv:17}
   * @param other where the other was read
   * @param similarity 1 for the same words, otherwise their Jaccard similarity
   * @param isSameLabel whether they have the same labels
   * @param text the beginning of its text, or of its fields
   */
  public record Pair(
      String origin, String other, double similarity, boolean isSameLabel, String text) {}

  /**
   * Looks for the examples of the held-out parts in the others; of a pair the held-out part is read
   * twice, the other once, and again where examples are shown.
   *
   * @param near what counts as nearly equal, or null to look for equal ones only
   */
  public static Leakage of(
      Source train, Source validation, Source test, @Nullable NearDuplicates near) {
    List<Overlap> overlaps = new ArrayList<>();
    boolean hasValidation = isAny(validation);
    if (hasValidation) {
      overlaps.add(overlap("validation", validation, "train", train, near));
    }
    if (isAny(test)) {
      overlaps.add(overlap("test", test, "train", train, near));
      if (hasValidation) {
        overlaps.add(overlap("test", test, "validation", validation, near));
      }
    }
    return new Leakage(
        near == null ? OptionalDouble.empty() : OptionalDouble.of(near.threshold()), overlaps);
  }

  private static boolean isAny(Source source) {
    try (Stream<Example> examples = source.open()) {
      return examples.findAny().isPresent();
    }
  }

  private static Overlap overlap(
      String part, Source source, String other, Source within, @Nullable NearDuplicates near) {
    try (Marks marks = new Marks(near)) {
      marks.addAll(source);
      marks.markAll(within);
      Count count = new Count();
      Marks.forEach(source, (example, place) -> count.add(example, marks.find(example)));
      return new Overlap(
          part,
          other,
          count.rows,
          count.of(Marks.Likeness.EQUAL),
          count.of(Marks.Likeness.WORDS),
          count.otherLabel,
          count.of(Marks.Likeness.NEAR),
          count.pairs(within));
    }
  }

  private static final class Count {
    private record Found(Example example, Marks.Mark mark) {}

    private final Map<Marks.Likeness, List<Found>> shown = new EnumMap<>(Marks.Likeness.class);
    private final Map<Marks.Likeness, Long> counts = new EnumMap<>(Marks.Likeness.class);
    private long rows;
    private long otherLabel;

    void add(Example example, Marks.@Nullable Mark mark) {
      rows++;
      if (mark == null) {
        return;
      }
      counts.merge(mark.likeness(), 1L, Long::sum);
      if (mark.likeness() != Marks.Likeness.NEAR && !mark.isSameLabel()) {
        otherLabel++;
      }
      List<Found> alike = shown.computeIfAbsent(mark.likeness(), unused -> new ArrayList<>());
      if (alike.size() < SHOWN) {
        alike.add(new Found(example, mark));
      }
    }

    long of(Marks.Likeness likeness) {
      return counts.getOrDefault(likeness, 0L);
    }

    /** The other part is read again, up to the last example that is shown. */
    List<Pair> pairs(Source within) {
      Map<Long, Example> others = new HashMap<>();
      long last = -1;
      for (List<Found> found : shown.values()) {
        for (Found one : found) {
          others.put(one.mark.place(), one.example);
          last = Math.max(last, one.mark.place());
        }
      }
      try (Stream<Example> examples = within.open()) {
        Iterator<Example> all = examples.iterator();
        for (long place = 0; place <= last && all.hasNext(); place++) {
          Example other = all.next();
          others.replace(place, other);
        }
      }
      List<Pair> pairs = new ArrayList<>();
      for (List<Found> found : shown.values()) {
        for (Found one : found) {
          Example other = others.getOrDefault(one.mark.place(), one.example);
          pairs.add(
              new Pair(
                  one.example.origin(),
                  other.origin(),
                  one.mark.similarity(),
                  Objects.equals(one.example.labels(), other.labels()),
                  Shown.beginning(one.example, SHOWN_CHARS)));
        }
      }
      return pairs;
    }
  }

  /** A line for each overlap. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Overlap overlap : overlaps) {
      text.append(
          String.format(
              Locale.ROOT,
              "%,d of %,d examples of %s occur in %s, %,d of them with another label",
              overlap.equal(),
              overlap.rows,
              overlap.part,
              overlap.other,
              overlap.otherLabel));
      threshold.ifPresent(
          similarity ->
              text.append(
                  String.format(Locale.ROOT, "; %,d more nearly (%s)", overlap.near, similarity)));
      text.append('\n');
    }
    return text.toString().stripTrailing();
  }
}
