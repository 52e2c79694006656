package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.bundle.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoOptionsTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void write_data() throws IOException {
    data = folder.resolve("data.csv");
    model = folder.resolve("model.sortal");
    StringBuilder csv = new StringBuilder("text,label,customer\n");
    for (int i = 0; i < 80; i++) {
      csv.append(i % 2 == 0 ? "what a good day,yes,c" : "such a bad night,no,c")
          .append(i % 20)
          .append('\n');
    }
    Files.writeString(data, csv);
  }

  private Run train(Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", "--data", data, "--out", model));
    all.addAll(List.of(more));
    return sortal(all.toArray());
  }

  private JsonNode auto() {
    return BundleFile.read(model).provenance().path("auto");
  }

  @Test
  void rows_are_learned_without_a_preset_in_the_time_of_the_mode() throws IOException {
    Run run = train("--mode", "fast", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(new ObjectMapper().readTree(run.out()).path("accuracy").asDouble()).isEqualTo(1);
    assertThat(auto().path("mode").textValue()).isEqualTo("FAST");
    assertThat(auto().path("validation").path("of").textValue())
        .isEqualTo("this training, without these rows");
    assertThat(train().code()).isZero();
    assertThat(auto().path("mode").textValue()).isEqualTo("STANDARD");
  }

  @Test
  void with_rows_to_judge_by_it_is_trained_on_all_others() {
    Run run = train("--mode", "fast", "--test", data);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(auto().path("validation").path("of").textValue()).contains("a second one on all");
    assertThat(BundleFile.read(model).provenance().path("data").path("trainingRows").intValue())
        .isEqualTo(80);
  }

  @Test
  void a_column_that_only_divides_is_not_learned_from() {
    Run run = train("--mode", "fast", "--split-by", "customer", "--validation", 0.3);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(BundleFile.read(model).encoders())
        .allSatisfy(encoder -> assertThat(encoder.fields()).containsOnlyKeys("text"));
  }

  @Test
  void options_of_presets_say_so() {
    for (Object[] option :
        new Object[][] {
          {"--epochs", 3},
          {"--batch", 8},
          {"--no-bucketing"},
          {"--max-length", 9},
          {"--normalize", "nfkc"}
        }) {
      Run run = train(option);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains(option[0] + " goes with --preset", "--preset fitting");
    }
    assertThat(train("--mode", "quick").err())
        .contains("--mode must be fast, standard or best, got \"quick\"");
    assertThat(train("--mode", "fast", "--preset", "kimCnn").err())
        .contains("--mode is for rows of texts and columns without --preset");
    assertThat(model).doesNotExist();
  }
}
