package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
  @TempDir Path folder;

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private RowSource csv(String glob) {
    return RowSource.of(new Parts(folder, glob, CsvFile::csv));
  }

  private static List<Example> read(Source source) {
    try (Stream<Example> examples = source.open()) {
      return examples.toList();
    }
  }

  @Test
  void reads_matching_files_in_the_order_of_their_names() throws IOException {
    write("part-2.csv", "text,label\nc,x\n");
    write("part-10.csv", "text,label\nb,x\n");
    Files.write(folder.resolve("part-1.csv.gz"), InputFileTest.packed("text,label\na,x\n"));
    write(".part-0.csv.crc", "?");
    write("other.csv", "?");
    Files.createDirectory(folder.resolve("part-3.csv"));
    List<Example> examples = read(csv("part-*.csv*"));
    assertThat(examples).extracting(Example::text).containsExactly("a", "b", "c");
    assertThat(examples)
        .extracting(Example::origin)
        .containsExactly("part-1.csv.gz:2", "part-10.csv:2", "part-2.csv:2");
  }

  @Test
  void a_part_may_be_without_rows_but_not_all() throws IOException {
    write("1.csv", "text,label\n");
    write("2.csv", "text,label\na,x\n");
    write("3.csv", "text,label\n");
    assertThat(read(csv("*.csv"))).hasSize(1);
    assertThatThrownBy(() -> read(csv("[13].csv")))
        .hasMessageContaining(folder.getFileName() + "/[13].csv holds no rows");
  }

  @Test
  void names_the_file_of_which_the_header_differs() throws IOException {
    write("1.csv", "text,label\na,x\n");
    write("2.csv", "label,text\nx,a\n");
    assertThatThrownBy(() -> csv("*.csv").open())
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "2.csv has another header than 1.csv", "[text, label]", "got [label, text]");
  }

  @Test
  void names_a_pattern_without_a_match_an_absent_folder_and_a_wrong_pattern() throws IOException {
    write("1.csv", "text,label\na,x\n");
    assertThatThrownBy(() -> csv("*.tsv").open())
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("No file matches", "*.tsv", folder.toString());
    assertThatThrownBy(() -> csv("[").open())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("got [.");
    Source absent = RowSource.of(new Parts(folder.resolve("no"), "*", CsvFile::csv));
    assertThatThrownBy(absent::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no folder");
  }

  @Test
  void a_broken_row_is_told_with_its_file_and_skipped_alone() throws IOException {
    write("1.csv", "text,label\na,x\n");
    write("2.csv", "text,label\nb\nc,x\n");
    assertThatThrownBy(() -> read(csv("*.csv"))).hasMessageContaining("2.csv:2 has 1 fields");
    assertThat(read(csv("*.csv").onError(OnError.skipAndReport(1)))).hasSize(2);
  }

  @Test
  void a_name_in_json_may_be_missing_in_some_files_but_not_in_all() throws IOException {
    write("1.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n");
    write("2.jsonl", "{\"label\":\"x\",\"text\":\"b\",\"age\":3}\n");
    write("3.jsonl", "{\"label\":\"x\",\"text\":\"c\"}\n");
    RowSource json = RowSource.of(new Parts(folder, "*.jsonl", JsonFile::of)).text("text");
    assertThat(read(json.number("age")))
        .extracting(example -> example.numberOf("age"))
        .containsExactly(Double.NaN, 3.0, Double.NaN);
    assertThatThrownBy(() -> read(json.number("aeg")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("No row of", "has \"aeg\"", "3 rows");
  }
}
