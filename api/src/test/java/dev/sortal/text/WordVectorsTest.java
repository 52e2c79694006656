package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.DataException;
import dev.sortal.format.Hashes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordVectorsTest {
  private static final List<String> VOCABULARY =
      List.of("<padding>", "<unknown>", "plot", "paris", "日", "don't", "absent", "new york");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("small.vec");
  }

  private FoundVectors find(String content) throws IOException {
    Files.writeString(file, content);
    return WordVectors.file(file).find(VOCABULARY, "0.embedding", 2);
  }

  private static List<Float> vector(FoundVectors found, int id) {
    float[] table = new float[VOCABULARY.size() * found.dimension()];
    found.copy(id, table);
    int from = id * found.dimension();
    return List.of(table[from], table[from + 1]);
  }

  private void assertRefused(String content, String... parts) {
    assertThatThrownBy(() -> find(content))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4 2\nplot 0.5 -1\n日 1e-3 2.5E+2\nzebra 1 1\ndon't .5 3.\n",
        "plot 0.5 -1\n日 1e-3 2.5E+2\nzebra 1 1\ndon't .5 3.",
        "4 2\r\nplot 0.5 -1 \r\n日\t1e-3\t2.5E+2\r\nzebra 1 1\r\n\r\ndon't .5  3.\r\n",
        "\ufeffplot 0.5 -1\n日 1e-3 2.5E+2\nzebra x y\ndon't .5 3.",
      })
  void are_read_with_a_first_line_of_sizes_or_without(String content) throws IOException {
    FoundVectors found = find(content);
    assertThat(found.dimension()).isEqualTo(2);
    assertThat(found.vectors()).isEqualTo(4);
    assertThat(found.wanted()).isEqualTo(6);
    assertThat(found.words()).isEqualTo(3);
    assertThat(vector(found, 2)).containsExactly(0.5f, -1f);
    assertThat(vector(found, 4)).containsExactly(1e-3f, 250f);
    assertThat(vector(found, 5)).containsExactly(0.5f, 3f);
    assertThat(found.has(0) || found.has(1) || found.has(6)).isFalse();
  }

  @Test
  void are_read_from_gzip_and_told_by_the_hash_of_the_file_as_it_is() throws IOException {
    Path packed = folder.resolve("small.vec.gz");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String part : List.of("2 2\nplot 1 2\n", "paris 3 4\n")) {
      try (OutputStream out = new GZIPOutputStream(bytes)) {
        out.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.write(packed, bytes.toByteArray());
    FoundVectors found = WordVectors.file(packed).find(VOCABULARY, "0.embedding", 2);
    assertThat(vector(found, 3)).containsExactly(3f, 4f);
    assertThat(found.sha256()).isEqualTo(Hashes.sha256(bytes.toByteArray()));
    assertThat(find("plot 1 2\n").sha256())
        .isEqualTo(Hashes.sha256("plot 1 2\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void keep_the_first_of_several_lines_for_a_word() throws IOException {
    FoundVectors found = find("plot 1 2\nplot 3 4\nzebra 1 1\nzebra 1 1\nplot 5 6\n");
    assertThat(vector(found, 2)).containsExactly(1f, 2f);
    assertThat(found.repeated()).isEqualTo(2);
    assertThat(found.vectors()).isEqualTo(5);
  }

  @Test
  void know_words_that_hold_spaces() throws IOException {
    FoundVectors found = find("new york 1 2\n. . . 3 4\nplot 5 6\n");
    assertThat(found.words()).isEqualTo(2);
    found = find("plot 5 6\nnew york 1 2\n. . . 3 4\n");
    assertThat(vector(found, 7)).containsExactly(1f, 2f);
  }

  @Test
  void take_the_first_that_is_the_same_in_lower_case_where_a_word_has_none() throws IOException {
    Files.writeString(file, "PARIS 1 1\nParis 2 2\nPlot 3 3\nplot 4 4\nplot 5 5\n");
    FoundVectors exact = WordVectors.file(file).find(VOCABULARY, "e", 2);
    assertThat(exact.has(3)).isFalse();
    FoundVectors any = WordVectors.file(file).ignoringCase().find(VOCABULARY, "e", 2);
    assertThat(vector(any, 3)).containsExactly(1f, 1f);
    assertThat(vector(any, 2)).containsExactly(4f, 4f);
    assertThat(any.repeated()).isEqualTo(1);
    List<String> cased = List.of("<padding>", "Paris", "PARIS", "İ");
    Files.writeString(file, "paris 7 7\nPARIS 8 8\ni\u0307 9 9\n");
    FoundVectors other = WordVectors.file(file).ignoringCase().find(cased, "e", 2);
    float[] table = new float[8];
    for (int id = 1; id < 4; id++) {
      other.copy(id, table);
    }
    assertThat(table).containsExactly(0, 0, 7, 7, 8, 8, 9, 9);
  }

  @Test
  void of_another_dimension_are_refused_at_the_first_line() {
    assertRefused(
        "9 3\nplot 1 2 3\n",
        ", line 1: the vectors have 3 numbers, expected 2, the width of \"0.embedding\". Write"
            + " embedding(3), or choose other vectors.");
    assertRefused("plot 1 2 3\n", ", line 1: the vectors have 3 numbers, expected 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "plot 1 2;paris 1;     | , line 2 is broken: expected a word and 2 numbers, got 1 fields after",
        "plot 1 2;zebra 1;     | , line 2 is broken: expected a word and 2 numbers, got 1 fields after",
        "plot 1 2;paris 1 2 3; | , line 2 is broken: expected a word and 2 numbers, got 3 fields after",
        "plot 1 2;zebra;       | , line 2 is broken: expected a word and 2 numbers, got 0 fields after",
        "plot 1 2;paris 1 x;   | , line 2 is broken: expected finite numbers after the word, got 'x'.",
        "plot 1 2;paris NaN 1; | , line 2 is broken: expected finite numbers after the word, got 'NaN'.",
        "plot 1 2;paris 1e99 1;| , line 2 is broken: expected finite numbers after the word, got '1e99'.",
        "plot 1 2;paris 1f 1;  | , line 2 is broken: expected finite numbers after the word, got '1f'.",
        "plot 1 2;paris 1 e5;  | , line 2 is broken: expected finite numbers after the word, got 'e5'.",
        "plot 1 2; 3 4;        | , line 2 is broken: expected a word and 2 numbers, got 1 fields after",
        "plot 1 2; x 3 4;      | , line 2 is broken: expected a word at the beginning, got a space.",
        "plot;                 | , line 1 is broken: expected a word and the numbers of its vector, got a",
      })
  void that_are_broken_are_refused_by_file_and_line(String content, String message) {
    assertRefused(content.replace(';', '\n'), message.replace('\'', '"'));
  }

  @Test
  void that_are_fewer_than_announced_are_refused() {
    assertRefused(
        "3 2\nplot 1 2\nparis 1 2\n",
        " is cut off or was changed: expected 3 vectors, which line 1 announces, got 2.",
        "if it was shortened on purpose, correct line 1.");
    assertRefused("", " is empty: expected word vectors.");
    assertRefused("\n \n", " is empty: expected word vectors.");
  }

  @Test
  void that_are_missing_or_cut_within_gzip_are_refused() throws IOException {
    assertThatThrownBy(() -> WordVectors.file(file).find(VOCABULARY, "e", 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no file " + file);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 1000; i++) {
        out.write(("word" + i + " 1 " + Math.sqrt(i) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    assertThatThrownBy(() -> WordVectors.file(file).find(VOCABULARY, "e", 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + " cannot be read after line ")
        .hasMessageContaining("Fetch the file again.");
  }

  @Test
  void hold_only_what_the_vocabulary_asks_for_in_memory() throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      String numbers = " 0.123456".repeat(100);
      for (int i = 0; i < 40_000; i++) {
        out.write("word" + i + numbers + "\n");
      }
    }
    List<String> vocabulary = List.of("<padding>", "word39999");
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    FoundVectors found = WordVectors.file(file).find(vocabulary, "e", 100);
    // A map of the file would take 16 MB for the numbers alone.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
    assertThat(found.has(1)).isTrue();
  }
}
