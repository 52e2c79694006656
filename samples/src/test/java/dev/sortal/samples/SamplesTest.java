package dev.sortal.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.MultiLabelEvaluation;
import dev.sortal.spec.Presets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  @TempDir Path folder;

  @Test
  void the_jdk_holds_names_in_forty_languages() {
    List<Example> examples = LocaleNames.dataset().toList();
    Set<String> labels = new TreeSet<>();
    examples.forEach(example -> labels.add(String.valueOf(example.label())));
    assertThat(labels).hasSize(40).contains("German", "Japanese", "Arabic");
    assertThat(examples).hasSizeGreaterThan(20_000);
  }

  @Test
  void shapes_are_learned_from_folders_of_pictures() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      ImageFolders.main(new String[] {folder.toString(), "100"});
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("accuracy", "a circle -> ", "a square -> ", "a triangle -> ");
    assertThat(folder.resolve("shapes/circle/99.png")).exists();
    try (Classifier classifier = Classifier.load(folder.resolve("shapes.sortal"))) {
      assertThat(classifier.evaluate(Dataset.imageFolders(folder.resolve("shapes"))).accuracy())
          .isGreaterThan(0.6);
    }
  }

  @Test
  void a_training_leaves_a_report_pictures_a_log_and_event_files() throws IOException {
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < 60; i++) {
      csv.append("refund my money ").append(i).append(",billing\n");
      csv.append("the screen is broken ").append(i).append(",repair\n");
    }
    String rows = Files.writeString(folder.resolve("rows.csv"), csv.toString()).toString();
    Path out = folder.resolve("out");
    TrainingReport.main(new String[] {rows, rows, out.toString()});
    assertThat(out.resolve("report.html")).content().contains("Model card", "repair", "<svg");
    for (String name : List.of("learning-curve", "confusion", "calibration", "coverage")) {
      assertThat(out.resolve(name + "-light.png")).isNotEmptyFile();
      assertThat(out.resolve(name + "-dark.png")).isNotEmptyFile();
    }
    assertThat(out.resolve("learning-curve.svg")).isNotEmptyFile();
    assertThat(out.resolve("log")).isNotEmptyDirectory();
    assertThat(out.resolve("board")).isNotEmptyDirectory();
  }

  @Test
  void a_service_answers_with_a_saved_classifier() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      examples.add(Example.text("refund my money " + i).labelled("billing"));
      examples.add(Example.text("the screen is broken " + i).labelled("repair"));
    }
    Path model = folder.resolve("topics.sortal");
    try (Classifier classifier =
        Pipeline.text().network(Presets.kerasText()).epochs(3).train(Dataset.of(examples))) {
      classifier.save(model);
    }
    try (ClassifierService service = ClassifierService.start(model, 0)) {
      URI address = URI.create("http://localhost:" + service.port() + "/classify");
      HttpURLConnection call = (HttpURLConnection) address.toURL().openConnection();
      call.setDoOutput(true);
      call.getOutputStream().write("the screen is broken".getBytes(StandardCharsets.UTF_8));
      String answer = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).matches("repair\t[01]\\.[0-9]{4}\\s+");
    }
  }

  private static PrintStream into(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void credit_scoring_comes_near_the_formula_that_made_the_loans() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Evaluation> figures = CreditScoring.run(into(out));
    double network = figures.get(0).rocAuc();
    double formula = figures.get(1).rocAuc();
    assertThat(formula).isBetween(0.75, 0.95);
    assertThat(network).isBetween(formula - 0.03, formula + 0.01);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("ROC AUC", "of the formula itself");
  }

  @Test
  void recommendation_needs_the_title_and_the_reader_together() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(Recommendation.run(into(out)).rocAuc()).isGreaterThan(0.75);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .matches("(?s).*For a reader of [^\\n]*\\R +[0-9.,]+  an island with a harbour\\R.*");
  }

  @Test
  void tagging_gives_every_tag_that_a_letter_needs() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MultiLabelEvaluation figures = Tagging.run(folder, into(out));
    assertThat(figures.microF1()).isGreaterThan(0.95);
    assertThat(figures.subsetAccuracy()).isGreaterThan(0.9);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("billing", "delivery", "second letter -> []");
  }
}
