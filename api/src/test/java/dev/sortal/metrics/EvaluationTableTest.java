package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTableTest {
  @Test
  void shows_intervals_when_asked() {
    Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
    for (int i = 0; i < 40; i++) {
      float score = (i * 7 % 20) / 20f;
      builder.add(i % 3 == 0 ? "spam" : "ham", new float[] {1 - score, score});
    }
    Evaluation evaluation = builder.build();
    Bootstrap bootstrap = Bootstrap.standard().resamples(200).level(0.9);
    Interval accuracy = evaluation.interval(Evaluation::accuracy, bootstrap);
    assertThat(evaluation.table(bootstrap).lines())
        .contains(
            "                      figure   90 % interval of 200 resamples",
            String.format(
                Locale.ROOT,
                "accuracy              %.4f    %.4f to %.4f",
                accuracy.estimate(),
                accuracy.low(),
                accuracy.high()))
        .allMatch(line -> Columns.width(line) <= 80);
  }

  /**
   * Answers that are right three times in four, with probabilities that do not depend on the JDK.
   */
  private static Evaluation noisy(List<String> labels, int rows) {
    Random random = new Random(42);
    int classes = labels.size();
    Evaluation.Builder builder = Evaluation.builder(labels, classes - 1);
    for (int row = 0; row < rows; row++) {
      int truth = random.nextInt(classes);
      int answer = random.nextInt(4) == 0 ? random.nextInt(classes) : truth;
      builder.add(labels.get(truth), scores(classes, answer, 0.5f + random.nextInt(50) / 100f));
    }
    return builder.build();
  }

  private static float[] scores(int classes, int answer, float probability) {
    float[] scores = new float[classes];
    for (int i = 0; i < classes; i++) {
      scores[i] = i == answer ? probability : (1 - probability) / (classes - 1);
    }
    return scores;
  }

  private static List<String> labels(int classes, IntFunction<String> name) {
    return IntStream.range(0, classes).mapToObj(name).toList();
  }

  private static Evaluation ofTwo() {
    return noisy(List.of("ham", "spam"), 1115);
  }

  private static Evaluation ofSix() {
    return noisy(
        List.of("abbreviation", "description", "entity", "human", "location", "number"), 500);
  }

  private static Evaluation ofSeventySeven() {
    return noisy(labels(77, i -> "intent_" + i + "_about_cards".repeat(i % 3)), 3080);
  }

  private static Evaluation ofChinese() {
    return noisy(List.of("体育", "娱乐新闻", "科技", "房产", "教育 edu"), 800);
  }

  private static Evaluation ofUnknown() {
    Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
    for (int i = 0; i < 1200; i++) {
      builder.add(i % 3 == 0 ? "spam" : "ham", scores(2, i % 3 == 0 ? 1 : 0, 0.75f));
    }
    for (int i = 0; i < 30; i++) {
      builder.add("label " + (i % 14), scores(2, i % 2, 0.75f));
    }
    return builder.build();
  }

  private static String golden(String name) {
    try (InputStream in = EvaluationTableTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void assertFitsTheTerminal(String table) {
    assertThat(table.lines()).allSatisfy(line -> assertThat(cells(line)).isLessThanOrEqualTo(80));
  }

  /** The cells of text that has no wide characters but Han. */
  private static long cells(String line) {
    return line.codePoints().map(c -> Character.isIdeographic(c) ? 2 : 1).sum();
  }

  @Test
  void two_classes_show_both_and_the_matrix() {
    assertThat(ofTwo().toString()).isEqualTo(golden("table-2.txt"));
  }

  @Test
  void six_classes_show_all_and_the_matrix() {
    assertThat(ofSix().toString()).isEqualTo(golden("table-6.txt"));
  }

  @Test
  void many_classes_show_the_worst_and_what_was_confused() {
    assertThat(ofSeventySeven().toString()).isEqualTo(golden("table-77.txt"));
  }

  @Test
  void chinese_labels_take_two_cells_a_character() {
    String table = ofChinese().toString();
    assertThat(table).isEqualTo(golden("table-chinese.txt"));
    List<Long> widths =
        table.lines().filter(line -> line.length() > 60).map(l -> cells(l)).toList();
    assertThat(widths).hasSizeGreaterThan(7).containsOnly(widths.get(0));
  }

  @Test
  void unknown_labels_are_listed_after_the_tables() {
    assertThat(ofUnknown().toString()).isEqualTo(golden("table-unknown.txt"));
  }

  @Test
  void undefined_figures_are_a_dash_with_the_reason() {
    Evaluation.Builder builder = Evaluation.builder(List.of("ham", "spam"), 1);
    builder.add("ham", scores(2, 0, 0.75f));
    assertThat(builder.build().toString())
        .contains("ROC AUC    -   (undefined: it needs rows of every class)")
        .doesNotContain("NaN");
  }

  @Test
  void a_perfect_answer_to_many_classes_shows_no_confusions() {
    Evaluation.Builder builder = Evaluation.builder(labels(30, i -> "class " + i), 0);
    for (int i = 0; i < 30; i++) {
      builder.add("class " + i, scores(30, i, 0.9f));
    }
    assertThat(builder.build().toString()).contains("accuracy   1.0000").doesNotContain("confused");
  }

  @Test
  void classes_without_rows_are_not_among_the_worst() {
    Evaluation.Builder builder = Evaluation.builder(labels(30, i -> "class " + i), 0);
    for (int i = 0; i < 3; i++) {
      builder.add("class " + i, scores(30, 1, 0.9f));
    }
    assertThat(builder.build().toString())
        .contains("Of 30 classes, those of lowest F1 that have rows:\n")
        .contains("class 0 ", "class 1 ", "class 2 ")
        .doesNotContain("class 3 ");
  }

  @Test
  void counts_are_never_cut() {
    Evaluation.Builder builder = Evaluation.builder(List.of("no", "yes"), 1);
    float[] no = {0.75f, 0.25f};
    for (int i = 0; i < 1_234_567; i++) {
      builder.add("no", no);
    }
    String table = builder.build().toString();
    assertThat(table)
        .containsPattern("no +1,234,567 +0\n")
        .contains("(1,234,567 of 1,234,567 rows)");
    assertFitsTheTerminal(table);
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva"})
  void the_locale_does_not_change_them(String tag) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(tag));
    try {
      assertThat(ofTwo().toString()).isEqualTo(golden("table-2.txt"));
      assertThat(ofUnknown().toString()).isEqualTo(golden("table-unknown.txt"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Property(tries = 100)
  void any_labels_fit_a_terminal_of_80_columns(
      @ForAll @Size(min = 1, max = 40) @UniqueElements List<@NotEmpty String> names,
      @ForAll @IntRange(min = 1, max = 60) int longer) {
    List<String> labels = new ArrayList<>();
    names.forEach(name -> labels.add(name.repeat(longer)));
    Evaluation.Builder builder = Evaluation.builder(labels.stream().distinct().toList(), 0);
    int classes = (int) labels.stream().distinct().count();
    for (int i = 0; i < 200; i++) {
      String truth =
          i % 5 == 0 ? "unknown " + labels.get(i % labels.size()) : labels.get(i % classes);
      builder.add(truth, scores(classes, i * 7 % classes, classes == 1 ? 1 : 0.75f));
    }
    assertThat(builder.build().toString().split("\n"))
        .allSatisfy(line -> assertThat(Columns.width(line)).isLessThanOrEqualTo(80));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 12, 20, 21, 77})
  void any_number_of_classes_fits_a_terminal_of_80_columns(int classes) {
    assertFitsTheTerminal(noisy(labels(classes, i -> "class " + i), 500).toString());
    assertFitsTheTerminal(noisy(labels(classes, i -> "a label of many words " + i), 99).toString());
    assertFitsTheTerminal(noisy(labels(classes, i -> "中文的标签名字很长很长很长很长" + i), 99).toString());
  }
}
