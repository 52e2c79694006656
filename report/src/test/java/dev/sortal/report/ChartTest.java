package dev.sortal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sortal.Dataset;
import dev.sortal.data.Example;
import dev.sortal.error.SortalException;
import dev.sortal.metrics.Evaluation;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ChartTest {
  private static final List<String> HOSTILE =
      List.of(
          "</text><script>alert(1)</script>",
          "\"' onload=\"alert(1)",
          "a\u0000b\u001b[31m\n\ud800 ]]> &amp; -->",
          "\u202Egnol dna \uD83D\uDE80 " + "very ".repeat(200));

  @TempDir Path folder;

  static Stream<Chart> charts() {
    Evaluation two = MadeUp.evaluation(List.of("ham", "spam"), 500, 2);
    Evaluation one = MadeUp.evaluation(List.of("x", "y"), 1, 2);
    Evaluation chinese = MadeUp.evaluation(MadeUp.chinese(), 500, 3);
    Evaluation many = MadeUp.evaluation(MadeUp.intents(77), 2000, 4);
    Evaluation hostile = MadeUp.evaluation(HOSTILE, 300, 1);
    Evaluation huge = MadeUp.evaluation(MadeUp.intents(150), 1500, 4);
    return Stream.of(
            Stream.of(
                Chart.learningCurve(MadeUp.history(10, true)),
                Chart.learningCurve(MadeUp.history(1, false)),
                Chart.learningCurve(MadeUp.history(100, true)),
                Chart.learningCurve(MadeUp.withGaps()),
                Chart.confusion(one),
                Chart.lengths(MadeUp.profile(MadeUp.chinese(), 600))),
            Stream.of(two, chinese, many, hostile).map(Chart::roc),
            Stream.of(two, chinese, many, hostile).map(Chart::precisionRecall),
            Stream.of(one, two, many).map(Chart::calibration),
            Stream.of(one, two, many).map(Chart::coverage),
            HOSTILE.stream().map(label -> Chart.calibration(hostile, label)),
            Stream.of(two, chinese, many, hostile, huge).map(Chart::confusion),
            Stream.of(two, chinese, many, hostile, unknown()).map(Chart::confusionShares),
            Stream.of(MadeUp.chinese(), MadeUp.intents(120), HOSTILE)
                .map(labels -> Chart.classSizes(MadeUp.profile(labels, 500))))
        .flatMap(part -> part);
  }

  /** With labels that the model does not know. */
  private static Evaluation unknown() {
    Evaluation.Builder builder = Evaluation.builder(List.of("a", "b", "c"), 0);
    for (int i = 0; i < 40; i++) {
      builder.add(i % 4 == 0 ? "unknown " + i : "abc".substring(i % 3, i % 3 + 1), scores(i));
    }
    return builder.build();
  }

  private static float[] scores(int i) {
    float first = (i * 37 % 100) / 100f;
    return new float[] {first, (1 - first) / 3, 2 * (1 - first) / 3};
  }

  @ParameterizedTest
  @MethodSource("charts")
  void nothing_is_cut_off(Chart chart) throws IOException {
    assertThat(chart.scene().marks())
        .allSatisfy(
            mark ->
                assertThat(Extent.of(mark).isWithin(chart.scene().width(), chart.scene().height()))
                    .as("%s", mark)
                    .isTrue());
    for (Theme theme : Theme.values()) {
      Path file = folder.resolve("chart.png");
      chart.writePng(file, theme);
      BufferedImage image = ImageIO.read(file.toFile());
      assertThat(edge(image)).allMatch(pixel -> pixel == Ink.PAPER.rgb(theme));
    }
  }

  private static IntStream edge(BufferedImage image) {
    int right = image.getWidth() - 1;
    int bottom = image.getHeight() - 1;
    return IntStream.concat(
            IntStream.rangeClosed(0, right)
                .flatMap(x -> IntStream.of(image.getRGB(x, 0), image.getRGB(x, bottom))),
            IntStream.rangeClosed(0, bottom)
                .flatMap(y -> IntStream.of(image.getRGB(0, y), image.getRGB(right, y))))
        .map(pixel -> pixel & 0xFFFFFF);
  }

  @ParameterizedTest
  @MethodSource("charts")
  void svg_is_well_formed_of_bounded_size_and_names_what_it_shows(Chart chart) throws Exception {
    Document svg = svg(chart);
    assertThat(svg.getDocumentElement().getAttribute("aria-label")).isNotBlank();
    assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg.getElementsByTagName("text").getLength()).isPositive();
    assertThat(Files.size(folder.resolve("chart.svg"))).isLessThan(500_000);
  }

  private Document svg(Chart chart) throws Exception {
    Path file = folder.resolve("chart.svg");
    chart.writeSvg(file);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(Files.readAllBytes(file)));
  }

  private static List<String> texts(Document svg) {
    NodeList all = svg.getElementsByTagName("text");
    return IntStream.range(0, all.getLength())
        .mapToObj(i -> all.item(i).getLastChild().getTextContent())
        .toList();
  }

  @Test
  void a_curve_has_points_for_both_parts_and_axes_with_units() throws Exception {
    Document svg = svg(Chart.learningCurve(MadeUp.history(10, true)));
    assertThat(texts(svg))
        .contains("Loss", "loss (nats)", "Accuracy", "share of rows right", "Learning rate")
        .contains("epoch", "training", "validation", "kept: epoch 5", "0", "10");
    assertThat(svg.getElementsByTagName("circle").getLength()).isGreaterThanOrEqualTo(50);
  }

  @Test
  void an_epoch_without_validation_interrupts_its_line() throws Exception {
    Document svg = svg(Chart.learningCurve(MadeUp.withGaps()));
    NodeList lines = svg.getElementsByTagName("polyline");
    long validation =
        IntStream.range(0, lines.getLength())
            .mapToObj(i -> (org.w3c.dom.Element) lines.item(i))
            .filter(line -> line.getAttribute("class").equals("s-orange"))
            .filter(line -> line.getAttribute("points").split(" ").length > 2)
            .count();
    assertThat(validation).as("three runs in each of two panels").isEqualTo(6);
  }

  @Test
  void a_training_without_validation_has_no_line_for_it() throws Exception {
    assertThat(texts(svg(Chart.learningCurve(MadeUp.history(5, false)))))
        .contains("training")
        .doesNotContain("validation");
  }

  @Test
  void numbers_of_the_matrix_are_those_of_the_evaluation() throws Exception {
    Evaluation evaluation = MadeUp.evaluation(List.of("ham", "spam"), 5000, 1);
    List<String> counts = texts(svg(Chart.confusion(evaluation)));
    List<String> shares = texts(svg(Chart.confusionShares(evaluation)));
    for (int truth = 0; truth < 2; truth++) {
      for (int predicted = 0; predicted < 2; predicted++) {
        int count = evaluation.confusion().count(truth, predicted);
        assertThat(counts).contains(Integer.toString(count));
        long percent = Math.round(100.0 * count / evaluation.confusion().support(truth));
        assertThat(shares).contains(Long.toString(percent));
      }
    }
    assertThat(counts).contains("true label", "predicted label");
  }

  @Test
  void all_of_77_classes_are_labelled_and_numbered() throws Exception {
    List<String> labels = IntStream.range(0, 77).mapToObj(i -> "class " + i).toList();
    Evaluation evaluation = MadeUp.evaluation(labels, 3000, 5);
    List<String> texts = texts(svg(Chart.confusion(evaluation)));
    for (String label : labels) {
      assertThat(texts).filteredOn(label::equals).hasSize(2);
    }
    long cells =
        IntStream.range(0, 77 * 77)
            .filter(i -> evaluation.confusion().count(i / 77, i % 77) > 0)
            .count();
    assertThat(texts).hasSize((int) cells + 2 * 77 + 77 + 5);
  }

  @Test
  void long_labels_keep_their_beginning_and_end_and_are_whole_in_a_note() throws Exception {
    String name = "transfer_" + "very_".repeat(30) + "late_77";
    Evaluation.Builder builder = Evaluation.builder(List.of(name, "other"), 0);
    builder.add(name, new float[] {0.7f, 0.3f});
    Document svg = svg(Chart.confusion(builder.build()));
    assertThat(texts(svg)).anyMatch(t -> t.matches("transfer_very_.*\u2026.*very_late_77"));
    assertThat(svg.getDocumentElement().getTextContent()).contains(name);
  }

  @Test
  void of_many_classes_the_roc_shows_those_of_the_smallest_area() throws Exception {
    Evaluation evaluation = MadeUp.evaluation(MadeUp.intents(77), 2000, 4);
    List<String> texts = texts(svg(Chart.roc(evaluation)));
    assertThat(texts).filteredOn(text -> text.contains("(AUC ")).hasSize(6);
    double least =
        evaluation.classes().stream().mapToDouble(one -> one.rocAuc()).min().orElseThrow();
    assertThat(texts)
        .anyMatch(text -> text.endsWith(String.format(Locale.ROOT, "(AUC %.3f)", least)));
  }

  @Test
  void the_area_under_a_drawn_precision_recall_curve_is_the_average_precision() {
    Evaluation evaluation = MadeUp.evaluation(List.of("ham", "spam"), 150, 1);
    Scene scene = Chart.precisionRecall(evaluation).scene();
    List<Scene.Point> line =
        scene.marks().stream()
            .filter(mark -> mark instanceof Scene.Line one && one.ink() == Ink.BLUE)
            .map(mark -> ((Scene.Line) mark).points())
            .max((a, b) -> Integer.compare(a.size(), b.size()))
            .orElseThrow();
    double left = line.get(0).x();
    double right = line.get(line.size() - 1).x();
    double area = 0;
    for (int i = 1; i < line.size(); i++) {
      area += (line.get(i).x() - line.get(i - 1).x()) * (Plot.TOP + Plot.SQUARE - line.get(i).y());
    }
    assertThat(area / (right - left) / Plot.SQUARE)
        .isCloseTo(evaluation.classes().get(1).averagePrecision(), within(0.005));
  }

  @Test
  void svg_follows_the_readers_theme_unless_one_is_chosen() throws IOException {
    Chart chart = Chart.confusion(MadeUp.evaluation(List.of("a", "b"), 50, 1));
    Path file = folder.resolve("chart.svg");
    chart.writeSvg(file);
    assertThat(file)
        .content()
        .contains("prefers-color-scheme:dark", ".f-paper{fill:#FFFFFF}", ".f-paper{fill:#15181D}");
    chart.writeSvg(file, Theme.DARK);
    assertThat(file)
        .content()
        .contains(".f-paper{fill:#15181D}")
        .doesNotContain("prefers-color-scheme", "#FFFFFF");
  }

  @Test
  void is_the_same_under_every_locale() throws IOException {
    Locale before = Locale.getDefault();
    Evaluation evaluation = MadeUp.evaluation(MadeUp.chinese(), 500, 3);
    Chart.confusionShares(evaluation).writeSvg(folder.resolve("here.svg"));
    Chart.learningCurve(MadeUp.history(5, true)).writeSvg(folder.resolve("curve.svg"));
    try {
      for (String tag : List.of("de-DE", "tr-TR", "ar-EG-u-nu-arab")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        Chart.confusionShares(evaluation).writeSvg(folder.resolve("there.svg"));
        assertThat(folder.resolve("there.svg"))
            .hasSameTextualContentAs(folder.resolve("here.svg"), StandardCharsets.UTF_8);
        Chart.learningCurve(MadeUp.history(5, true)).writeSvg(folder.resolve("there.svg"));
        assertThat(folder.resolve("there.svg"))
            .hasSameTextualContentAs(folder.resolve("curve.svg"), StandardCharsets.UTF_8);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refuses_what_has_nothing_to_draw() {
    assertThatThrownBy(
            () -> Chart.learningCurve(new History(List.of(), 0, History.End.INTERRUPTED)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one complete epoch");
    Evaluation.Builder builder = Evaluation.builder(List.of("a", "b"), 0);
    builder.add("a", new float[] {1, 0});
    assertThatThrownBy(() -> Chart.roc(builder.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a class that has rows and others, got none among [a]");
    assertThatThrownBy(
            () -> Chart.roc(MadeUp.evaluation(MadeUp.chinese(), 99, 1), MadeUp.chinese()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 6 classes, got 10");
    assertThatThrownBy(
            () -> Chart.lengths(Dataset.of(List.of(Example.of(Map.of("age", 3)))).profile()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected examples with a text");
    assertThatThrownBy(() -> Chart.classSizes(Dataset.of(List.of(Example.text("a"))).profile()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected labelled examples");
  }

  @Test
  void says_where_it_cannot_be_written() {
    Chart chart = Chart.learningCurve(MadeUp.history(2, true));
    Path nowhere = folder.resolve("no/such/folder/chart.png");
    assertThatThrownBy(() -> chart.writePng(nowhere))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("Create it first");
  }

  @Test
  void figures_that_are_not_finite_are_left_out() throws Exception {
    double nan = Double.NaN;
    Epoch odd = new Epoch(1, nan, nan, Double.POSITIVE_INFINITY, nan, nan, nan, 0.1, 1, 1);
    Chart chart = Chart.learningCurve(new History(List.of(odd), 1, History.End.FAILED));
    assertThat(texts(svg(chart))).contains("Loss").doesNotContain("training", "validation");
  }
}
