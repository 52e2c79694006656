package dev.sortal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.SortalException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("file.bin");
    Files.writeString(file, "previous");
  }

  @AfterEach
  void leaves_no_temporary_file() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void replaces_the_previous_file() {
    AtomicFile.write(file, out -> out.write(new byte[] {'n', 'e', 'w'}));
    assertThat(file).hasContent("new");
  }

  @Test
  void keeps_the_previous_file_when_the_content_fails_half_way() {
    IOException failure = new IOException("no space left");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw failure;
                    }))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("Could not write " + file)
        .hasMessageContaining("no space left")
        .hasCause(failure);
    assertThat(file).hasContent("previous");
  }

  @Test
  void hands_on_an_unchecked_failure_and_an_error_of_the_content_as_they_are() {
    for (Throwable failure : new Throwable[] {new IllegalStateException(), new AssertionError()}) {
      assertThatThrownBy(
              () ->
                  AtomicFile.write(
                      file,
                      out -> {
                        out.write(1);
                        if (failure instanceof Error error) {
                          throw error;
                        }
                        throw (RuntimeException) failure;
                      }))
          .isSameAs(failure);
      assertThat(file).hasContent("previous");
    }
  }

  @Test
  void makes_no_file_when_there_was_none() {
    Path none = folder.resolve("none.bin");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    none,
                    out -> {
                      throw new IOException("broken");
                    }))
        .isInstanceOf(SortalException.class);
    assertThat(none).doesNotExist();
  }

  @Test
  void names_a_missing_folder_and_the_next_step() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> AtomicFile.write(missing.resolve("a.bin"), out -> out.write(1)))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("there is no folder " + missing + ". Create it first.");
    assertThat(missing).doesNotExist();
  }

  @Test
  void refuses_a_folder() {
    assertThatThrownBy(() -> AtomicFile.write(folder, out -> out.write(1)))
        .isInstanceOf(SortalException.class)
        .hasMessage("Could not write " + folder + ": it is a folder.");
  }

  @Test
  void writes_through_a_symbolic_link() throws IOException {
    Path link = link(file);
    AtomicFile.write(link, out -> out.write('x'));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("x");
  }

  @Test
  void refuses_a_symbolic_link_to_nothing() throws IOException {
    Path link = link(folder.resolve("nothing"));
    assertThatThrownBy(() -> AtomicFile.write(link, out -> out.write('x')))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("Could not write " + link);
    assertThat(folder.resolve("nothing")).doesNotExist();
  }

  private Path link(Path target) throws IOException {
    Path link = folder.resolve("link");
    try {
      return Files.createSymbolicLink(link, target);
    } catch (UnsupportedOperationException | FileSystemException refused) {
      return Assumptions.abort("This system makes no symbolic links: " + refused);
    }
  }

  @Test
  void writes_in_an_interrupted_thread_and_leaves_it_interrupted() {
    Thread.currentThread().interrupt();
    try {
      AtomicFile.write(file, out -> out.write('x'));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(file).hasContent("x");
  }
}
