package dev.sortal.data;

import dev.sortal.keys.Spill;
import java.util.List;
import java.util.Map;
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
  interface Pass extends AutoCloseable {
    /** The example to keep, perhaps with another label, or null to drop it. */
    @Nullable Example apply(Example example);

    /** Gives back what the pass holds, a temporary file perhaps; called once, at its end. */
    @Override
    default void close() {}
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
   * Drops examples whose fields and labels occurred before, weight and origin apart: the first one
   * stays. Takes 64 MiB of the heap at most; then a temporary file.
   */
  static CleaningStep dropDuplicates() {
    return dropDuplicates(Spill.standard());
  }

  /**
   * Drops examples whose fields and labels occurred before, weight and origin apart: the first one
   * stays. Each that stays takes 23 to 46 bytes.
   *
   * @param spill how much of that the heap holds
   */
  static CleaningStep dropDuplicates(Spill spill) {
    return of("duplicate", () -> new DuplicatesPass(spill));
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
}
