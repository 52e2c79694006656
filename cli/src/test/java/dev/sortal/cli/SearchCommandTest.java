package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void write_data() throws IOException {
    data = folder.resolve("data.csv");
    model = folder.resolve("model.sortal");
    StringBuilder csv = new StringBuilder("id,text,label,fold,tags\n");
    for (int i = 0; i < 120; i++) {
      csv.append(i)
          .append(i % 2 == 0 ? ",what a good day " : ",such a bad night ")
          .append(i)
          .append(i % 2 == 0 ? ",yes," : ",no,")
          .append(i % 3 + 1)
          .append(i % 2 == 0 ? ",a|b\n" : ",b\n");
    }
    Files.writeString(data, csv.toString());
  }

  private Run run(String command, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of(command, "--data", data));
    arguments.addAll(List.of("--preset", "kerasText", "--max-length", 8, "--epochs", 3));
    arguments.addAll(List.of(more));
    return sortal(arguments.toArray());
  }

  @Test
  void cross_validate_prints_means_and_writes_predictions() throws IOException {
    Path predictions = folder.resolve("predictions.csv");
    Run run = run("cross-validate", "--folds", 3, "--predictions", predictions);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("3 folds of 120 examples", "accuracy", "95 % interval");
    assertThat(run.err()).contains("Fold 1 of 3", "Fold 3 of 3", "epoch  1");
    List<String> rows = Files.readAllLines(predictions);
    assertThat(rows).hasSize(121);
    assertThat(rows.get(0))
        .isEqualTo("row,fold,label,predicted,probability of no,probability of yes");
    assertThat(rows.get(1)).matches("0,[123],yes,(yes|no),[0-9.E-]+,[0-9.E-]+");
  }

  @Test
  void cross_validate_takes_folds_of_a_column_and_prints_one_json_object() throws IOException {
    Run run = run("cross-validate", "--folds", 3, "--fold-column", "fold", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().strip().lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/figures/accuracy/values")).hasSize(3);
    assertThat(json.at("/figures/accuracy/mean").asDouble()).isGreaterThan(0.9);
    assertThat(json.at("/each/0/rows").asInt()).isEqualTo(40);
    assertThat(run("cross-validate", "--folds", 4, "--fold-column", "fold").err())
        .contains("expected 4 different values in the field \"fold\", got 3");
    assertThat(run("cross-validate", "--fold-column", "fold", "--group-by", "id").err())
        .contains("Give --group-by or --fold-column, not both.");
    Run grouped =
        run("cross-validate", "--folds", 2, "--group-by", "id", "--parallel", 2, "--json");
    assertThat(grouped.code()).as(grouped.err()).isZero();
  }

  @Test
  void search_prints_settings_and_importance_and_saves_the_best() throws IOException {
    Path log = folder.resolve("trials.jsonl");
    Run run = run("search", "--trials", 6, "--method", "random", "--out", model, "--log", log);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("6 trials", "learning rate", "filters", "units", "importance", "Saved");
    assertThat(run.err()).contains("trial 6  ");
    assertThat(model).exists();
    assertThat(Files.readAllLines(log)).hasSize(7);
    Run again =
        run("search", "--trials", 7, "--method", "random", "--out", model, "--log", log, "--json");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("trial 7  ").doesNotContain("trial 6  ");
    JsonNode json = new ObjectMapper().readTree(again.out());
    assertThat(json.path("trials")).hasSize(7);
    assertThat(json.at("/model/accuracy").asDouble()).isEqualTo(json.at("/best/value").asDouble());
    Run other = run("search", "--seed", 1, "--method", "random", "--out", model, "--log", log);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("is that of another search: it differs in seed");
  }

  @Test
  void search_runs_hyperband_and_several_labels() {
    Run run =
        run(
            "search",
            "--method",
            "hyperband",
            "--out",
            model,
            "--labels",
            "tags",
            "--separator",
            "|");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("best microF1", "Saved");
  }

  @Test
  void wrong_words_are_refused() {
    assertThat(run("search", "--out", model, "--method", "luck").err())
        .contains("--method must be tpe, random or hyperband, got \"luck\".");
    assertThat(run("search", "--out", model, "--figure", "beauty").err())
        .contains("--figure must be accuracy, macroF1 or logLoss, got \"beauty\".");
    assertThat(run("search", "--out", model, "--validation", 0).err())
        .contains("A search judges by validation rows");
    assertThat(run("search").code()).isEqualTo(2);
    assertThat(model).doesNotExist();
  }
}
