package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFoldersTest {
  @TempDir Path folder;

  private void write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private void write(String name, String content) throws IOException {
    write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Example> read(Source source) {
    try (Stream<Example> examples = source.open()) {
      return examples.toList();
    }
  }

  @Test
  void a_folder_is_a_label_and_a_file_a_text() throws IOException {
    write("pos/b.txt", "\ufeffgood\n");
    write("pos/B.txt", InputFileTest.packed("big"));
    write("pos/deep/a.txt", "deep");
    write("pos/.hidden", "?");
    write("pos/.git/config", "?");
    write("neg/a.txt", "");
    write(".cache/a.txt", "?");
    write("README", "?");
    List<Example> examples = read(RowSource.of(TextFolders.of(folder)));
    assertThat(examples)
        .containsExactly(
            Example.text("").labelled("neg"),
            Example.text("big").labelled("pos"),
            Example.text("good\n").labelled("pos"),
            Example.text("deep").labelled("pos"));
    assertThat(examples).extracting(Example::origin).contains("neg/a.txt", "pos/deep/a.txt");
  }

  @Test
  void names_files_of_another_charset() throws IOException {
    write("a/1.txt", "é".getBytes(StandardCharsets.ISO_8859_1));
    write("a/2.txt", "b");
    RowSource source = RowSource.of(TextFolders.of(folder));
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(RowException.class)
        .hasMessageContainingAll("a/1.txt holds bytes that are not UTF-8", "charset(ISO_8859_1)");
    Path rejects = folder.resolve("rejects.jsonl");
    assertThat(read(source.onError(OnError.skipAndReport(1).rejectsTo(rejects)))).hasSize(1);
    assertThat(rejects)
        .content(StandardCharsets.UTF_8)
        .contains("\"file\":\"a/1.txt\",\"line\":0", "\"raw\":\"\ufffd\"");
    TextFolders latin = TextFolders.of(folder).withCharset(StandardCharsets.ISO_8859_1);
    assertThat(read(RowSource.of(latin))).first().isEqualTo(Example.text("é").labelled("a"));
  }

  @Test
  void reports_a_class_without_files() throws IOException {
    write("a/1.txt", "a");
    Files.createDirectory(folder.resolve("b"));
    RowSource source = RowSource.of(TextFolders.of(folder));
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(RowException.class)
        .hasMessageContaining("b is the folder of a class and holds no files");
    assertThat(read(source.onError(OnError.skipAndReport(1)))).hasSize(1);
  }

  @Test
  void names_an_absent_folder_one_without_folders_and_a_wrong_column() throws IOException {
    RowSource source = RowSource.of(TextFolders.of(folder));
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no folders: expected one for each class");
    write("a/1.txt", "a");
    assertThatThrownBy(() -> read(source.label("class"))).hasMessageContaining("no column");
    assertThatThrownBy(() -> TextFolders.of(folder.resolve("no")).open())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no folder");
  }
}
