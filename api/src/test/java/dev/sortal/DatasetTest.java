package dev.sortal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.Example;
import dev.sortal.data.OnError;
import dev.sortal.data.Source;
import dev.sortal.data.SplitRule;
import dev.sortal.error.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {
  private static final Example EXAMPLE = Example.text("a").labelled("x");

  @TempDir Path folder;

  @Test
  void a_list_is_copied_and_an_iterable_asked_again() {
    List<Example> list = new ArrayList<>(List.of(EXAMPLE));
    Dataset copied = Dataset.of(list);
    Iterable<Example> iterable = list;
    Dataset asked = Dataset.of(iterable);
    list.add(EXAMPLE);
    assertThat(copied.toList()).hasSize(1);
    assertThat(asked.toList()).hasSize(2);
    assertThat(asked.toList()).hasSize(2);
  }

  @Test
  void a_supplier_of_streams_is_a_source_and_its_streams_are_closed() {
    List<String> closed = new ArrayList<>();
    Supplier<Stream<Example>> supplier =
        () -> Stream.of(EXAMPLE).onClose(() -> closed.add("closed"));
    Dataset dataset = Dataset.of(supplier::get);
    assertThat(dataset.toList()).containsExactly(EXAMPLE);
    assertThat(dataset.toList()).containsExactly(EXAMPLE);
    assertThat(closed).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashed", "column"})
  void parts_of_a_rule_that_streams_are_read_when_they_are_needed(String kind) {
    AtomicInteger opened = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    AtomicInteger read = new AtomicInteger();
    Source source =
        () -> {
          opened.incrementAndGet();
          return IntStream.range(0, 1000)
              .mapToObj(
                  i -> {
                    read.incrementAndGet();
                    return Example.text("text " + i)
                        .with("part", i % 3 == 0 ? "train" : i % 3 == 1 ? "dev" : "test");
                  })
              .onClose(closed::incrementAndGet);
        };
    SplitRule rule = kind.equals("hashed") ? SplitRule.hashed() : SplitRule.byColumn("part");
    Split parts = Dataset.of(source).split(rule);
    assertThat(read).hasValue(1);
    try (Stream<Example> training = parts.train().examples()) {
      assertThat(training.limit(5)).hasSize(5);
    }
    assertThat(read).hasValueLessThan(30);
    List<Example> all = new ArrayList<>(parts.train().toList());
    all.addAll(parts.validation().toList());
    all.addAll(parts.test().toList());
    assertThat(all).hasSize(1000).doesNotHaveDuplicates();
    assertThat(opened).hasValue(5);
    assertThat(closed).hasValue(5);
    assertThat(parts.train().toList())
        .isEqualTo(
            Dataset.of(source).toList().stream()
                .filter(example -> rule.assign(List.of(example)).get(0) == SplitRule.Part.TRAIN)
                .toList());
    assertThatThrownBy(() -> Dataset.of(List.of()).split(rule))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nothing to split");
  }

  @Test
  void settings_of_a_file_and_of_its_columns_come_in_any_order() throws IOException {
    Path file = folder.resolve("data.csv");
    Files.writeString(file, "t;l;n;w\né;x;5;2\né;;5;2\n", StandardCharsets.ISO_8859_1);
    Dataset dataset =
        Dataset.csv(folder, "*.csv")
            .text("t")
            .onError(OnError.skipAndReport(1))
            .charset(StandardCharsets.ISO_8859_1)
            .number("n")
            .separator(';')
            .label("l")
            .weight("w");
    assertThat(dataset.toList())
        .containsExactly(Example.of(Map.of("text", "é", "n", 5)).labelled("x").weighted(2));
    assertThat(Dataset.tsv(file).separator(';').charset(StandardCharsets.ISO_8859_1).text("t"))
        .isInstanceOf(Dataset.class)
        .extracting(tsv -> ((Dataset.Csv) tsv).unlabelled().toList().size())
        .isEqualTo(2);
  }

  @Test
  void json_lines_and_class_folders_take_a_charset() throws IOException {
    Files.createDirectory(folder.resolve("x"));
    Files.writeString(folder.resolve("x/1.txt"), "é", StandardCharsets.ISO_8859_1);
    Path json = folder.resolve("data.jsonl");
    Files.writeString(json, "{\"text\":\"é\",\"label\":\"x\"}", StandardCharsets.ISO_8859_1);
    List<Example> expected = List.of(Example.text("é").labelled("x"));
    assertThat(Dataset.textFolders(folder).charset(StandardCharsets.ISO_8859_1).toList())
        .isEqualTo(expected);
    assertThat(Dataset.jsonLines(json).charset(StandardCharsets.ISO_8859_1).toList())
        .isEqualTo(expected);
    assertThat(
            Dataset.jsonLines(folder, "*.jsonl")
                .onError(OnError.skipAndReport(1))
                .charset(StandardCharsets.ISO_8859_1)
                .toList())
        .isEqualTo(expected);
  }

  @Test
  void a_database_is_read_through_a_data_source() {
    JdbcDataSource database = new JdbcDataSource();
    database.setUrl("jdbc:h2:mem:");
    Dataset dataset =
        Dataset.jdbc(database, "select 'a' || ? as body, 'x' as label")
            .text("body")
            .parameters("b")
            .fetchSize(10);
    assertThat(dataset.toList()).containsExactly(Example.text("ab").labelled("x"));
  }
}
