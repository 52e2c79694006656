package dev.sortal.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.format.Hashes;
import dev.sortal.metrics.ClassMetrics;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.Interval;
import dev.sortal.metrics.LabelEvaluation;
import dev.sortal.training.Epoch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the page of a report. */
final class ReportPage {
  private static final int MOST_CLASSES = 1000;
  private static final int MOST_EPOCHS = 200;
  private static final int LONGEST_TEXT = 1000;

  private final Report.Content content;
  private final Origin origin;
  private final Html html = new Html();
  private final Tables tables = new Tables(html);

  ReportPage(Report.Content content) {
    this.content = content;
    this.origin = content.origin;
  }

  String html() {
    String rules = PageStyle.rules();
    html.open("html", "lang", "en").open("head").empty("meta", "charset", "utf-8");
    html.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'sha256-"
            + sha256(rules)
            + "'; base-uri 'none';"
            + " form-action 'none'");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty("meta", "name", "generator", "content", "Sortal");
    html.with("title", content.title).style(rules).close();
    html.open("body").open("main");
    head();
    card();
    results();
    pictures();
    perClass();
    errors();
    if (content.profile != null) {
      new ProfileSection(html, tables, content.profile, content.hasTexts).write();
    }
    history();
    settings();
    html.close().close().close();
    return html.page();
  }

  private static String sha256(String text) {
    byte[] hash = Hashes.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }

  private void section(String title) {
    html.open("section").with("h2", title);
  }

  private void head() {
    html.open("header").foreign("h1", content.title);
    if (content.description != null) {
      paragraphs(content.description);
    }
    html.open("dl", "class", "tiles");
    tile("labels", Figures.count(origin.labels().size()));
    JsonNode rows = origin.provenance().path("data").path("trainingRows");
    if (rows.isNumber()) {
      tile("training rows", Figures.count(rows.asLong()));
    }
    LabelEvaluation<?> evaluation = content.evaluation;
    if (evaluation != null) {
      tile("rows judged", Figures.count(evaluation.rows()));
      if (evaluation instanceof Evaluation one) {
        tile("accuracy", Figures.percent(one.accuracy()));
      }
      tile("macro F1", Figures.percent(evaluation.macroF1()));
    }
    html.close().close();
  }

  private void tile(String name, String value) {
    html.open("div").with("dt", name).with("dd", value).close();
  }

  /** After Mitchell et al., "Model Cards for Model Reporting" (2019). */
  private void card() {
    section("Model card");
    html.with("h3", "Intended use");
    paragraphs(content.intendedUse == null ? "Not stated." : content.intendedUse);
    html.with("h3", "Limits");
    paragraphs(content.limits == null ? "Not stated." : content.limits);
    Map<String, String> facts = new LinkedHashMap<>();
    ObjectNode provenance = origin.provenance();
    fact(facts, "engine", provenance.path("engine"));
    fact(facts, "device", provenance.path("device"));
    fact(facts, "threads", provenance.path("threads"));
    fact(facts, "seed", provenance.path("settings").path("seed"));
    fact(
        facts,
        "fingerprint of the training data (SHA-256)",
        provenance.path("data").path("sha256"));
    fact(facts, "training rows", provenance.path("data").path("trainingRows"));
    fact(facts, "validation rows", provenance.path("data").path("validationRows"));
    JsonNode machine = provenance.path("machine");
    fact(facts, "version of Sortal", machine.path("sortal"));
    fact(facts, "version of Java", machine.path("java"));
    fact(facts, "operating system", machine.path("os"));
    fact(facts, "processor", machine.path("architecture"));
    fact(facts, "processors", machine.path("processors"));
    if (!facts.isEmpty()) {
      tables.pairs("Where it comes from", facts);
    }
    html.close();
  }

  private static void fact(Map<String, String> facts, String name, JsonNode value) {
    if (value.isValueNode() && !value.isNull()) {
      facts.put(name, value.asText());
    }
  }

  private void paragraphs(String text) {
    for (String paragraph : text.split("\\R\\s*\\R")) {
      html.foreign("p", paragraph.strip());
    }
  }

  private void results() {
    LabelEvaluation<?> evaluation = content.evaluation;
    if (evaluation == null) {
      return;
    }
    section("Results");
    html.with(
        "p",
        String.format(
            Locale.ROOT,
            "On %,d rows. An interval holds the figure in %.0f %% of %,d resamples of these rows: it"
                + " tells what other rows of the same kind would give, not what another training"
                + " would.",
            evaluation.rows(),
            100 * content.bootstrap.level(),
            content.bootstrap.resamples()));
    tables.open("Figures", "figure", "value", "from", "to");
    for (Map.Entry<String, Interval> figure : evaluation.intervals(content.bootstrap).entrySet()) {
      Interval interval = figure.getValue();
      tables.row(
          Figures.name(figure.getKey()),
          Figures.share(interval.estimate()),
          Figures.share(interval.low()),
          Figures.share(interval.high()));
    }
    tables.close();
    if (evaluation instanceof Evaluation one && !one.unknownLabels().isEmpty()) {
      html.with("p", "Labels that the model does not know; their rows count as wrong:");
      html.open("ul");
      one.unknownLabels().entrySet().stream()
          .limit(20)
          .forEach(
              label -> html.foreign("li", label.getKey() + " (" + label.getValue() + " rows)"));
      html.close();
    }
    html.close();
  }

  private void pictures() {
    LabelEvaluation<?> evaluation = content.evaluation;
    if (evaluation == null) {
      return;
    }
    section("Pictures");
    html.open("div", "class", "figures");
    drawn(() -> Chart.roc(evaluation));
    drawn(() -> Chart.precisionRecall(evaluation));
    if (evaluation instanceof Evaluation one) {
      drawn(() -> Chart.calibration(one));
      drawn(() -> Chart.coverage(one));
    }
    html.close();
    if (evaluation instanceof Evaluation one) {
      html.chart(Chart.confusion(one)).chart(Chart.confusionShares(one));
    }
    html.close();
  }

  /** A picture, or why there is none. */
  private void drawn(Supplier<Chart> picture) {
    Chart chart;
    try {
      chart = picture.get();
    } catch (IllegalArgumentException undefined) {
      html.foreign("p", String.valueOf(undefined.getMessage()));
      return;
    }
    html.chart(chart);
  }

  private void perClass() {
    LabelEvaluation<?> evaluation = content.evaluation;
    if (evaluation == null) {
      return;
    }
    List<ClassMetrics> classes = evaluation.classes();
    section("Classes");
    if (classes.size() > MOST_CLASSES) {
      html.with("p", "The first " + MOST_CLASSES + " of " + classes.size() + " classes.");
    }
    tables.open(
        "Each class against the rest",
        "class",
        "precision",
        "recall",
        "F1",
        "ROC AUC",
        "average precision",
        "rows");
    for (ClassMetrics one : classes.subList(0, Math.min(MOST_CLASSES, classes.size()))) {
      tables.row(
          one.label(),
          Figures.share(one.precision()),
          Figures.share(one.recall()),
          Figures.share(one.f1()),
          Figures.share(one.rocAuc()),
          Figures.share(one.averagePrecision()),
          Figures.count(one.support()));
    }
    tables.close();
    html.close();
  }

  private void errors() {
    ConfidentErrors errors = content.errors;
    if (errors == null) {
      return;
    }
    section("Errors it was surest of");
    html.with(
        "p",
        Figures.count(errors.count())
            + " of "
            + Figures.count(errors.rows())
            + " answers are wrong; these are the "
            + errors.list().size()
            + " of the highest probability. Look for labels that are wrong themselves."
            + (content.hasTexts ? "" : " Texts are left out of this report."));
    html.open("ol", "class", "errors");
    for (ConfidentErrors.Wrong wrong : errors.list()) {
      html.open("li").open("p", "class", "answer");
      html.text("predicted ").foreign("strong", wrong.predicted());
      html.text(" (" + Figures.share(wrong.probability()) + "), is ");
      html.foreign("strong", wrong.truth());
      html.text(" (" + Figures.share(wrong.truthProbability()) + ")");
      html.foreign("span", " " + wrong.origin(), "class", "origin").close();
      if (content.hasTexts) {
        html.foreign("blockquote", cut(wrong.text()));
      }
      html.close();
    }
    html.close().close();
  }

  static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_TEXT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT)) + "\u2026";
  }

  private void history() {
    List<Epoch> epochs = origin.history().epochs();
    if (epochs.isEmpty()) {
      return;
    }
    section("History");
    html.chart(Chart.learningCurve(origin.history()));
    html.with(
        "p",
        "The training ended: "
            + Figures.name(origin.history().end().name()).replace('_', ' ')
            + ". The weights of epoch "
            + origin.history().bestEpoch()
            + " were kept.");
    tables.open(
        "Epochs",
        "epoch",
        "loss",
        "accuracy",
        "validation loss",
        "validation accuracy",
        "learning rate",
        "seconds");
    for (Epoch epoch : shown(epochs)) {
      tables.row(
          Integer.toString(epoch.number()),
          Figures.share(epoch.loss()),
          Figures.share(epoch.accuracy()),
          Figures.share(epoch.validationLoss()),
          Figures.share(epoch.validationAccuracy()),
          Figures.number(epoch.learningRate()),
          String.format(Locale.ROOT, "%.1f", epoch.seconds()));
    }
    tables.close();
    html.close();
  }

  /** All, or of very many the first and the last. */
  private static List<Epoch> shown(List<Epoch> epochs) {
    if (epochs.size() <= MOST_EPOCHS) {
      return epochs;
    }
    List<Epoch> shown = new ArrayList<>(epochs.subList(0, MOST_EPOCHS / 2));
    shown.addAll(epochs.subList(epochs.size() - MOST_EPOCHS / 2, epochs.size()));
    return shown;
  }

  private void settings() {
    section("Settings and network");
    @Nullable JsonNode settings = origin.provenance().get("settings");
    Map<String, String> values = new LinkedHashMap<>();
    if (settings instanceof ObjectNode object) {
      Tables.flatten("", object, values);
      tables.pairs("Settings of the pipeline", values);
    }
    Map<String, String> rest = new LinkedHashMap<>();
    ObjectNode others = origin.provenance().deepCopy();
    others.remove("settings");
    Tables.flatten("", others, rest);
    if (!rest.isEmpty()) {
      tables.pairs("Provenance", rest);
    }
    html.with("h3", "Network");
    html.open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", "Network");
    html.with("pre", origin.network()).close().close();
  }
}
