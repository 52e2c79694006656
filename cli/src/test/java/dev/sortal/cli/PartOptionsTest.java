package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cleans, divides and keeps training rows as the command is told to. */
class PartOptionsTest {
  @TempDir Path folder;
  private Path data;

  /** 80 different texts by 20 customers, of which the first 40 come twice. */
  @BeforeEach
  void write_data() throws IOException {
    StringBuilder rows = new StringBuilder("text,label,customer\n");
    for (int i = 0; i < 120; i++) {
      int text = i % 80;
      String mood = text % 2 == 0 ? "such a good day" : "what a bad night";
      rows.append(mood + " number" + text + "," + text % 2 + ",c" + text % 20 + "\n");
    }
    data = Files.writeString(folder.resolve("data.csv"), rows);
  }

  private Run train(Object... more) {
    List<Object> all =
        new ArrayList<>(List.of("train", "--data", data, "--out", folder.resolve("model.sortal")));
    all.addAll(List.of("--preset", "kerasText", "--max-length", 8, "--epochs", 2));
    all.addAll(List.of(more));
    return sortal(all.toArray());
  }

  private static void assertTrainedOn(Run run, String rows) {
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains(rows);
  }

  @Test
  void rows_that_occurred_before_are_left_out() {
    assertTrainedOn(train(), ": 96 rows, 24 for validation");
    assertTrainedOn(train("--clean"), ": 64 rows, 16 for validation");
  }

  @Test
  void rows_like_others_are_left_out() {
    assertTrainedOn(train("--near-duplicates", 1, "--validation", 0.5), ": 40 rows, 40 for");
    Run run = train("--near-duplicates", 0.1);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("0.1").doesNotContain("\tat ");
  }

  @Test
  void rows_of_equal_value_fall_on_one_side() {
    // Six rows of each of 20 customers: parts by customer are multiples of 6.
    Run run = train("--split-by", "customer", "--validation", 0.4);
    assertThat(run.code()).as(run.err()).isZero();
    String line = run.err().lines().filter(l -> l.contains(" for validation")).findFirst().get();
    int training = Integer.parseInt(line.replaceAll(".*: (\\d+) rows.*", "$1"));
    assertThat(training % 6).isZero();
    assertThat(training).isBetween(6, 114);

    Run absent = train("--split-by", "client");
    assertThat(absent.code()).isEqualTo(1);
    assertThat(absent.err()).contains("client", "customer").doesNotContain("\tat ");
  }

  @Test
  void encoded_rows_are_kept_in_a_folder_and_used_again() throws IOException {
    Path cache = folder.resolve("cache");
    assertTrainedOn(train("--cache", cache), " for validation");
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).isNotEmpty();
    }
    assertTrainedOn(train("--cache", cache, "--json", "--test", data), " for validation");
  }

  @Test
  void rows_without_a_text_need_a_column_to_be_divided_by() throws IOException {
    StringBuilder rows = new StringBuilder("id,age,label\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i + "," + (i % 2 == 0 ? 20 : 70) + "," + i % 2 + "\n");
    }
    Path table = Files.writeString(folder.resolve("table.csv"), rows);
    Object[] arguments = {
      "train", "--data", table, "--number", "age", "--out", folder.resolve("t.sortal"), "--cache"
    };
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add(folder.resolve("cache"));
    Run run = sortal(all.toArray());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--split-by", "--validation 0");
    all.addAll(List.of("--split-by", "id"));
    assertTrainedOn(sortal(all.toArray()), " for validation");
  }
}
