package dev.sortal.data;

import dev.sortal.error.DataException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A division at fixed dates, or numbers, of a field: from the first on an example is held out. An
 * immutable value.
 *
 * <p>{@link SplitRule#byTime} finds the dates for given shares instead, but has to see all
 * examples.
 *
 * <pre>{@code
 * SplitRule rule = SplitRule.testFrom("date", "2024-06-01").validationFrom("2024-05-01");
 * }</pre>
 */
public final class DatedSplit implements SplitRule.Streaming {
  private final String field;
  private final @Nullable Moment validation;
  private final Moment test;

  private DatedSplit(String field, @Nullable Moment validation, Moment test) {
    this.field = field;
    this.validation = validation;
    this.test = test;
  }

  static DatedSplit of(String field, String testFrom) {
    return new DatedSplit(field, null, moment(testFrom));
  }

  /**
   * This rule with a validation part of the examples from that date or number on, up to the test
   * part; by default there is none.
   *
   * @throws IllegalArgumentException if it is neither, or not before the test part
   */
  public DatedSplit validationFrom(String time) {
    Moment from = moment(time);
    if (from.isNumber() != test.isNumber() || from.compareTo(test) >= 0) {
      throw new IllegalArgumentException(
          "Validation must begin at a "
              + (test.isNumber() ? "number" : "date")
              + " before the test part, got \""
              + time
              + "\".");
    }
    return new DatedSplit(field, from, test);
  }

  private static Moment moment(String time) {
    Moment moment = Moment.of(time);
    if (moment == null) {
      throw new IllegalArgumentException(
          "A part begins at a date like 2024-05-31 or 2024-05-31T10:15:30Z, or at a number, got \""
              + time
              + "\".");
    }
    return moment;
  }

  @Override
  public Part part(Example example) {
    Moment time = Moment.of(example, field);
    if (time.isNumber() != test.isNumber()) {
      throw new DataException(
          example.origin()
              + " cannot be assigned to a part: expected "
              + (test.isNumber() ? "a number" : "a date")
              + " in the field \""
              + field
              + "\", got \""
              + Keys.of(example, field)
              + "\".");
    }
    if (time.compareTo(test) >= 0) {
      return Part.TEST;
    }
    return validation != null && time.compareTo(validation) >= 0 ? Part.VALIDATION : Part.TRAIN;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatedSplit that
        && field.equals(that.field)
        && Objects.equals(validation, that.validation)
        && test.equals(that.test);
  }

  @Override
  public int hashCode() {
    return Objects.hash(field, validation, test);
  }

  @Override
  public String toString() {
    return "DatedSplit[" + field + ", validation " + validation + ", test " + test + "]";
  }
}
