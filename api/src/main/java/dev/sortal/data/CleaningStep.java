package dev.sortal.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.keys.Spill;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
   * Its kind and settings for a file, or null for a step that only code can make; see {@code
   * Cleaning.toJson}.
   */
  default @Nullable ObjectNode settings() {
    return null;
  }

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

  /** Drops examples whose text is empty or blank; those that have other fields instead stay. */
  static CleaningStep dropEmptyTexts() {
    return KnownStep.dropping(
        "empty text",
        KnownStep.settings("emptyText"),
        example -> example.has(Example.TEXT) && example.text().isBlank());
  }

  /** Drops examples that the predicate is true of, under that name in reports. */
  static CleaningStep drop(String name, Predicate<Example> predicate) {
    return of(name, () -> example -> predicate.test(example) ? null : example);
  }

  /** Drops examples whose text, without white space at its ends, has fewer code points. */
  static CleaningStep dropShorterThan(int characters) {
    requirePositive("dropShorterThan", characters);
    return KnownStep.dropping(
        "text of fewer than " + characters + " characters",
        KnownStep.settings("shorterThan").put("characters", characters),
        example -> length(example.text()) < characters);
  }

  /** Drops examples whose text, without white space at its ends, has more code points. */
  static CleaningStep dropLongerThan(int characters) {
    requirePositive("dropLongerThan", characters);
    return KnownStep.dropping(
        "text of more than " + characters + " characters",
        KnownStep.settings("longerThan").put("characters", characters),
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
    return KnownStep.dropping(
        "letters less than " + share + " of the text",
        KnownStep.settings("fewerLettersThan").put("share", share),
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
    return KnownStep.dropping(
        "no label", KnownStep.settings("noLabel"), example -> example.labels() == null);
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
    return new KnownStep(
        "duplicate", KnownStep.settings("duplicate"), () -> new DuplicatesPass(spill));
  }

  /** Removes white space around labels. */
  static CleaningStep trimLabels() {
    return KnownStep.relabelling(
        "white space around label", KnownStep.settings("trimLabels"), String::strip);
  }

  /** Renames labels; those that the map lacks stay. */
  static CleaningStep rename(Map<String, String> names) {
    Map<String, String> copy = Map.copyOf(names);
    ObjectNode settings = KnownStep.settings("rename");
    ObjectNode labels = settings.putObject("labels");
    new TreeMap<>(copy).forEach(labels::put);
    return KnownStep.relabelling(
        "renamed label", settings, label -> copy.getOrDefault(label, label));
  }

  /**
   * Gives labels that differ in capitals, white space or the form of their characters only the
   * spelling that is most frequent; of equally frequent ones the first.
   */
  static CleaningStep foldLabels() {
    return new LookAhead(
        "spelling of label", KnownStep.settings("foldLabels"), LabelSteps::frequentSpellings);
  }

  /**
   * Gives labels that are one of these names, capitals, white space and the form of their
   * characters apart, its spelling; others stay.
   *
   * @throws IllegalArgumentException if two of the names differ in spelling only
   */
  static CleaningStep foldLabels(Collection<String> names) {
    ObjectNode settings = KnownStep.settings("foldLabels");
    ArrayNode given = settings.putArray("names");
    names.forEach(given::add);
    return new KnownStep("spelling of label", settings, LabelSteps.givenSpellings(names));
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
        KnownStep.settings("labelsRarerThan").put("examples", examples),
        before -> LabelSteps.withoutRare(before, examples));
  }

  /** A step that begins each pass anew. */
  static CleaningStep of(String name, Supplier<Pass> pass) {
    return new KnownStep(name, null, pass);
  }
}
