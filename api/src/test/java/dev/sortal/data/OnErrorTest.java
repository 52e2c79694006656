package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import dev.sortal.error.SortalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnErrorTest {
  @TempDir Path folder;
  private Path rejects;
  private RowSource source;

  /** Good rows in lines 2, 4 and 9; no label, a field too many, a wrong weight, no UTF-8. */
  @BeforeEach
  void write() throws IOException {
    rejects = folder.resolve("rejects.jsonl");
    Path file = folder.resolve("data.csv");
    String content =
        "text,label,w\na,x,1\n\"b, \"\"c\"\"\", ,1\nd,x,1\ne,x,1,1\n\"f\ng\",y,much\nh,é,1\ni,y,2\n";
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    source = RowSource.of(CsvFile.csv(file)).weight("w");
  }

  private static List<Example> read(Source source) {
    try (Stream<Example> examples = source.open()) {
      return examples.toList();
    }
  }

  private static String logOf(Runnable work) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }

  @Test
  void fails_at_the_first_row_by_default() {
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("data.csv:3 has no label");
    assertThatThrownBy(() -> read(source.onError(OnError.failFast())))
        .isInstanceOf(RowException.class);
  }

  @Test
  void skips_reports_and_goes_on() {
    String log =
        logOf(
            () ->
                assertThat(read(source.onError(OnError.skipAndReport(4))))
                    .extracting(Example::text)
                    .containsExactly("a", "d", "i"));
    assertThat(log)
        .contains(
            "WARN",
            "Skipped 4 of 7 rows of data.csv.",
            "data.csv:3 has no label",
            "data.csv:5 has 4 fields",
            "data.csv:6 has a weight that cannot be used",
            "data.csv:8 holds bytes that are not UTF-8");
    assertThat(folder).isDirectoryNotContaining("glob:**rejects*");
  }

  @Test
  void shows_the_first_five_reasons_only() {
    RowSourceTest.Memory table = RowSourceTest.Memory.of("text,label", "a", "x");
    for (int i = 0; i < 7; i++) {
      table.row("b", "");
    }
    String log = logOf(() -> read(RowSource.of(table).onError(OnError.skipAndReport(100))));
    assertThat(log).contains("Skipped 7 of 8 rows of memory", "memory:6 ").doesNotContain(":7 ");
  }

  @Test
  void ends_one_row_above_the_limit_and_shows_the_first() {
    assertThatThrownBy(
            () -> logOf(() -> read(source.onError(OnError.skipAndReport(3).rejectsTo(rejects)))))
        .isInstanceOf(DataException.class)
        .isNotInstanceOf(RowException.class)
        .hasMessageContainingAll(
            "Too many rows of data.csv cannot be used: expected at most 3, got one more",
            "data.csv:3 has no label",
            "data.csv:6 has a weight",
            "The last:\n  data.csv:8",
            "raise the limit");
    assertThat(rejects).content().hasLineCount(3);
  }

  @Test
  void writes_the_rejects_as_json_lines() throws IOException {
    logOf(() -> read(source.onError(OnError.skipAndReport(10).rejectsTo(rejects))));
    List<String> lines = Files.readAllLines(rejects);
    assertThat(lines).hasSize(4);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.get("file").asText()).isEqualTo("data.csv");
    assertThat(first.get("line").asInt()).isEqualTo(3);
    assertThat(first.get("reason").asText()).startsWith("has no label: expected one");
    assertThat(first.get("raw").asText()).isEqualTo("\"b, \"\"c\"\"\", ,1");
    assertThat(new ObjectMapper().readTree(lines.get(1)).get("raw").asText()).isEqualTo("e,x,1,1");
    assertThat(new ObjectMapper().readTree(lines.get(2)).get("raw").asText())
        .isEqualTo("\"f\ng\",y,much");
    assertThat(new ObjectMapper().readTree(lines.get(3)).get("raw").asText())
        .isEqualTo("h,\ufffd,1");
  }

  @Test
  void replaces_the_rejects_of_an_earlier_pass_when_it_ends() throws IOException {
    Files.writeString(rejects, "before");
    RowSource good = RowSource.of(RowSourceTest.Memory.of("text,label", "a", "x"));
    try (Stream<Example> examples =
        good.onError(OnError.skipAndReport(10).rejectsTo(rejects)).open()) {
      assertThat(rejects).hasContent("before");
      assertThat(examples).hasSize(1);
    }
    assertThat(rejects).isEmptyFile();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void writes_what_a_pass_rejected_that_is_not_read_to_the_end() {
    String log =
        logOf(
            () -> {
              try (Stream<Example> examples =
                  source.onError(OnError.skipAndReport(10).rejectsTo(rejects)).open()) {
                assertThat(examples.skip(1).findFirst()).isPresent();
              }
            });
    assertThat(rejects).content().hasLineCount(1);
    assertThat(log).contains("Skipped 1 of 3 rows of data.csv, now in " + rejects);
  }

  @Test
  void a_missing_file_or_column_is_fatal() {
    OnError skip = OnError.skipAndReport(100).rejectsTo(rejects);
    assertThatThrownBy(() -> read(source.label("lable").onError(skip)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column \"lable\"");
    RowSource absent = RowSource.of(CsvFile.csv(folder.resolve("absent.csv"))).onError(skip);
    assertThatThrownBy(() -> read(absent)).hasMessageContaining("There is no file");
    assertThat(rejects).doesNotExist();
  }

  @Test
  void a_source_without_any_usable_row_is_fatal() {
    RowSourceTest.Memory table = RowSourceTest.Memory.of("text,label", "a", "").row("b", " ");
    RowSource all = RowSource.of(table).onError(OnError.skipAndReport(100));
    assertThatThrownBy(() -> logOf(() -> read(all)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("No row of memory can be used: all 2", "memory:1 has no label");
  }

  @Test
  void names_a_file_of_rejects_that_cannot_be_written() {
    OnError skip = OnError.skipAndReport(100).rejectsTo(folder.resolve("absent/rejects.jsonl"));
    assertThatThrownBy(() -> read(source.onError(skip)))
        .isInstanceOf(SortalException.class)
        .hasMessageContainingAll("rejects.jsonl", "there is no folder");
  }

  @Test
  void refuses_limits_that_skip_nothing() {
    assertThatThrownBy(() -> OnError.skipAndReport(0)).hasMessageContaining("failFast()");
    assertThatThrownBy(() -> OnError.failFast().rejectsTo(rejects))
        .hasMessageContaining("skipAndReport(limit).rejectsTo(file)");
  }
}
