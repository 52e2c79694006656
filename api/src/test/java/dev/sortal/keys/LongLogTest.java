package dev.sortal.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongLogTest {
  @Test
  void keeps_numbers_on_the_heap_and_in_a_file_that_is_gone_in_the_end(@TempDir Path folder)
      throws IOException {
    int count = 3_000_000;
    try (LongLog log = new LongLog(Spill.standard().memory(1 << 20).folder(folder))) {
      for (long i = 0; i < count; i++) {
        log.append(i * i);
      }
      assertThat(log.size()).isEqualTo(count);
      for (long i = 0; i < count; i += 7) {
        assertThat(log.get(i)).isEqualTo(i * i);
        log.put(i, -i);
      }
      assertThat(log.get(7 * 400_000L)).isEqualTo(-7 * 400_000L);
      assertThat(log.get(7 * 400_000L + 1)).isEqualTo(2_800_001L * 2_800_001L);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
