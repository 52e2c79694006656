package dev.sortal.report;

import dev.sortal.profile.DataProfile;
import dev.sortal.profile.FieldProfile;
import dev.sortal.profile.HeldOut;
import dev.sortal.profile.LabelErrors;
import dev.sortal.profile.TextProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a report says of the data. */
final class ProfileSection {
  private static final int MOST_SUSPECTS = 20;
  private static final int MOST_FIELDS = 200;

  private final Html html;
  private final Tables tables;
  private final DataProfile profile;
  private final boolean hasTexts;

  ProfileSection(Html html, Tables tables, DataProfile profile, boolean hasTexts) {
    this.html = html;
    this.tables = tables;
    this.profile = profile;
    this.hasTexts = hasTexts;
  }

  void write() {
    html.open("section").with("h2", "Data");
    tables.pairs("Examples that are learned from", figures());
    html.open("div", "class", "figures");
    if (!profile.classes().counts().isEmpty()) {
      html.chart(Chart.classSizes(profile));
    }
    if (profile.text() != null) {
      html.chart(Chart.lengths(profile));
    }
    html.close();
    fields();
    findings();
    heldOut();
    suspects();
    html.close();
  }

  private Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("rows", Figures.count(profile.rows()));
    figures.put("labels", Figures.count(profile.classes().counts().size()));
    figures.put(
        "largest class by smallest",
        Double.isNaN(profile.classes().ratio())
            ? "\u2013"
            : String.format(Locale.ROOT, "%.1f", profile.classes().ratio()));
    figures.put("rows without a label", Figures.count(profile.classes().unlabelled()));
    figures.put("rows that occur before", Figures.count(profile.duplicates().exact()));
    figures.put("rows whose words occur before", Figures.count(profile.duplicates().words()));
    figures.put("rows nearly equal to one before", Figures.count(profile.duplicates().near()));
    figures.put("texts of different labels", Figures.count(profile.conflicts().texts()));
    TextProfile text = profile.text();
    if (text != null) {
      figures.put("tokens", Figures.count(text.tokens()));
      figures.put("distinct tokens", Figures.count(text.words()));
      figures.put("of them once", Figures.count(text.wordsOnce()));
      figures.put(
          "length in tokens: half, 95 %, 99 %, all at most",
          text.lengths().half()
              + ", "
              + text.lengths().p95()
              + ", "
              + text.lengths().p99()
              + ", "
              + text.lengths().most());
      StringBuilder scripts = new StringBuilder();
      text.scripts().stream()
          .limit(5)
          .forEach(
              script ->
                  scripts
                      .append(scripts.isEmpty() ? "" : ", ")
                      .append(script.name().toLowerCase(Locale.ROOT))
                      .append(' ')
                      .append(Figures.percent(script.share())));
      figures.put("scripts of the letters", scripts.toString());
    }
    return figures;
  }

  private void fields() {
    List<FieldProfile> fields = profile.fields();
    if (fields.isEmpty()) {
      return;
    }
    tables.open("Fields", "field", "kind", "missing", "distinct", "least", "mean", "most");
    for (FieldProfile field : fields.subList(0, Math.min(MOST_FIELDS, fields.size()))) {
      tables.row(
          field.name(),
          field.kind().name().toLowerCase(Locale.ROOT),
          Figures.count(field.missing()),
          Figures.count(field.distinct()),
          Figures.number(field.least()),
          Figures.number(field.mean()),
          Figures.number(field.most()));
    }
    tables.close();
  }

  private void findings() {
    if (profile.findings().isEmpty()) {
      return;
    }
    tables.open("Texts that look wrong", "what", "rows");
    profile
        .findings()
        .forEach(finding -> tables.row(finding.kind().title(), Figures.count(finding.count())));
    tables.close();
  }

  private void heldOut() {
    if (profile.heldOut().isEmpty()) {
      return;
    }
    tables.open(
        "Parts that are not learned from", "part", "rows", "tokens unknown", "unknown labels");
    for (HeldOut part : profile.heldOut()) {
      tables.row(
          part.part(),
          Figures.count(part.rows()),
          Figures.percent(part.outOfVocabulary()),
          String.join(", ", part.unknownLabels()));
    }
    tables.close();
  }

  private void suspects() {
    LabelErrors errors = profile.labelErrors();
    if (errors == null || errors.count() == 0) {
      return;
    }
    html.with("h3", "Labels that may be wrong");
    html.with(
        "p",
        Figures.count(errors.count())
            + " of "
            + Figures.count(errors.rows())
            + " rows; the most probable:");
    html.open("ol", "class", "errors");
    for (LabelErrors.Suspect one :
        errors.suspects().subList(0, Math.min(MOST_SUSPECTS, errors.suspects().size()))) {
      html.open("li").open("p", "class", "answer");
      html.text("labelled ").foreign("strong", one.label());
      html.text(", perhaps ").foreign("strong", one.suggested());
      html.text(" (" + Figures.share(one.suggestedProbability()) + ")");
      html.foreign("span", " " + one.origin(), "class", "origin").close();
      if (hasTexts) {
        html.foreign("blockquote", ReportPage.cut(one.text()));
      }
      html.close();
    }
    html.close();
  }
}
