package dev.sortal.data;

import dev.sortal.keys.Spill;
import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;
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

  /**
   * The step as it can begin: itself, or for one that must have seen all examples first, what it
   * has learned from them. That costs a pass over the data more.
   *
   * @param before gives the examples as they come to this step
   */
  default CleaningStep prepare(Source before) {
    return this;
  }

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

  /** Drops examples that the predicate is true of, under that name in reports. */
  static CleaningStep drop(String name, Predicate<Example> predicate) {
    return of(name, () -> example -> predicate.test(example) ? null : example);
  }

  /** Drops examples whose text, without white space at its ends, has fewer code points. */
  static CleaningStep dropShorterThan(int characters) {
    requirePositive("dropShorterThan", characters);
    return drop(
        "text of fewer than " + characters + " characters",
        example -> length(example.text()) < characters);
  }

  /** Drops examples whose text, without white space at its ends, has more code points. */
  static CleaningStep dropLongerThan(int characters) {
    requirePositive("dropLongerThan", characters);
    return drop(
        "text of more than " + characters + " characters",
        example -> length(example.text()) > characters);
  }

  private static int length(String text) {
    String stripped = text.strip();
    return stripped.codePointCount(0, stripped.length());
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, got " + value + ".");
    }
  }

  /**
   * Drops examples of whose text, white space apart, letters with their marks are a smaller share:
   * tables, numbers, ruins of a wrong charset.
   *
   * @param share in (0, 1]
   */
  static CleaningStep dropFewerLettersThan(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be in (0, 1], got " + share + ".");
    }
    return drop(
        "letters less than " + share + " of the text",
        example -> {
          long seen = example.text().codePoints().filter(c -> !Character.isWhitespace(c)).count();
          long letters = example.text().codePoints().filter(CleaningStep::isLetter).count();
          return letters < share * seen;
        });
  }

  private static boolean isLetter(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetter(point);
    };
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

  /**
   * Gives labels that differ in capitals, white space or the form of their characters only the
   * spelling that is most frequent; of equally frequent ones the first.
   */
  static CleaningStep foldLabels() {
    return new LookAhead("spelling of label", LabelSteps::frequentSpellings);
  }

  /**
   * Gives labels that are one of these names, capitals, white space and the form of their
   * characters apart, its spelling; others stay.
   *
   * @throws IllegalArgumentException if two of the names differ in spelling only
   */
  static CleaningStep foldLabels(Collection<String> names) {
    return of("spelling of label", LabelSteps.givenSpellings(names));
  }

  /**
   * Drops examples whose label has fewer examples; of several labels it takes the rare ones away,
   * and drops examples that had no others.
   *
   * @param examples at least 1
   */
  static CleaningStep dropLabelsRarerThan(int examples) {
    requirePositive("dropLabelsRarerThan", examples);
    return new LookAhead(
        "label of fewer than " + examples + " examples",
        before -> LabelSteps.withoutRare(before, examples));
  }

  private static CleaningStep relabel(String name, UnaryOperator<String> change) {
    return of(name, () -> LabelSteps.relabelling(change));
  }

  /** A step that begins each pass anew. */
  static CleaningStep of(String name, Supplier<Pass> pass) {
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
