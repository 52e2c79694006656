package dev.sortal.data;

import dev.sortal.error.DataException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * When an example is from: a number, or seconds and nanoseconds of a date.
 *
 * @param isNumber whether it was given as a number
 * @param value the number, or seconds since 1970 in UTC
 * @param nanos nanoseconds after these
 */
record Moment(boolean isNumber, double value, int nanos) implements Comparable<Moment> {
  private static final int YEAR_AND_MONTH = 7;
  private static final int DATE = 10;

  /**
   * The time in a field.
   *
   * @throws DataException if it is neither a date nor a number
   */
  static Moment of(Example example, String field) {
    String text = Keys.of(example, field);
    Moment moment = of(text);
    if (moment == null) {
      throw new DataException(
          example.origin()
              + " has no time: expected a date like 2024-05-31 or 2024-05-31T10:15:30Z, or a"
              + " number, in the field \""
              + field
              + "\", got \""
              + text
              + "\".");
    }
    return moment;
  }

  /** The time that a text tells, or null. */
  static @Nullable Moment of(String text) {
    String stripped = text.strip();
    double number = Values.number(stripped);
    if (Double.isFinite(number)) {
      return new Moment(true, number, 0);
    }
    Instant instant = instant(stripped);
    return instant == null ? null : new Moment(false, instant.getEpochSecond(), instant.getNano());
  }

  private static @Nullable Instant instant(String text) {
    try {
      if (text.length() == YEAR_AND_MONTH) {
        return YearMonth.parse(text).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      if (text.length() == DATE) {
        return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
      }
      TemporalAccessor parsed =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text.replaceFirst(" ", "T"), OffsetDateTime::from, LocalDateTime::from);
      return parsed instanceof OffsetDateTime zoned
          ? zoned.toInstant()
          : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException noDate) {
      return null;
    }
  }

  @Override
  public int compareTo(Moment other) {
    int order = Double.compare(value, other.value);
    return order != 0 ? order : Integer.compare(nanos, other.nanos);
  }
}
