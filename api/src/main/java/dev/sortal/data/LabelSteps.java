package dev.sortal.data;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Cleaning steps that change labels, or drop examples for them. */
final class LabelSteps {
  private static final Pattern SPACE = Pattern.compile("[\\p{javaWhitespace}\\p{javaSpaceChar}]+");

  private LabelSteps() {}

  /** Changes each label in the same way. */
  static CleaningStep.Pass relabelling(UnaryOperator<String> change) {
    return example -> {
      List<String> labels = example.labels();
      if (labels == null) {
        return example;
      }
      List<String> changed = labels.stream().map(change).distinct().toList();
      return changed.equals(labels) ? example : example.labelled(changed);
    };
  }

  /** Gives each label the most frequent spelling, and of equally frequent ones the first. */
  static Supplier<CleaningStep.Pass> frequentSpellings(Source before) {
    Map<String, Map<String, Long>> spellings = new HashMap<>();
    forEachLabel(
        before,
        label ->
            spellings
                .computeIfAbsent(folded(label), unused -> new LinkedHashMap<>())
                .merge(collapsed(label), 1L, Long::sum));
    Map<String, String> chosen = new HashMap<>();
    spellings.forEach(
        (folded, counts) -> {
          long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
          counts.forEach(
              (spelling, count) -> {
                if (count == most) {
                  chosen.putIfAbsent(folded, spelling);
                }
              });
        });
    return () -> relabelling(label -> chosen.getOrDefault(folded(label), label));
  }

  /**
   * Gives each label the spelling of one of these names, if it is one of them.
   *
   * @throws IllegalArgumentException if two of the names differ in spelling only
   */
  static Supplier<CleaningStep.Pass> givenSpellings(Collection<String> names) {
    Map<String, String> chosen = new HashMap<>();
    for (String name : names) {
      String other = chosen.put(folded(name), name);
      if (other != null && !other.equals(name)) {
        throw new IllegalArgumentException(
            "Labels to fold to must differ by more than capitals and white space, got \""
                + other
                + "\" and \""
                + name
                + "\".");
      }
    }
    return () -> relabelling(label -> chosen.getOrDefault(folded(label), label));
  }

  /** Takes labels of too few examples away, and drops examples that lose all of theirs. */
  static Supplier<CleaningStep.Pass> withoutRare(Source before, int fewest) {
    Map<String, Long> counts = new HashMap<>();
    forEachLabel(before, label -> counts.merge(label, 1L, Long::sum));
    return () ->
        example -> {
          List<String> labels = example.labels();
          if (labels == null || labels.isEmpty()) {
            return example;
          }
          List<String> left = new ArrayList<>(labels);
          left.removeIf(label -> counts.getOrDefault(label, 0L) < fewest);
          return left.isEmpty()
              ? null
              : left.size() == labels.size() ? example : example.labelled(left);
        };
  }

  private static void forEachLabel(Source source, Consumer<String> action) {
    try (Stream<Example> examples = source.open()) {
      examples.forEachOrdered(
          example -> {
            List<String> labels = example.labels();
            if (labels != null) {
              labels.forEach(action);
            }
          });
    }
  }

  private static String collapsed(String label) {
    return SPACE.matcher(label).replaceAll(" ").strip();
  }

  /** What two spellings of one label have in common. */
  private static String folded(String label) {
    String normal = Normalizer.normalize(collapsed(label), Normalizer.Form.NFKC);
    return normal.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }
}
