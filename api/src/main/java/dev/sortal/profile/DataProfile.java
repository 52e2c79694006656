package dev.sortal.profile;

import dev.sortal.data.Source;
import dev.sortal.duplicates.Conflicts;
import dev.sortal.duplicates.Leakage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a set of examples is like: classes, duplicates, lengths, vocabulary, and rows that look
 * wrong; immutable.
 *
 * <pre>{@code
 * DataProfile profile = Dataset.csv(Path.of("reviews.csv")).profile();
 * System.out.println(profile);                     // tables for a terminal
 * profile.labelErrors().suspects().forEach(System.out::println);
 * }</pre>
 *
 * @param rows the examples that are learned from; all but {@code leakage} and {@code heldOut} is
 *     about them
 * @param classes how often each label occurs
 * @param duplicates the examples that occur more than once
 * @param conflicts equal texts of different labels
 * @param text lengths, vocabulary and scripts of the field {@code text}, or null if there is none
 * @param findings rows that look wrong, by kind
 * @param fields every field in figures
 * @param labelErrors rows whose label is probably wrong, or null where they were not looked for
 * @param heldOut the parts that are not learned from
 * @param leakage the examples of those parts that occur in another, or null if there is no such
 *     part
 */
public record DataProfile(
    long rows,
    ClassBalance classes,
    Duplicates duplicates,
    Conflicts conflicts,
    @Nullable TextProfile text,
    List<Finding> findings,
    List<FieldProfile> fields,
    @Nullable LabelErrors labelErrors,
    List<HeldOut> heldOut,
    @Nullable Leakage leakage) {
  public DataProfile {
    findings = List.copyOf(findings);
    fields = List.copyOf(fields);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Rows that occur before; each is counted once, in the first of these ways that applies.
   *
   * @param exact those whose fields and labels occur before
   * @param words those whose words and labels occur before
   * @param near those that are nearly equal to one before, of the same labels
   * @param nearRows among how many rows, from the first on, near ones were looked for
   */
  public record Duplicates(long exact, long words, long near, long nearRows) {}

  /**
   * Reads the examples several times and describes them. A heap of 256 MB is enough for any number
   * of rows; temporary files take the rest.
   *
   * @throws dev.sortal.error.DataException if there are no examples, or they cannot be read
   */
  public static DataProfile of(Source train, Source validation, Source test, Profiling settings) {
    return new Profiler(train, validation, test, settings).profile();
  }

  /** One JSON object; members may be added in later versions, none changes its meaning. */
  public String toJson() {
    return ProfileJson.of(this).toPrettyString();
  }

  /** Tables for a terminal of 80 columns. */
  @Override
  public String toString() {
    return ProfileTable.of(this);
  }
}
