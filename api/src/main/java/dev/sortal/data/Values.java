package dev.sortal.data;

import java.math.BigDecimal;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of columns as texts and numbers, the same in every locale. */
final class Values {
  /** No double has more places; a file may ask for billions. */
  private static final int MOST_PLACES = 1100;

  private Values() {}

  /** Numbers as decimals without an exponent, dates as ISO 8601; null if it is no text. */
  static @Nullable String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return Math.abs((long) decimal.scale()) > MOST_PLACES
          ? decimal.toString()
          : decimal.toPlainString();
    }
    if (value instanceof Double || value instanceof Float) {
      return Double.isFinite(((Number) value).doubleValue())
          ? new BigDecimal(value.toString()).toPlainString()
          : value.toString();
    }
    return value instanceof CharSequence
            || value instanceof Number
            || value instanceof Boolean
            || value instanceof TemporalAccessor
            || value instanceof Date
            || value instanceof UUID
        ? value.toString()
        : null;
  }

  /** Whether it stands for no number: nothing, blank, or NaN. */
  static boolean isMissing(@Nullable Object value) {
    if (value instanceof String text) {
      return text.isBlank() || text.strip().equalsIgnoreCase("nan");
    }
    return value == null || value instanceof Number number && Double.isNaN(number.doubleValue());
  }

  /** Its number, true as 1 and false as 0; NaN if it is none. */
  static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    return value instanceof String text ? parsed(text.strip()) : Double.NaN;
  }

  /** Java would also take "1f", "0x1p3" and "Infinity". */
  private static double parsed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E')) {
        return Double.NaN;
      }
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  /** The value as it stands in messages. */
  static String shown(@Nullable Object value) {
    if (value == null) {
      return "none";
    }
    if (value instanceof List<?> list) {
      return "a list of " + list.size();
    }
    String text = value instanceof String ? "\"" + value + "\"" : text(value);
    if (text == null) {
      return value instanceof Enum ? value.toString() : "a " + value.getClass().getSimpleName();
    }
    return text.length() > 80 ? text.substring(0, 77) + "..." : text;
  }
}
