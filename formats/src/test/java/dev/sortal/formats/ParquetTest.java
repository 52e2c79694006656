package dev.sortal.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Dataset;
import dev.sortal.data.Example;
import dev.sortal.data.OnError;
import dev.sortal.data.RowSource;
import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of files that DuckDB wrote. */
class ParquetTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("data.parquet");
  }

  private void write(Path path, String query, String options) {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute("copy (" + query + ") to '" + path + "' (" + options + ")");
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  private RowSource source(String query) {
    write(file, query, "format parquet");
    return Parquet.file(file);
  }

  private static List<Example> read(RowSource source) {
    return Dataset.of(source).toList();
  }

  @Test
  void reads_texts_labels_weights_and_tells_rows() {
    RowSource source =
        source("from (values ('né', 'x', 0.5), ('', 'y', 2)) t(review, stars, w)")
            .text("review")
            .label("stars")
            .weight("w");
    List<Example> examples = read(source);
    assertThat(examples)
        .containsExactly(
            Example.text("né").labelled("x").weighted(0.5),
            Example.text("").labelled("y").weighted(2));
    assertThat(examples.get(1).origin()).isEqualTo("data.parquet:2");
    assertThat(read(source)).isEqualTo(examples);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true:boolean=true",
        "-7:tinyint=-7",
        "-70000:integer=-70000",
        "255:utinyint=255",
        "4294967295:uinteger=4294967295",
        "18446744073709551615:ubigint=18446744073709551615",
        "-9007199254740993:bigint=-9007199254740993",
        "1.50:decimal(4,2)=1.50",
        "-12345678901234567890.123:decimal(30,3)=-12345678901234567890.123",
        "12345678901.5:decimal(15,1)=12345678901.5",
        "0.1:float=0.1",
        "1e10:double=10000000000",
        "'2020-02-03':date=2020-02-03",
        "'2020-02-03 04:05:06.789':timestamp=2020-02-03T04:05:06.789",
        "'2020-02-03 04:05:06':timestamp_s=2020-02-03T04:05:06",
        "'2020-02-03 04:05:06+00':timestamptz=2020-02-03T04:05:06Z",
        "'04:05:06':time=04:05:06",
        "'ee05cd44-a3a9-4d4c-9e8e-6b1c3f2f3b11':uuid=ee05cd44-a3a9-4d4c-9e8e-6b1c3f2f3b11",
        "'{\"a\":1}':json={\"a\":1}",
      })
  void writes_every_type_as_text(String line) {
    String value =
        line.substring(0, line.indexOf(":", line.startsWith("'") ? line.indexOf("'", 1) : 0));
    String type = line.substring(value.length() + 1, line.lastIndexOf("="));
    RowSource source = source("select cast(" + value + " as " + type + ") as text");
    assertThat(read(source.unlabelled()))
        .containsExactly(Example.text(line.substring(line.lastIndexOf("=") + 1)));
  }

  @Test
  void reads_nested_columns_and_leaves_out_what_is_missing() {
    RowSource source =
        source(
                "from (values ({'city': 'Bern', 'size': 3}, 41, 'x'),"
                    + " ({'city': null, 'size': 4}, null, 'y'), (null, 7, 'z'))"
                    + " t(home, age, label)")
            .field("home.city")
            .number("home.size")
            .number("age");
    assertThat(read(source))
        .containsExactly(
            Example.of(Map.of("home.city", "Bern", "home.size", 3, "age", 41)).labelled("x"),
            Example.of(Map.of("home.size", 4)).labelled("y"),
            Example.of(Map.of("age", 7)).labelled("z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd", "lz4_raw"})
  void reads_all_row_groups_however_packed(String compression) {
    write(
        file,
        "select 'text ' || n as text, n % 3 as label from range(10000) t(n)",
        "format parquet, row_group_size 2048, compression " + compression);
    List<Example> examples = read(Parquet.file(file));
    assertThat(examples).hasSize(10_000);
    for (int n = 0; n < examples.size(); n++) {
      assertThat(examples.get(n)).isEqualTo(Example.text("text " + n).labelled("" + n % 3));
    }
  }

  @Test
  void names_a_packing_that_it_does_not_know() {
    write(file, "select 'a' as text, 'x' as label", "format parquet, compression brotli");
    assertThatThrownBy(() -> read(Parquet.file(file)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("data.parquet", "BROTLI", "expected SNAPPY");
  }

  @Test
  void reads_the_files_of_a_folder() {
    for (int part : List.of(2, 1)) {
      write(
          folder.resolve("part-" + part + ".parquet"),
          "select 'a' as text, " + part + " as label",
          "format parquet");
    }
    assertThat(read(Parquet.files(folder, "part-*.parquet")))
        .extracting(Example::label)
        .containsExactly("1", "2");
  }

  @Test
  void names_the_row_of_a_missing_or_a_wrong_value_and_skips_it() {
    RowSource source = source("from (values ('a', 'x'), (null, 'x'), ('b', 'y')) t(text, label)");
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("data.parquet:2 has no text");
    Path rejects = folder.resolve("rejects.jsonl");
    assertThat(read(source.onError(OnError.skipAndReport(1).rejectsTo(rejects)))).hasSize(2);
    assertThat(rejects).content().contains("\"raw\":\"[text=null, label=x]\"");
    assertThatThrownBy(() -> read(source.number("text")))
        .hasMessageContainingAll("data.parquet:1 has no number", "got \"a\"");
    RowSource bytes = source("select 'a'::blob as text, 'x' as label");
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(RowException.class)
        .hasMessageContainingAll("data.parquet:1 has no text", "got a byte[]");
  }

  @Test
  void names_the_row_of_a_text_that_is_not_utf_8() throws IOException {
    write(
        file,
        "from (values ('first', 'x'), ('spoil', 'x'), ('last\ufffd', 'x')) t(text, label)",
        "format parquet, compression uncompressed");
    byte[] bytes = Files.readAllBytes(file);
    String content = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[content.indexOf("spoil", content.indexOf("first"))] = (byte) 0xe9;
    Files.write(file, bytes);
    assertThatThrownBy(() -> read(Parquet.file(file)))
        .isInstanceOf(RowException.class)
        .hasMessage("data.parquet:2 holds bytes that are not UTF-8 in column \"text\".");
    assertThat(read(Parquet.file(file).onError(OnError.skipAndReport(1))))
        .extracting(Example::text)
        .containsExactly("first", "last\ufffd");
  }

  @Test
  void reads_several_labels_of_a_list() {
    RowSource source =
        source(
                "from (values ('a', {'tags': ['x', 'y'], 'n': [[1]]}), ('b', {'tags': [], 'n': []}),"
                    + " ('c', {'tags': ['z'], 'n': null})) t(text, its)")
            .labels("its.tags");
    assertThat(read(source))
        .containsExactly(
            Example.text("a").labelled(List.of("x", "y")),
            Example.text("b").labelled(List.of()),
            Example.text("c").labelled("z"));
    assertThatThrownBy(() -> read(source.labels("its.n")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no column \"its.n\"", "[text, its.tags]");
    RowSource missing =
        source("from (values ('a', ['x']), ('b', null), ('c', ['y', null])) t(text, tags)")
            .labels("tags")
            .onError(OnError.skipAndReport(2));
    assertThat(read(missing)).containsExactly(Example.text("a").labelled("x"));
    assertThatThrownBy(() -> read(missing.onError(OnError.failFast())))
        .hasMessageContainingAll("data.parquet:2 has no labels", "got none");
  }

  @Test
  void a_list_of_numbers_in_a_row_group_after_another() {
    write(
        file,
        "select n::varchar as text, range(n % 3) as label from range(5000) t(n)",
        "format parquet, row_group_size 2048");
    List<Example> examples = read(Parquet.file(file).labels("label"));
    assertThat(examples).hasSize(5000);
    for (int n : List.of(0, 1, 2, 2048, 4999)) {
      assertThat(examples.get(n).text()).isEqualTo(Integer.toString(n));
      assertThat(examples.get(n).labels()).isEqualTo(List.of("0", "1").subList(0, n % 3));
    }
  }

  @Test
  void a_missing_file_or_column_and_a_damaged_file_are_fatal() throws IOException {
    RowSource source =
        source("select 'a' as text, map {'x': 1} as label").onError(OnError.skipAndReport(9));
    assertThatThrownBy(() -> read(source.label("class")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("data.parquet has no column \"class\"", "[text]");
    assertThatThrownBy(() -> read(source))
        .hasMessageContainingAll("no column \"label\"", "is a map, a group or a list of such");
    assertThatThrownBy(() -> read(Parquet.file(folder.resolve("absent.parquet"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no file");
    assertThatThrownBy(() -> read(Parquet.file(folder)))
        .hasMessageContaining("Parquet.files(folder, \"*.parquet\")");
    Files.writeString(file, "text,label\na,x\n");
    assertThatThrownBy(() -> read(Parquet.file(file)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be read as Parquet");
  }

  @Test
  void a_damaged_page_is_an_error_of_the_file() throws IOException {
    write(
        file,
        "select 'text ' || n as text, n % 3 as label from range(1000) t(n)",
        "format parquet, compression zstd");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 200; i < 260; i++) {
      bytes[i] ^= 0x5a;
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> read(Parquet.file(file).onError(OnError.skipAndReport(9))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Could not read data.parquet after row");
  }

  @Test
  void rows_without_any_are_an_error() {
    RowSource source = source("select 'a' as text, 'x' as label where false");
    assertThatThrownBy(() -> read(source)).hasMessageContaining("data.parquet holds no rows");
  }
}
