package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("data.jsonl");
  }

  private RowSource source(String content, Charset charset) {
    try {
      Files.write(file, content.getBytes(charset));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    return RowSource.of(JsonFile.of(file));
  }

  private RowSource source(String... lines) {
    return source(String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
  }

  private static List<Example> read(Source source) {
    try (Stream<Example> examples = source.open()) {
      return examples.toList();
    }
  }

  @Test
  void reads_names_paths_and_escapes_and_tells_lines() {
    RowSource source =
        source(
            "{\"other\":{\"body\":[1,{}]},\"review\":{\"x\":1,\"body\":\"a\\n\\u00e9\"},\"stars\":5}\r",
            "  ",
            "{\"stars\":\"4.5\",\"review.body\":\"b\",\"age\":1e2,\"new\":true}");
    List<Example> examples =
        read(source.text("review.body").label("stars").number("age").field("new"));
    assertThat(examples)
        .containsExactly(
            Example.text("a\né").labelled("5"),
            Example.of(Map.of("text", "b", "age", 100, "new", "true")).labelled("4.5"));
    assertThat(examples.get(1).origin()).isEqualTo("data.jsonl:3");
  }

  @Test
  void reads_a_mark_packed_files_other_charsets_and_a_last_line_without_an_end()
      throws IOException {
    String line = "{\"text\":\"é\",\"label\":\"x\"}";
    List<Example> expected = List.of(Example.text("é").labelled("x"));
    assertThat(read(source("\ufeff" + line, StandardCharsets.UTF_8))).isEqualTo(expected);
    Files.write(file, InputFileTest.packed(line));
    assertThat(read(RowSource.of(JsonFile.of(file)))).isEqualTo(expected);
    Files.write(file, line.getBytes(StandardCharsets.ISO_8859_1));
    JsonFile latin = JsonFile.of(file).withCharset(StandardCharsets.ISO_8859_1);
    assertThat(read(RowSource.of(latin))).isEqualTo(expected);
  }

  @Test
  void reads_several_labels_of_an_array() {
    RowSource source =
        source(
            "{\"text\":\"a\",\"tags\":[\"x\",7,true]}",
            "{\"tags\":[],\"text\":\"b\"}",
            "{\"tags\":\"z\",\"text\":\"c\"}");
    assertThat(read(source.labels("tags")))
        .containsExactly(
            Example.text("a").labelled(List.of("x", "7", "true")),
            Example.text("b").labelled(List.of()),
            Example.text("c").labelled("z"));
    assertRefused(
        source("{\"text\":\"a\",\"tags\":[\"x\",[\"y\",{}]]}").labels("tags"),
        "data.jsonl:1 has no labels",
        "a list of 2");
    assertRefused(
        source("{\"text\":\"a\"}").labels("tags"), "data.jsonl:1 has no labels", "got none");
  }

  private static void assertRefused(Source source, String... parts) {
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(RowException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void names_the_line_of_what_is_no_object() {
    String good = "{\"text\":\"a\",\"label\":\"x\"}";
    assertRefused(source(good, "{\"text\":"), "data.jsonl:2 is no sound JSON");
    assertRefused(source(good, "{'text':1}"), "data.jsonl:2 is no sound JSON");
    assertRefused(source("[" + good + "]"), "data.jsonl:1", "got an array", "a line each");
    assertRefused(source("7"), "data.jsonl:1", "got a single value");
    assertRefused(source(good + good), "data.jsonl:1 goes on after its JSON object");
  }

  @Test
  void names_the_line_of_a_wrong_type() {
    assertRefused(
        source("{\"text\":{\"a\":1},\"label\":\"x\"}"),
        "data.jsonl:1 has no text",
        "a JSON object");
    assertRefused(
        source("{\"text\":\"a\",\"label\":[\"x\"]}"), "data.jsonl:1 has no label", "a list of 1");
    assertRefused(source("{\"label\":\"x\"}"), "data.jsonl:1 has no text", "\"text\"", "got none");
    assertRefused(
        source("{\"text\":\"a\",\"label\":null}"), "data.jsonl:1 has no label", "got none");
    assertRefused(
        source("{\"n\":\"ten\",\"label\":\"x\"}").number("n"),
        "data.jsonl:1 has no number",
        "got \"ten\"");
  }

  @Test
  void names_the_line_of_bytes_of_another_charset() {
    String lines = "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"é\",\"label\":\"x\"}\n";
    assertRefused(
        source(lines, StandardCharsets.ISO_8859_1),
        "data.jsonl:2 holds bytes that are not UTF-8",
        "charset(ISO_8859_1)");
    assertThatThrownBy(() -> read(source("\ufeff" + lines, StandardCharsets.UTF_16LE)))
        .hasMessageContaining("is UTF-16");
  }

  @Test
  void skips_and_keeps_broken_lines() throws IOException {
    Path rejects = folder.resolve("rejects.jsonl");
    RowSource source = source("{\"text\":\"a\",\"label\":\"x\"}", "{\"text\":\"b\"", "no\r");
    assertThat(read(source.onError(OnError.skipAndReport(2).rejectsTo(rejects)))).hasSize(1);
    assertThat(Files.readAllLines(rejects))
        .extracting(line -> new ObjectMapper().readTree(line).get("raw").asText())
        .containsExactly("{\"text\":\"b\"", "no");
  }

  @Test
  void a_missing_file_a_name_in_no_row_and_no_rows_are_fatal() {
    RowSource skipping =
        source("{\"text\":\"a\",\"label\":\"x\"}").onError(OnError.skipAndReport(9));
    assertThatThrownBy(() -> read(skipping.field("citty").text("text")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("No row of data.jsonl has \"citty\"", "Is the name right?");
    assertThatThrownBy(() -> read(skipping.text("body")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("No row of data.jsonl can be used", "\"body\"");
    assertThatThrownBy(() -> read(source("\n"))).hasMessageContaining("holds no rows");
    assertThatThrownBy(() -> JsonFile.of(folder.resolve("absent.jsonl")).open())
        .hasMessageContaining("There is no file");
  }

  @Test
  void a_number_of_a_billion_places_stays_short() {
    assertThat(read(source("{\"text\":1e999999999,\"label\":1.50}")))
        .containsExactly(Example.text("1E+999999999").labelled("1.50"));
  }

  @Property(tries = 100)
  void reads_back_what_a_writer_wrote(@ForAll List<String> texts) throws IOException {
    StringBuilder lines = new StringBuilder("{\"text\":\"first\",\"label\":\"x\"}\n");
    for (String text : texts) {
      // Some lines are longer than the buffer.
      String filler = "-".repeat(Math.floorMod(text.hashCode(), 40_000));
      lines
          .append(
              new ObjectMapper()
                  .writeValueAsString(Map.of("filler", filler, "text", text, "label", "x")))
          .append('\n');
    }
    Path written = Files.createTempFile("rows", ".jsonl");
    try {
      Files.writeString(written, lines);
      assertThat(read(RowSource.of(JsonFile.of(written))).stream().skip(1).map(Example::text))
          .containsExactlyElementsOf(texts);
    } finally {
      Files.delete(written);
    }
  }
}
