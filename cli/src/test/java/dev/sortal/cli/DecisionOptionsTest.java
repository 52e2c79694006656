package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.bundle.BundleFile;
import dev.sortal.bundle.Decision;
import dev.sortal.metrics.FittedCalibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionOptionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void write_data() throws IOException {
    data = folder.resolve("data.csv");
    model = folder.resolve("model.sortal");
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < 120; i++) {
      csv.append(i % 2 == 0 ? "what a good day,yes\n" : "such a bad night,no\n");
      csv.append(i % 4 == 0 ? "who can tell,yes\n" : i % 4 == 2 ? "who can tell,no\n" : "");
    }
    Files.writeString(data, csv.toString());
  }

  private Run train(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "--data", data, "--out", model));
    Collections.addAll(arguments, "--max-length", 10, "--epochs", 3, "--preset", "kerasText");
    Collections.addAll(arguments, more);
    return sortal(arguments.toArray());
  }

  private Decision.OneLabel decision() {
    return (Decision.OneLabel) BundleFile.read(model).decision();
  }

  @Test
  void what_was_chosen_in_training_is_shown_by_classify_and_evaluate() throws IOException {
    Run run = train("--calibrate", "temperature", "--abstain", 0.75);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("Below a probability of 0.7500 it abstains: it answers");
    assertThat(decision().calibration()).isInstanceOf(FittedCalibration.Temperature.class);
    assertThat(decision().abstainBelow()).isEqualTo(0.75);

    Run classify = sortal("classify", "--model", model, "what a good day", "who can tell");
    assertThat(classify.out().lines().toList().get(0)).startsWith("yes\t");
    assertThat(classify.out().lines().toList().get(1)).startsWith("(abstained, ");
    Run json = sortal("classify", "--model", model, "--json", "who can tell");
    assertThat(JSON.readTree(json.out()).path("abstained").asBoolean()).isTrue();

    Path out = folder.resolve("out.jsonl");
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "text\nwhat a good day\nwho can tell\n");
    assertThat(sortal("classify", "--model", model, "--data", rows, "--out", out).code()).isZero();
    List<String> written = Files.readAllLines(out);
    assertThat(JSON.readTree(written.get(0)).path("predicted").asText()).isEqualTo("yes");
    assertThat(JSON.readTree(written.get(1)).path("predicted").isNull()).isTrue();
    assertThat(JSON.readTree(written.get(1)).path("probability").isNumber()).isTrue();

    Path curves = folder.resolve("curves.json");
    Run evaluation =
        sortal(
            "evaluate",
            "--model",
            model,
            "--data",
            data,
            "--json",
            "--intervals",
            "--curves",
            curves);
    assertThat(evaluation.code()).as(evaluation.err()).isZero();
    JsonNode figures = JSON.readTree(evaluation.out());
    assertThat(figures.at("/intervals/accuracy/low").asDouble())
        .isLessThan(figures.path("accuracy").asDouble());
    assertThat(figures.at("/abstaining/coverage").asDouble()).isBetween(0.5, 0.9);
    assertThat(figures.at("/figures/classes/0/specificity").isNumber()).isTrue();
    JsonNode drawn = JSON.readTree(curves.toFile());
    assertThat(drawn.at("/labels/yes/roc").size()).isGreaterThan(2);
    assertThat(drawn.at("/labels/no/precisionRecall/0/precision").asDouble()).isEqualTo(1);
    assertThat(drawn.path("reliability").size()).isEqualTo(15);
    assertThat(drawn.at("/coverage/0/coverage").asDouble()).isPositive();

    Run table = sortal("evaluate", "--model", model, "--data", data, "--intervals");
    assertThat(table.out()).contains("95 % interval of 1,000 resamples", "macroF1");
  }

  @Test
  void a_target_accuracy_and_a_label_out_of_scope_are_kept() {
    Run run = train("--calibrate", "isotonic", "--target-accuracy", 0.9, "--out-of-scope", "no");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(decision().abstainBelow()).isPositive();
    assertThat(decision().outOfScope()).containsExactly(0);
    assertThat(sortal("classify", "--model", model, "such a bad night").out())
        .startsWith("(out of scope, no)\t");
  }

  @Test
  void contradictions_and_other_names_are_refused() {
    assertThat(train("--abstain", 0.5, "--target-accuracy", 0.9).err())
        .contains(
            "A classifier abstains below a probability or for an accuracy: expected --abstain or"
                + " --target-accuracy, got both.");
    assertThat(train("--calibrate", "platt").err())
        .contains("expected temperature or isotonic, got \"platt\".");
  }
}
