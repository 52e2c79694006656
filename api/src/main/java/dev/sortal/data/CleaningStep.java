package dev.sortal.data;

import dev.sortal.tensor.SplitMix64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A named rule that drops or relabels examples; it never changes a text.
 *
 * <p>Immutable; what a pass must remember lives in the pass.
 *
 * <pre>{@code
 * CleaningStep step = CleaningStep.dropEmptyTexts();
 * Example kept = step.begin().apply(Example.text("  "));  // null: dropped
 * }</pre>
 */
public interface CleaningStep {
  /** What it drops or changes, for reports: {@code empty text}. */
  String name();

  /** Begins a pass: a function that gives the example to keep, or null to drop it. */
  Pass begin();

  /** One pass over examples in order; for one thread. */
  @FunctionalInterface
  interface Pass {
    /** The example to keep, perhaps with another label, or null to drop it. */
    @Nullable Example apply(Example example);
  }

  /** Drops examples whose text is empty or blank. */
  static CleaningStep dropEmptyTexts() {
    return of("empty text", () -> example -> example.text().isBlank() ? null : example);
  }

  /** Drops examples without a label. */
  static CleaningStep dropUnlabelled() {
    return of("no label", () -> example -> example.labels() == null ? null : example);
  }

  /**
   * Drops examples whose text and label occurred before; 16 bytes and an entry for each kept one.
   */
  static CleaningStep dropDuplicates() {
    return of(
        "duplicate",
        () -> {
          Set<Fingerprint> seen = new HashSet<>();
          return example -> seen.add(Fingerprint.of(example)) ? example : null;
        });
  }

  /** Removes white space around labels. */
  static CleaningStep trimLabels() {
    return relabel("white space around label", String::strip);
  }

  /** Renames labels; those that the map lacks stay. */
  static CleaningStep rename(Map<String, String> names) {
    Map<String, String> copy = Map.copyOf(names);
    return relabel("renamed label", label -> copy.getOrDefault(label, label));
  }

  private static CleaningStep relabel(String name, UnaryOperator<String> change) {
    return of(
        name,
        () ->
            example -> {
              List<String> labels = example.labels();
              if (labels == null) {
                return example;
              }
              List<String> changed = labels.stream().map(change).toList();
              return changed.equals(labels) ? example : example.labelled(changed);
            });
  }

  private static CleaningStep of(String name, Supplier<Pass> pass) {
    return new CleaningStep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Pass begin() {
        return pass.get();
      }
    };
  }

  /** 128 bits of an example's text and label. */
  record Fingerprint(long high, long low) {
    static Fingerprint of(Example example) {
      List<String> labels = example.labels();
      String label = labels == null ? "" : String.join("\u0000", labels);
      long high = 1;
      long low = 2;
      String all = example.text() + '\u0000' + label;
      for (int i = 0; i < all.length(); i++) {
        high = SplitMix64.mix(high * 31 + all.charAt(i));
        low = SplitMix64.mix(low + all.charAt(i) + SplitMix64.GAMMA);
      }
      return new Fingerprint(high, low);
    }
  }
}
