package dev.sortal.report;

import dev.sortal.profile.ClassBalance.Count;
import dev.sortal.profile.DataProfile;
import dev.sortal.profile.TextProfile;
import dev.sortal.report.Scene.Anchor;
import dev.sortal.report.Scene.Box;
import dev.sortal.report.Scene.Text;
import java.util.List;
import java.util.Locale;

/** Pictures of a data set. */
final class ProfileCharts {
  private static final int MOST_LABELS = 100;
  private static final double ROW = 20;
  private static final double BARS = 420;
  private static final double MOST_LABEL = 240;
  private static final double SIZE = 12;
  private static final double TOP = 52;
  private static final double MARGIN = 16;

  private ProfileCharts() {}

  static Chart lengths(DataProfile profile) {
    TextProfile text = profile.text();
    if (text == null || text.texts() == 0) {
      throw new IllegalArgumentException(
          "There are no lengths to draw: expected examples with a text, got none.");
    }
    List<TextProfile.Bin> bins = text.histogram();
    TextProfile.Bin last = bins.get(bins.size() - 1);
    long rest = last.from() > text.lengths().p99() && bins.size() > 1 ? last.texts() : 0;
    List<TextProfile.Bin> shown = rest > 0 ? bins.subList(0, bins.size() - 1) : bins;
    long most = shown.stream().mapToLong(TextProfile.Bin::texts).max().orElse(1);
    int end = shown.get(shown.size() - 1).to() + 1;
    Plot plot =
        new Plot(
            "Length of texts",
            "tokens",
            "texts",
            Axis.exact(shown.get(0).from(), end, 6),
            Axis.around(0, most, 5),
            240);
    for (TextProfile.Bin bin : shown) {
      plot.bar(bin.from(), bin.to() + 1.0, bin.texts(), range(bin) + ": " + bin.texts());
    }
    if (rest > 0) {
      plot.note(
          String.format(
              Locale.ROOT,
              "%,d more texts have %,d to %,d tokens",
              rest,
              last.from(),
              text.lengths().most()));
    }
    String description =
        String.format(
            Locale.ROOT,
            "Of %,d texts half have at most %,d tokens, 95 %% at most %,d; the longest has %,d.",
            text.texts(),
            text.lengths().half(),
            text.lengths().p95(),
            text.lengths().most());
    return new Chart("Length of texts", description, plot.scene());
  }

  private static String range(TextProfile.Bin bin) {
    return bin.from() == bin.to()
        ? bin.from() + " tokens"
        : bin.from() + " to " + bin.to() + " tokens";
  }

  static Chart classSizes(DataProfile profile) {
    List<Count> all = profile.classes().counts();
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          "There are no classes to draw: expected labelled examples, got none.");
    }
    List<Count> shown = all.subList(0, Math.min(all.size(), MOST_LABELS));
    double labels =
        shown.stream()
            .mapToDouble(
                one -> TextWidth.of(TextWidth.cutMiddle(one.label(), SIZE, MOST_LABEL), SIZE))
            .max()
            .orElse(0);
    long most = shown.get(0).rows();
    double left = MARGIN + labels + 8;
    double right = left + BARS + 8 + TextWidth.of(number(most), SIZE);
    Scene scene = new Scene(Math.ceil(right + MARGIN), TOP + shown.size() * ROW + MARGIN);
    scene.title(MARGIN, 20, "Class sizes", 15);
    scene.text(MARGIN, 37, note(all, shown), 11, Anchor.START, Ink.MUTED);
    for (int i = 0; i < shown.size(); i++) {
      Count one = shown.get(i);
      double y = TOP + i * ROW;
      String label = TextWidth.cutMiddle(one.label(), SIZE, MOST_LABEL);
      double length = BARS * one.rows() / most;
      scene.add(
          new Text(left - 6, y + 14, label, SIZE, Anchor.END, 0, Ink.TEXT, false, one.label()));
      scene.add(new Box(left, y + 3, Math.max(length, 1), ROW - 6, Ink.BLUE, 1, ""));
      scene.text(left + length + 6, y + 14, number(one.rows()), SIZE, Anchor.START, Ink.MUTED);
    }
    scene.line(left, TOP, left, TOP + shown.size() * ROW, Ink.AXIS, 1);
    String description =
        String.format(
            Locale.ROOT,
            "Rows of %,d labels, from %,d (%s) to %,d (%s).",
            all.size(),
            most,
            all.get(0).label(),
            all.get(all.size() - 1).rows(),
            all.get(all.size() - 1).label());
    return new Chart("Class sizes", description, scene);
  }

  private static String note(List<Count> all, List<Count> shown) {
    return all.size() == shown.size()
        ? "rows of each label"
        : "rows of each label, the " + shown.size() + " most frequent of " + all.size();
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
