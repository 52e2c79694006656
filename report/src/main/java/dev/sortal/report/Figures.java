package dev.sortal.report;

import java.util.Locale;
import java.util.Map;

/** Numbers and names of figures as a page shows them. */
final class Figures {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("macroF1", "macro F1"),
          Map.entry("weightedF1", "weighted F1"),
          Map.entry("microF1", "micro F1"),
          Map.entry("samplesF1", "F1 of examples"),
          Map.entry("rocAuc", "ROC AUC"),
          Map.entry("matthews", "Matthews' correlation"),
          Map.entry("kappa", "Cohen's kappa"),
          Map.entry("brier", "Brier score"),
          Map.entry("jaccard", "Jaccard index"));

  private Figures() {}

  /** {@code balancedAccuracy} as "balanced accuracy". */
  static String name(String key) {
    String known = NAMES.get(key);
    return known != null
        ? known
        : key.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  /** Four decimals, or a dash for what is undefined. */
  static String share(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "\u2013";
  }

  static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : "\u2013";
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** Five digits that count, whatever its size. */
  static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.5g", value) : "\u2013";
  }
}
