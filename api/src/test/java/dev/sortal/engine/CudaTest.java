package dev.sortal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaTest {
  private static final List<String> WANTED = List.of("libcuda.so.1", "libcudart.so.12");

  @Test
  void a_library_is_found_in_a_folder_of_the_search_path(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("libcudart.so.12"));
    String path = "/nowhere" + File.pathSeparator + folder;
    assertThat(Cuda.missing(WANTED, path, "")).containsExactly("libcuda.so.1");
  }

  @Test
  void a_library_is_found_in_the_index_of_the_loader() {
    assertThat(Cuda.missing(WANTED, null, "\0libc.so.6\0libcuda.so.1\0/usr/lib/libcuda.so.1\0"))
        .containsExactly("libcudart.so.12");
  }

  @Test
  void without_either_all_are_missing() {
    assertThat(Cuda.missing(WANTED, null, "")).isEqualTo(WANTED);
  }
}
