package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name_the_file() {
    file = folder.resolve("data.csv");
  }

  static byte[] packed(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    return packed.toByteArray();
  }

  static byte[] packed(String content) {
    return packed(content.getBytes(StandardCharsets.UTF_8));
  }

  private List<Example> read() {
    try (Stream<Example> examples = RowSource.of(CsvFile.csv(file)).open()) {
      return examples.toList();
    }
  }

  @Test
  void unpacks_gzip_whatever_the_name() throws IOException {
    Files.write(file, packed("\ufefftext,label\né,x\n"));
    assertThat(read()).containsExactly(Example.text("é").labelled("x"));
  }

  @Test
  void reads_all_members_of_a_file_packed_in_pieces() throws IOException {
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    pieces.write(packed("text,label\n"));
    for (int i = 0; i < 2000; i++) {
      pieces.write(packed(i + ",x\n"));
    }
    Files.write(file, pieces.toByteArray());
    assertThat(read()).hasSize(2000).last().isEqualTo(Example.text("1999").labelled("x"));
  }

  @Test
  void refuses_a_packed_file_that_ends_too_early_or_is_damaged() throws IOException {
    byte[] whole = packed("text,label\n" + "some text,x\n".repeat(10_000));
    Files.write(file, Arrays.copyOf(whole, whole.length - 50));
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data.csv after line");
    whole[whole.length / 2] ^= 0x55;
    Files.write(file, whole);
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data.csv after line");
    Files.write(file, Arrays.copyOf(whole, 8));
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("Could not open", "data.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "28b52ffd00 packed with Zstandard: expected text dev.sortal:sortal-formats",
        "504b030400 a zip archive: expected text Unpack it first",
        "425a683931 packed with bzip2: expected text Unpack it first",
        "fd377a585a00 packed with xz: expected text Unpack it first",
        "5041523100 a Parquet file: expected text Parquet.file",
      })
  void names_what_it_cannot_unpack(String kind) throws IOException {
    Files.write(file, HexFormat.of().parseHex(kind.substring(0, kind.indexOf(' '))));
    assertThatThrownBy(this::read)
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("data.csv is ", kind.substring(kind.lastIndexOf(' ') + 1))
        .hasMessageContaining(kind.substring(kind.indexOf(' ') + 1, kind.indexOf(" text") + 5));
  }

  @Test
  void short_files_are_text() throws IOException {
    for (byte[] content : List.of(new byte[0], new byte[] {0x1f}, new byte[] {0x28, (byte) 0xb5})) {
      Files.write(file, content);
      try (InputStream in = InputFile.open(file)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
    }
  }
}
