package dev.sortal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BackendException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets the property of the cache folder")
class NativeCacheTest {
  @TempDir Path folder;

  @BeforeEach
  void name_the_folder() {
    System.setProperty(NativeCache.PROPERTY, folder.resolve("cache").toString());
  }

  @AfterEach
  void forget_the_folder() {
    System.clearProperty(NativeCache.PROPERTY);
  }

  private URL file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toUri().toURL();
  }

  @Test
  void unpacks_once_and_takes_what_is_there_afterwards() throws IOException {
    List<URL> files = List.of(file("a.so", "one"), file("b.so", "three"));
    Path unpacked = NativeCache.unpack("engine", "1", files);
    assertThat(unpacked).startsWith(folder.resolve("cache").resolve("engine"));
    assertThat(unpacked.resolve("a.so")).hasContent("one");
    assertThat(unpacked.resolve("b.so")).hasContent("three");
    FileTime written = FileTime.fromMillis(0);
    Files.setLastModifiedTime(unpacked.resolve("a.so"), written);
    assertThat(NativeCache.unpack("engine", "1", files)).isEqualTo(unpacked);
    assertThat(Files.getLastModifiedTime(unpacked.resolve("a.so"))).isEqualTo(written);
  }

  @Test
  void another_version_or_another_content_gets_another_folder() throws IOException {
    Path first = NativeCache.unpack("engine", "1", List.of(file("a.so", "one")));
    Path second = NativeCache.unpack("engine", "2", List.of(file("a.so", "one")));
    Path third = NativeCache.unpack("engine", "1", List.of(file("a.so", "longer")));
    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
  }

  @Test
  void many_that_unpack_at_once_get_one_complete_folder()
      throws IOException, InterruptedException, ExecutionException {
    List<URL> files = List.of(file("a.so", "x".repeat(1 << 20)), file("b.so", "b"));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Path>> folders = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        folders.add(threads.submit(() -> NativeCache.unpack("engine", "1", files)));
      }
      for (Future<Path> unpacked : folders) {
        assertThat(unpacked.get().resolve("a.so")).hasSize(1 << 20);
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> left = Files.list(folder.resolve("cache").resolve("engine"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_named_with_the_property() throws IOException {
    Path file = Files.writeString(folder.resolve("cache"), "in the way");
    assertThatThrownBy(() -> NativeCache.unpack("engine", "1", List.of(file("a.so", "one"))))
        .isInstanceOf(BackendException.class)
        .hasMessageContainingAll(file.toString(), "-Dsortal.cache=FOLDER");
  }
}
