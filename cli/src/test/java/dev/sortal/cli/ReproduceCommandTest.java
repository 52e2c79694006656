package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains saved classifiers again. */
class ReproduceCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void write_data() throws IOException {
    model = folder.resolve("model.sortal");
    data = Files.writeString(folder.resolve("data.csv"), rows(120));
  }

  private static String rows(int count) {
    StringBuilder rows = new StringBuilder("words;class;customer\n");
    for (int i = 0; i < count; i++) {
      int text = i % 80;
      String mood = text % 2 == 0 ? "such a good day" : "what a bad night";
      rows.append(mood + " number" + text + ";" + (text % 2 == 0 ? " good" : "bad"));
      rows.append(";c" + text % 20 + "\n");
    }
    return rows.toString();
  }

  private Run train(Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", "--data", data, "--out", model));
    all.addAll(List.of("--preset", "kerasText", "--max-length", 8, "--epochs", 2));
    all.addAll(List.of("--text", "words", "--label", "class", "--delimiter", ";"));
    all.addAll(List.of(more));
    return sortal(all.toArray());
  }

  @Test
  void the_same_rows_give_the_same_weights_to_the_bit() {
    assertThat(train("--clean", "--validation", 0.25, "--seed", 7).code()).isZero();

    Run again = sortal("reproduce", model, "--data", data);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("Data       the same\n", "Weights    the same to the bit\n")
        .doesNotContain("Different", "Setting");
  }

  @Test
  void rows_divided_by_a_column_and_kept_in_files_come_again() {
    Path cache = folder.resolve("cache");
    assertThat(train("--cache", cache, "--split-by", "customer").code()).isZero();

    Run again = sortal("reproduce", model, "--data", data, "--json");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("\"bitEqual\":true");
  }

  @Test
  void words_that_were_altered_and_weighed_come_again() {
    assertThat(train("--clean", "--word-dropout", 0.2, "--class-weights", "good=2,bad=0.5").code())
        .isZero();
    Run again = sortal("reproduce", model, "--data", data);
    assertThat(again.code()).as(again.err()).isZero();
  }

  @Test
  void a_classifier_without_settings_comes_again() {
    Run trained =
        sortal(
            "train",
            "--data",
            data,
            "--out",
            model,
            "--text",
            "words",
            "--label",
            "class",
            "--delimiter",
            ";",
            "--test",
            data,
            "--mode",
            "fast");
    assertThat(trained.code()).as(trained.err()).isZero();

    Run again = sortal("reproduce", model, "--data", data);
    assertThat(again.code()).as(again.err() + again.out()).isZero();
    assertThat(again.out()).contains("Weights    the same to the bit\n");
  }

  private String texts(String label, int from) throws IOException {
    StringBuilder rows = new StringBuilder("words;class\n");
    for (int i = from; i < from + 60; i++) {
      rows.append("a " + label + " thing number" + i + ";" + label + "\n");
    }
    return Files.writeString(folder.resolve(label + ".csv"), rows).toString();
  }

  @Test
  void what_was_trained_further_knows_old_and_new_and_comes_again() throws IOException {
    assertThat(train("--clean").code()).isZero();
    Path further = folder.resolve("further.sortal");
    String fresh = texts("blue", 0);
    Run run =
        sortal(
            "train",
            "--continue",
            model,
            "--data",
            fresh,
            "--replay",
            data,
            "--out",
            further,
            "--text",
            "words",
            "--label",
            "class",
            "--delimiter",
            ";",
            "--clean",
            "--replay-share",
            0.6,
            "--epochs",
            8,
            "--old-test",
            data);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Right of 12 new rows: 0.0000 before, 1.0000 after")
        .contains("Right of 16 replayed rows: ")
        .contains("Right of 120 old rows: ");
    assertThat(BundleFile.read(further).labels().names()).containsExactly("bad", "good", "blue");

    Run again =
        sortal("reproduce", further, "--data", fresh, "--continue", model, "--replay", data);
    assertThat(again.code()).as(again.err() + again.out()).isZero();
    Run alone = sortal("reproduce", further, "--data", fresh);
    assertThat(alone.code()).isEqualTo(1);
    assertThat(alone.err()).contains("was trained further from another").endsWith("give it too.\n");
  }

  @Test
  void layers_and_replay_of_no_classifier_are_refused() throws IOException {
    assertThat(train().code()).isZero();
    Run preset = train("--continue", model);
    assertThat(preset.code()).isEqualTo(1);
    assertThat(preset.err()).contains("keeps its layers").doesNotContain("\tat ");
    Run replay = train("--replay", data);
    assertThat(replay.code()).isEqualTo(2);
    assertThat(replay.err()).contains("--replay and --old-test go with --continue");
  }

  @Test
  void no_path_is_in_the_record() {
    assertThat(train("--clean", "--normalize", "lowercase,accents").code()).isZero();

    JsonNode command = BundleFile.read(model).provenance().path("command");
    assertThat(command.toString())
        .contains("--clean", "--normalize=lowercase", "--normalize=accents", "--delimiter=;")
        .doesNotContain(folder.toString(), "--data", "--out");
  }

  @Test
  void changed_rows_are_refused() throws IOException {
    assertThat(train().code()).isZero();
    Files.writeString(data, rows(110));

    Run again = sortal("reproduce", model, "--data", data);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err())
        .contains("expected 96 training rows (", "and 24 validation rows (")
        .contains("got 88 training rows (", "and 22 validation rows (")
        .doesNotContain("\tat ");
  }

  @Test
  void both_are_judged_with_test_rows() throws IOException {
    assertThat(train().code()).isZero();

    Run again = sortal("reproduce", model, "--data", data, "--test", data, "--json");
    assertThat(again.code()).as(again.err()).isZero();
    JsonNode figures = new ObjectMapper().readTree(again.out());
    assertThat(figures.path("reproduced").asBoolean()).isTrue();
    assertThat(figures.path("test").path("then").path("rows").asInt()).isEqualTo(120);
    assertThat(figures.path("test").path("now").path("logLoss"))
        .isEqualTo(figures.path("test").path("then").path("logLoss"));
    Run table = sortal("reproduce", model, "--data", data, "--test", data);
    assertThat(table.out()).contains("Then, on the test rows:", "Now, on the test rows:");
  }

  @Test
  void more_threads_are_said() {
    assertThat(train().code()).isZero();

    Run again = sortal("reproduce", model, "--data", data, "--threads", 2, "--tolerance", 0.01);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("Different  threads: 1, now 2\n");
  }

  @Test
  void a_command_that_this_version_does_not_know_is_refused() {
    assertThat(train().code()).isZero();
    Bundle bundle = BundleFile.read(model);
    ObjectNode provenance = bundle.provenance();
    provenance.withObject("/command").putArray("options").add("--tea=green");
    BundleFile.write(bundle.withProvenance(provenance), model);

    Run again = sortal("reproduce", model, "--data", data);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err())
        .contains("expected options of sortal train, got [\"--tea=green\"]")
        .doesNotContain("\tat ");
  }

  @Test
  void a_negative_tolerance_is_refused() {
    assertThat(train().code()).isZero();
    Run again = sortal("reproduce", model, "--data", data, "--tolerance", -1);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("--tolerance must be at least 0, got -1.0.");
  }
}
