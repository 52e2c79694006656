package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.sortal.error.DataException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("data.csv");
  }

  private void write(String content) {
    write(content, StandardCharsets.UTF_8);
  }

  private void write(String content, Charset charset) {
    try {
      Files.write(file, content.getBytes(charset));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private List<Example> read(Source source) {
    try (Stream<Example> examples = source.open()) {
      return examples.toList();
    }
  }

  private List<Example> read() {
    return read(RowSource.of(CsvFile.csv(file)));
  }

  @Test
  void reads_quoted_and_multi_line_fields_and_tells_their_lines() {
    write("id,text,label\r\n1,\"a, \"\"b\"\"\nc\",x\r\n\r\n2,d,y\r\n");
    List<Example> examples = read();
    assertThat(examples)
        .containsExactly(
            Example.text("a, \"b\"\nc").labelled("x"), Example.text("d").labelled("y"));
    assertThat(examples.get(0).origin()).isEqualTo("data.csv:2");
    assertThat(examples.get(1).origin()).isEqualTo("data.csv:5");
  }

  @Test
  void skips_a_byte_order_mark() {
    write("\ufefftext,label\na,x\n");
    assertThat(read()).hasSize(1);
  }

  @Test
  void reads_other_charsets_separators_and_weights() {
    write("text\tlabel\tw\né\tx\t2.5", StandardCharsets.ISO_8859_1);
    CsvFile tsv = CsvFile.tsv(file).withCharset(StandardCharsets.ISO_8859_1);
    assertThat(read(RowSource.of(tsv).weight("w")))
        .containsExactly(Example.text("é").labelled("x").weighted(2.5));
  }

  @Test
  void keeps_empty_texts_and_rows_without_a_label_column() {
    write("text,label\n,x\n");
    assertThat(read()).containsExactly(Example.text("").labelled("x"));
    assertThat(read(RowSource.of(CsvFile.csv(file)).unlabelled()).get(0).label()).isNull();
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(this::read).isInstanceOf(DataException.class).hasMessageContainingAll(parts);
  }

  @Test
  void names_an_absent_file_and_a_folder() throws IOException {
    assertRefused("There is no file", "data.csv");
    Files.createDirectory(file);
    assertRefused("got the folder");
  }

  @Test
  void names_a_missing_column_with_the_existing_ones() {
    write("Text,label\na,x\n");
    assertRefused("no column \"text\"", "[Text, label]", "Did you mean \"Text\"?");
    write("text;label\na;x\n");
    assertRefused("one column only", "separator");
    write("text,label,text\na,x,b\n");
    assertRefused("two columns \"text\"");
  }

  @Test
  void names_the_line_of_a_ragged_row() {
    write("text,label\n\"a\nb\",x\nc\n");
    assertRefused("data.csv:4 has 1 fields", "expected 2", "Put quotes");
    write("text,label\na,b,x\n");
    assertRefused("data.csv:2 has 3 fields");
  }

  @Test
  void names_the_line_of_a_quote_that_is_never_closed() {
    write("text,label\na,x\nb,\"y\nc,z\n");
    assertRefused("data.csv:3 opens a quote that is never closed");
  }

  @Test
  void names_the_line_of_an_empty_label_or_a_wrong_weight() {
    write("text,label\na,x\nb, \n");
    assertRefused("data.csv:3 has no label", "Complete or remove the row");
    write("text,label\na,x\n");
    for (String weight : List.of("-1", "much", "NaN", "Infinity", "")) {
      write("text,label,w\na,x,1\nb,y," + weight + "\n");
      assertThatThrownBy(() -> read(RowSource.of(CsvFile.csv(file)).weight("w")))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("data.csv:3", "at least 0", "\"" + weight + "\"");
    }
  }

  @Test
  void refuses_bytes_of_another_charset() {
    write("text,label\ncafé,x\n", StandardCharsets.ISO_8859_1);
    assertRefused("data.csv:2 holds bytes that are not UTF-8", "charset(ISO_8859_1)");
    write("\ufefftext,label\na,x\n", StandardCharsets.UTF_16LE);
    assertRefused("is UTF-16", "charset(UTF_16)");
  }

  @Test
  void refuses_files_without_rows() {
    write("");
    assertRefused("is empty", "header");
    write("text,label\n");
    assertRefused("holds no rows");
  }

  @Test
  void closes_the_file_early_and_at_the_end() throws IOException {
    write("text,label\na,x\nb,y\n");
    try (Stream<Example> examples = RowSource.of(CsvFile.csv(file)).open()) {
      assertThat(examples.findFirst()).isPresent();
    }
    Files.delete(file);
  }

  @Property(tries = 100)
  void reads_back_what_a_writer_quotes(@ForAll List<String> texts) throws IOException {
    StringWriter content = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().build(content)) {
      writer.writeRecord("text", "label");
      writer.writeRecord("first", "x");
      for (String text : texts) {
        writer.writeRecord(clean(text), "x");
      }
    }
    Path written = Files.createTempFile("rows", ".csv");
    try {
      Files.writeString(written, content.toString());
      List<Example> examples = read(RowSource.of(CsvFile.csv(written)));
      assertThat(examples.stream().map(Example::text).skip(1))
          .containsExactlyElementsOf(texts.stream().map(CsvFileTest::clean).toList());
    } finally {
      Files.delete(written);
    }
  }

  /** Without lone surrogates, which no charset can write. */
  private static String clean(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
