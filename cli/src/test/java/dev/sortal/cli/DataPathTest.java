package dev.sortal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.cli.DataPath.Format;
import dev.sortal.data.CsvFile;
import dev.sortal.data.JsonFile;
import dev.sortal.data.Parts;
import dev.sortal.data.TextFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPathTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.csv, CSV",
    "a.CSV.GZ, CSV",
    "b/a.tsv.zst, TSV",
    "a.tab, TSV",
    "a.jsonl, JSONL",
    "a.b.ndjson.gz, JSONL",
    "a.parquet, PARQUET",
    "data/part-*.csv.gz, CSV",
  })
  void the_name_tells_the_format(String name, Format format) {
    assertThat(DataPath.of(name, null).format()).isEqualTo(format);
    assertThat(DataPath.of(name, Format.TSV).format()).isEqualTo(Format.TSV);
  }

  @Test
  void a_pattern_names_files_of_one_folder() throws IOException {
    assertThat(DataPath.of("data/part-*.csv", null))
        .isEqualTo(new DataPath(Path.of("data"), "part-*.csv", Format.CSV));
    assertThat(DataPath.of("*.csv", null).path()).isEqualTo(Path.of("."));
    assertThat(DataPath.of("/*.csv", null).path()).isEqualTo(Path.of("/"));
    Path bracket = Files.createFile(folder.resolve("a[1].csv"));
    assertThat(DataPath.of(bracket.toString(), null).glob()).isNull();
    assertThatThrownBy(() -> DataPath.of("*/a.csv", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Only the name of the files", "data/part-*.csv", "*/a.csv");
  }

  @Test
  void what_no_name_tells_is_asked_for() {
    assertThat(DataPath.of(folder.toString(), null).format()).isEqualTo(Format.FOLDERS);
    assertThatThrownBy(() -> DataPath.of("rows.xlsx", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("expected .csv", "got rows.xlsx", "--format", "parquet, folders");
  }

  @Test
  void opens_what_it_names_in_a_charset() {
    assertThat(DataPath.of("a.csv", null).table(StandardCharsets.UTF_16, ';'))
        .isEqualTo(
            CsvFile.csv(Path.of("a.csv")).withCharset(StandardCharsets.UTF_16).withSeparator(';'));
    assertThat(DataPath.of("a.jsonl", null).table(null, null))
        .isEqualTo(JsonFile.of(Path.of("a.jsonl")));
    assertThat(DataPath.of(folder.toString(), null).table(null, null))
        .isEqualTo(TextFolders.of(folder));
    assertThat(DataPath.of("a*.jsonl", null).table(null, null)).isInstanceOf(Parts.class);
  }

  @Test
  void refuses_settings_of_other_files() {
    assertRefused("a.parquet", null, "no --charset", "a.parquet (parquet)");
    assertRefused("b/*.parquet", null, "no --charset", "b/*.parquet (parquet)");
    assertRefused("a.jsonl", ';', "--delimiter is for CSV and TSV", "a.jsonl (jsonl)");
    assertThatThrownBy(() -> DataPath.of("a*", Format.FOLDERS).table(null, null))
        .hasMessageContainingAll("no pattern of files", "a* (folders)");
  }

  private static void assertRefused(String data, @Nullable Character delimiter, String... parts) {
    assertThatThrownBy(() -> DataPath.of(data, null).table(StandardCharsets.UTF_8, delimiter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }
}
