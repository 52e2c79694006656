package dev.sortal.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis between two numbers with ticks at round ones.
 *
 * @param low the least value shown
 * @param high the greatest, above low
 * @param step between two ticks: 1, 2 or 5 times a power of ten
 */
record Axis(double low, double high, double step) {
  /** From one value to the other, exactly, with about so many steps. */
  static Axis exact(double low, double high, int steps) {
    return new Axis(low, high, round((high - low) / steps));
  }

  /** Around both values, from tick to tick, with about so many steps. */
  static Axis around(double low, double high, int steps) {
    double span = high > low ? high - low : Math.max(Math.abs(high), 1e-9);
    double step = round(span / steps);
    double from = Math.floor(low / step + 1e-9) * step;
    double to = Math.ceil(high / step - 1e-9) * step;
    return new Axis(from, to > from ? to : from + step, step);
  }

  /** Around whole numbers, half a step beyond the first and the last. */
  static Axis counting(int low, int high) {
    double step = Math.max(1, round((high - low) / 8.0));
    double margin = high == low ? 0.5 : 0.02 * (high - low);
    return new Axis(low - margin, high + margin, step);
  }

  /** The least of 1, 2 and 5 times a power of ten that is not below. */
  private static double round(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    double digit = step / power;
    return power * (digit <= 1 + 1e-9 ? 1 : digit <= 2 + 1e-9 ? 2 : digit <= 5 + 1e-9 ? 5 : 10);
  }

  /** The ticks in order, at most 100. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    double first = Math.ceil(low / step - 1e-9);
    for (int i = 0; i < 100; i++) {
      double tick = (first + i) * step;
      if (tick > high + 1e-9 * step) {
        break;
      }
      ticks.add(tick);
    }
    return ticks;
  }

  /** The tick as text, in as many decimals as tell ticks apart, the same in every locale. */
  String text(double tick) {
    double most = Math.max(Math.abs(low), Math.abs(high));
    if (most > 0 && most < 1e-2 || most >= 1e7) {
      return scientific(tick);
    }
    if (most >= 10_000) {
      return plain(tick / 1000, step / 1000) + "k";
    }
    return plain(tick, step);
  }

  private static String plain(double value, double step) {
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  private static String scientific(double value) {
    if (value == 0) {
      return "0";
    }
    int power = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-9);
    BigDecimal digits =
        BigDecimal.valueOf(value)
            .movePointLeft(power)
            .setScale(2, RoundingMode.HALF_EVEN)
            .stripTrailingZeros();
    return digits.toPlainString() + "e" + power;
  }
}
