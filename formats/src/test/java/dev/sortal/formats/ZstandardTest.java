package dev.sortal.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.sortal.Dataset;
import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZstandardTest {
  @TempDir Path folder;

  @Test
  void unpacks_what_duckdb_packed() throws SQLException {
    Path file = folder.resolve("data.csv.zst");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "copy (select 'text ' || n as text, n % 3 as label from range(100000) t(n)) to '"
              + file
              + "' (format csv, header, compression zstd)");
    }
    assertThat(Dataset.csv(file).toList())
        .hasSize(100_000)
        .contains(Example.text("text 99999").labelled("0"));
  }

  @Test
  void unpacks_json_lines_and_refuses_a_file_that_ends_too_early() throws IOException {
    Path file = folder.resolve("data.jsonl");
    byte[] lines =
        "{\"text\":\"é\",\"label\":\"x\"}\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    byte[] packed = Zstd.compress(lines);
    Files.write(file, packed);
    assertThat(Dataset.jsonLines(file).toList()).hasSize(10_000);
    Files.write(file, Arrays.copyOf(packed, packed.length - 5));
    assertThatThrownBy(() -> Dataset.jsonLines(file).toList())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Could not read data.jsonl after line");
  }
}
