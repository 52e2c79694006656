package dev.sortal;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a search came to, for a terminal. */
final class SearchTable {
  private static final int SHOWN = 10;

  private SearchTable() {}

  static String of(Search.Result result) {
    StringBuilder text = new StringBuilder();
    List<Search.Trial> trials = result.trials();
    long failed = trials.stream().filter(one -> one.state() == Search.State.FAILED).count();
    Search.Trial best = result.best();
    line(
        text,
        "%d trials%s%s in %.1f s; best %s %.4f, trial %d, %d epochs:\n",
        trials.size(),
        failed == 0 ? "" : ", " + failed + " failed,",
        result.isInterrupted() ? ", interrupted," : "",
        trials.stream().mapToDouble(Search.Trial::seconds).sum(),
        result.figure(),
        best.value(),
        best.number(),
        best.epochs());
    best.settings().forEach((name, value) -> line(text, "  %-24s %s\n", name, Search.shown(value)));
    line(text, "\nimportance, the share of the figure's variance:\n");
    result
        .importance()
        .forEach(
            (name, share) ->
                line(
                    text,
                    "  %-24s %s\n",
                    name,
                    Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f", share)));
    line(text, "\nthe best trials:\n");
    trials.stream()
        .filter(one -> one.state() != Search.State.FAILED)
        .sorted(byDistance(best))
        .limit(SHOWN)
        .forEach(
            one -> line(text, "  %4d  %.4f  %s\n", one.number(), one.value(), one.described()));
    return text.toString();
  }

  /** Whichever way is better, the best trial is at the end of all values. */
  private static Comparator<Search.Trial> byDistance(Search.Trial best) {
    return Comparator.comparingDouble(one -> Math.abs(one.value() - best.value()));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }
}
