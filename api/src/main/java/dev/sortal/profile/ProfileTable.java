package dev.sortal.profile;

import dev.sortal.duplicates.Conflicts;
import dev.sortal.duplicates.Leakage;
import dev.sortal.metrics.Columns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A profile as tables for a terminal of 80 columns, in any locale the same. */
final class ProfileTable {
  private static final int MOST_CLASSES = 20;
  private static final int MOST_ROWS = 3;
  private static final int MOST_SUSPECTS = 10;
  private static final int MOST_SCRIPTS = 5;
  private static final int WIDEST_LABEL = 40;
  private static final int ORIGIN = 22;
  private static final int TEXT = 50;

  private final DataProfile profile;
  private final StringBuilder text = new StringBuilder();

  private ProfileTable(DataProfile profile) {
    this.profile = profile;
  }

  static String of(DataProfile profile) {
    ProfileTable table = new ProfileTable(profile);
    table.summary();
    table.classes();
    table.lengths();
    table.vocabulary();
    table.fields();
    table.findings();
    table.conflicts();
    table.leakage();
    table.labelErrors();
    return table.text.toString();
  }

  private void summary() {
    ClassBalance classes = profile.classes();
    line("rows        %,11d", profile.rows());
    if (classes.unlabelled() > 0) {
      line("unlabelled  %,11d", classes.unlabelled());
    }
    line(
        "classes     %,11d   largest by smallest %s, evenness %s",
        classes.counts().size(), number(classes.ratio()), number(classes.evenness()));
    DataProfile.Duplicates duplicates = profile.duplicates();
    line(
        "duplicates  %,11d   equal; %,d more in words%s",
        duplicates.exact(), duplicates.words(), near(duplicates));
    Conflicts conflicts = profile.conflicts();
    line(
        "conflicts   %,11d   texts with more than one label, in %,d rows",
        conflicts.texts(), conflicts.rows());
  }

  private String near(DataProfile.Duplicates duplicates) {
    if (duplicates.nearRows() == 0) {
      return "";
    }
    String among =
        duplicates.nearRows() < profile.rows()
            ? format(" among the first %,d", duplicates.nearRows())
            : "";
    return format(", %,d nearly%s", duplicates.near(), among);
  }

  private void classes() {
    List<ClassBalance.Count> counts = profile.classes().counts();
    if (counts.isEmpty()) {
      return;
    }
    int head = counts.size() > MOST_CLASSES ? MOST_CLASSES / 2 : counts.size();
    int tail = counts.size() > MOST_CLASSES ? MOST_CLASSES / 2 : 0;
    int cells = Columns.width("class");
    for (ClassBalance.Count count : counts) {
      cells = Math.max(cells, Math.min(WIDEST_LABEL, Columns.width(count.label())));
    }
    text.append('\n');
    line("%s        rows    share", Columns.left("class", cells));
    counts.subList(0, head).forEach(rowOf(cells));
    if (tail > 0) {
      line("%s", Columns.left(format("… %,d more …", counts.size() - head - tail), cells));
      counts.subList(counts.size() - tail, counts.size()).forEach(rowOf(cells));
    }
  }

  private Consumer<ClassBalance.Count> rowOf(int cells) {
    return count ->
        line(
            "%s %,11d %8s",
            Columns.left(count.label(), cells),
            count.rows(),
            percent(count.rows() / (double) profile.rows()));
  }

  private void lengths() {
    TextProfile its = profile.text();
    if (its == null) {
      return;
    }
    TextProfile.Lengths lengths = its.lengths();
    text.append('\n');
    line("tokens of a text    least     mean     half     90 %%     95 %%     99 %%     most");
    line(
        "%,16d %8d %8.1f %8d %8d %8d %8d %8d",
        its.tokens(),
        lengths.least(),
        lengths.mean(),
        lengths.half(),
        lengths.p90(),
        lengths.p95(),
        lengths.p99(),
        lengths.most());
    text.append('\n');
    line("maxLength   texts cut   tokens cut");
    boolean isAnyLonger = true;
    for (TextProfile.Cut cut : its.cuts()) {
      if (!isAnyLonger && cut.length() > its.recommendedLength()) {
        break;
      }
      isAnyLonger = cut.length() < lengths.most();
      line(
          "%9d %11s %12s%s",
          cut.length(),
          percent(cut.texts()),
          percent(cut.tokens()),
          cut.length() == its.recommendedLength() ? "   recommended" : "");
    }
  }

  private void vocabulary() {
    TextProfile its = profile.text();
    if (its == null) {
      return;
    }
    text.append('\n');
    line("after rows   distinct words");
    its.growth().forEach(growth -> line("%,10d %,16d", growth.rows(), growth.words()));
    line("%,d of them occur once.", its.wordsOnce());
    text.append('\n');
    StringBuilder scripts = new StringBuilder("scripts of the letters: ");
    its.scripts().stream()
        .limit(MOST_SCRIPTS)
        .forEach(
            script ->
                scripts
                    .append(script.name().toLowerCase(Locale.ROOT))
                    .append(' ')
                    .append(percent(script.share()))
                    .append(", "));
    line("%s", its.scripts().isEmpty() ? "no letters" : scripts.substring(0, scripts.length() - 2));
  }

  private void fields() {
    if (profile.fields().size() < 2 && profile.text() != null) {
      return;
    }
    text.append('\n');
    line("field            kind      missing  distinct       least        mean        most");
    for (FieldProfile field : profile.fields()) {
      line(
          "%s %s %,9d %,9d %s %s %s",
          Columns.left(field.name(), 16),
          Columns.left(field.kind().name().toLowerCase(Locale.ROOT), 6),
          field.missing(),
          field.distinct(),
          Columns.right(number(field.least()), 11),
          Columns.right(number(field.mean()), 11),
          Columns.right(number(field.most()), 11));
    }
  }

  private void findings() {
    for (Finding finding : profile.findings()) {
      text.append('\n');
      line("%s: %,d rows", finding.kind().title(), finding.count());
      finding.rows().stream()
          .limit(MOST_ROWS)
          .forEach(row -> line("  %s  %s", origin(row.origin()), Columns.cut(row.text(), TEXT)));
    }
  }

  private void conflicts() {
    if (profile.conflicts().texts() == 0) {
      return;
    }
    text.append('\n');
    line("texts with more than one label:");
    for (Conflicts.Conflict conflict :
        profile
            .conflicts()
            .examples()
            .subList(0, Math.min(MOST_ROWS, profile.conflicts().examples().size()))) {
      line("  %s", Columns.cut(conflict.text(), 76));
      for (Map.Entry<String, List<String>> one : conflict.origins().entrySet()) {
        line(
            "    %s  %s",
            Columns.left(one.getKey(), 30), Columns.cut(String.join(", ", one.getValue()), 42));
      }
    }
  }

  private void leakage() {
    for (HeldOut part : profile.heldOut()) {
      text.append('\n');
      line(
          "%s: %,d rows, %s of the tokens do not occur in train",
          part.part(), part.rows(), percent(part.outOfVocabulary()));
      if (!part.unknownLabels().isEmpty()) {
        line(
            "  labels that do not occur in train: %s",
            Columns.cut(String.join(", ", part.unknownLabels()), 42));
      }
      overlaps(part.part());
    }
  }

  private void overlaps(String part) {
    Leakage leakage = profile.leakage();
    if (leakage == null) {
      return;
    }
    for (Leakage.Overlap overlap : leakage.overlaps()) {
      if (overlap.part().equals(part)) {
        String nearly =
            leakage.threshold().isPresent() ? format(", %,d more nearly", overlap.near()) : "";
        line(
            "  %,d occur in %s (%,d with another label)%s",
            overlap.equal(), overlap.other(), overlap.otherLabel(), nearly);
        overlap.pairs().stream()
            .limit(MOST_ROWS)
            .forEach(
                pair ->
                    line(
                        "  %s  %s  %s",
                        origin(pair.origin()), origin(pair.other()), Columns.cut(pair.text(), 28)));
      }
    }
  }

  private void labelErrors() {
    LabelErrors errors = profile.labelErrors();
    if (errors == null || errors.count() == 0) {
      return;
    }
    text.append('\n');
    line(
        "labels that are probably wrong: %,d of %,d rows%s",
        errors.count(), errors.rows(), errors.isSample() ? ", a sample" : "");
    errors.suspects().stream()
        .limit(MOST_SUSPECTS)
        .forEach(
            suspect -> {
              line(
                  "  %s  %s -> %s",
                  origin(suspect.origin()),
                  Columns.cut(suspect.label(), 24),
                  Columns.cut(suspect.suggested(), 24));
              line("    %s", Columns.cut(suspect.text(), 76));
            });
  }

  private static String origin(String origin) {
    int cells = Columns.width(origin);
    if (cells <= ORIGIN) {
      return Columns.left(origin, ORIGIN);
    }
    // The end has the line.
    int from = origin.length();
    while (Columns.width(origin.substring(origin.offsetByCodePoints(from, -1))) < ORIGIN) {
      from = origin.offsetByCodePoints(from, -1);
    }
    return Columns.left("…" + origin.substring(from), ORIGIN);
  }

  private static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  /** Three decimals where they matter. */
  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e9;
    return format(isWhole ? "%.0f" : Math.abs(value) < 1e6 ? "%.3f" : "%.4g", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private void line(String format, Object... values) {
    text.append(format(format, values).stripTrailing()).append('\n');
  }
}
