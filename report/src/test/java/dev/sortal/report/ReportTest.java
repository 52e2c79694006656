package dev.sortal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.SortalException;
import dev.sortal.metrics.Bootstrap;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.training.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  static final List<String> HOSTILE =
      List.of(
          "</script><img src=x onerror=alert(1)>",
          "\"><svg onload='alert(1)'>",
          "</style><link rel=stylesheet href=http://example.org/x.css>",
          "</title></text></svg><iframe src='//example.org'></iframe> \u202E\u0000\ud800");

  @TempDir Path folder;

  static Report report(List<String> labels, int rows, int epochs) {
    Evaluation evaluation = MadeUp.evaluation(labels, rows, 3);
    List<ConfidentErrors.Wrong> wrong =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    new ConfidentErrors.Wrong(
                        "test.csv:" + i,
                        HOSTILE.get(i % 4) + " \u8fd9\u90e8\u7535\u5f71 " + i,
                        labels.get(0),
                        labels.get(1),
                        0.99,
                        Double.NaN))
            .toList();
    ObjectNode provenance = JsonNodeFactory.instance.objectNode();
    provenance.put("engine", "Engine <1.0>");
    provenance.putObject("data").put("sha256", "c0ffee").put("trainingRows", 1234);
    provenance.putObject("machine").put("java", "17.0.1").put("os", "Linux");
    ObjectNode settings = provenance.putObject("settings").put("seed", 43);
    settings.putObject("optimizer").put("type", "adam");
    return Report.of(
            new Origin(labels, MadeUp.history(epochs, true), "0 embedding <x>", provenance))
        .title("Report of " + labels.get(0))
        .description("First paragraph.\n\nSecond & last.")
        .intendedUse("For tests.")
        .limits("None but <b>these</b>.")
        .evaluation(evaluation)
        .bootstrap(Bootstrap.standard().resamples(20))
        .errors(new ConfidentErrors(wrong, 77, rows))
        .profile(MadeUp.profile(labels, 300));
  }

  private String page(Report report) throws IOException {
    Path file = folder.resolve("report.html");
    report.write(file);
    return Files.readString(file);
  }

  @Test
  void no_text_of_a_user_becomes_markup() throws IOException {
    String page = page(report(HOSTILE, 200, 5));
    Set<String> elements = new TreeSet<>();
    Matcher tags = Pattern.compile("<([a-zA-Z0-9!/]+)").matcher(page);
    while (tags.find()) {
      elements.add(tags.group(1).replace("/", ""));
    }
    assertThat(elements)
        .isSubsetOf(
            Set.of(
                "!DOCTYPE",
                "html",
                "head",
                "meta",
                "title",
                "style",
                "body",
                "main",
                "header",
                "h1",
                "h2",
                "h3",
                "p",
                "dl",
                "div",
                "dt",
                "dd",
                "section",
                "table",
                "caption",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "bdi",
                "figure",
                "figcaption",
                "svg",
                "rect",
                "polyline",
                "circle",
                "text",
                "ol",
                "li",
                "strong",
                "span",
                "blockquote",
                "pre"));
    assertThat(page)
        .contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;")
        .doesNotContain("\u0000")
        .contains("<meta charset=\"utf-8\">");
    assertThat(attributes(page)).noneMatch(name -> name.startsWith("on") || name.equals("style"));
  }

  private static Set<String> attributes(String page) {
    Set<String> names = new TreeSet<>();
    Matcher tags = Pattern.compile("<[a-z0-9]+((?: [a-zA-Z:-]+=\"[^\"]*\")*)>").matcher(page);
    while (tags.find()) {
      Matcher attribute = Pattern.compile(" ([a-zA-Z:-]+)=\"").matcher(tags.group(1));
      while (attribute.find()) {
        names.add(attribute.group(1));
      }
    }
    return names;
  }

  @Test
  void nothing_is_loaded_and_only_its_own_style_is_allowed()
      throws IOException, NoSuchAlgorithmException {
    String page = page(report(List.of("a", "b", "c"), 100, 3));
    assertThat(attributes(page)).doesNotContain("src", "href", "srcset", "action", "background");
    String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    assertThat(style).doesNotContain("url(", "@import", "http");
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    assertThat(page)
        .contains(
            "default-src &#39;none&#39;; style-src &#39;sha256-"
                + Base64.getEncoder().encodeToString(hash)
                + "&#39;");
    assertThat(page.indexOf("Content-Security-Policy")).isLessThan(page.indexOf("<style>"));
  }

  @Test
  void shows_all_parts() throws IOException {
    Report report = report(List.of("ham", "spam"), 400, 4);
    String page = page(report);
    Evaluation evaluation = MadeUp.evaluation(List.of("ham", "spam"), 400, 3);
    assertThat(page)
        .contains("<h2>Model card</h2>", "For tests.", "None but &lt;b&gt;these&lt;/b&gt;.")
        .contains("c0ffee", "Engine &lt;1.0&gt;", "17.0.1", "<bdi>43</bdi>", "optimizer.type")
        .contains("<h2>Results</h2>", String.format(Locale.ROOT, "%.4f", evaluation.macroF1()))
        .contains("ROC curve", "Precision-recall curve", "Calibration", "Accuracy by coverage")
        .contains("Confusion matrix in percent of each label", "Learning curves")
        .contains("<h2>Classes</h2>", "77 of 400 answers are wrong", "test.csv:49")
        .contains("<h2>Data</h2>", "Class sizes", "Length of texts")
        .contains("kept: epoch 2", "The training ended: completed", "0 embedding &lt;x&gt;")
        .contains("<p><bdi>Second &amp; last.</bdi></p>");
  }

  @Test
  void what_is_not_given_is_left_out() throws IOException {
    Origin origin =
        new Origin(
            List.of("a"),
            new History(List.of(), 0, History.End.COMPLETED),
            "",
            JsonNodeFactory.instance.objectNode());
    assertThat(page(Report.of(origin)))
        .contains("<h2>Model card</h2>", "Not stated.")
        .doesNotContain("<h2>Results", "<h2>Data", "<h2>History", "<h2>Errors", "<svg");
  }

  @Test
  void texts_can_be_left_out() throws IOException {
    String page = page(report(List.of("a", "b"), 100, 2).withoutTexts());
    assertThat(page)
        .contains("Texts are left out of this report.", "test.csv:7")
        .doesNotContain("\u8fd9\u90e8\u7535\u5f71", "<blockquote");
  }

  @Test
  void seventy_seven_classes_and_a_thousand_epochs_have_a_bounded_size() throws IOException {
    String page = page(report(MadeUp.intents(77), 2000, 1000));
    assertThat(page.length()).isLessThan(1_500_000);
    assertThat(page).contains(MadeUp.intents(77)).contains("<bdi>100</bdi>", "<bdi>1000</bdi>");
    assertThat(page).doesNotContain("<bdi>500</bdi>");
  }

  @Test
  void several_labels_an_example_have_their_figures() throws IOException {
    MultiLabelEvaluation.Builder builder =
        MultiLabelEvaluation.builder(List.of("vegan", "quick"), List.of(0.5, 0.5));
    for (int i = 0; i < 30; i++) {
      float p = (i * 7 % 30) / 30f;
      builder.add(
          i % 2 == 0 ? List.of("vegan") : List.of("quick", "vegan"), new float[] {p, 1 - p});
    }
    String page =
        page(
            Report.of(new Origin(List.of("vegan", "quick"), MadeUp.history(2, true), "", json()))
                .evaluation(builder.build()));
    assertThat(page).contains("subset accuracy", "hamming loss", "F1 of examples", "ROC curve");
    assertThat(page).doesNotContain("Confusion matrix", "Calibration");
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  void a_curve_that_is_undefined_is_said_to_be() throws IOException {
    Evaluation.Builder builder = Evaluation.builder(List.of("a", "b"), 0);
    builder.add("a", new float[] {1, 0});
    String page =
        page(
            Report.of(new Origin(List.of("a", "b"), MadeUp.history(1, false), "", json()))
                .evaluation(builder.build()));
    assertThat(page).contains("There is no ROC curve to draw", "Accuracy by coverage");
  }

  @Test
  void tables_have_captions_and_heads_and_pictures_have_names() throws IOException {
    String page = page(report(List.of("a", "b", "c"), 100, 3));
    assertThat(count(page, "<table")).isPositive().isEqualTo(count(page, "<caption>"));
    assertThat(count(page, "<svg")).isPositive().isEqualTo(count(page, "role=\"img\" aria-label"));
    assertThat(page).contains("scope=\"col\"", "scope=\"row\"", "<html lang=\"en\">");
    assertThat(count(page, "<h1>")).isEqualTo(1);
  }

  private static int count(String page, String part) {
    return page.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void is_the_same_under_every_locale() throws IOException {
    Report report = report(MadeUp.chinese(), 200, 3);
    String here = page(report);
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("de-DE", "tr-TR", "ar-EG-u-nu-arab")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(page(report)).isEqualTo(here);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void says_where_it_cannot_be_written() {
    assertThatThrownBy(() -> report(List.of("a", "b"), 9, 1).write(folder.resolve("no/where.html")))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("Create it first");
  }
}
