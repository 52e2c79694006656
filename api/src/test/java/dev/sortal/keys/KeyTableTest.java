package dev.sortal.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.SortalException;
import dev.sortal.tensor.SplitMix64;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyTableTest {
  private static final Spill ONE_MIB = Spill.standard().memory(1 << 20);

  @Property(tries = 200)
  void holds_what_a_map_holds(
      @ForAll @Size(max = 3000) List<@IntRange(min = -40, max = 1500) Integer> numbers) {
    Map<Integer, Long> expected = new HashMap<>();
    try (KeyTable table = new KeyTable(1, Spill.standard())) {
      for (int number : numbers) {
        // Half of the keys are far from random: the same part, neighbouring slots, the zeros.
        long high = number % 2 == 0 ? SplitMix64.mix(number) : 0;
        boolean isNew = table.add(high, number);
        assertThat(isNew).isEqualTo(!expected.containsKey(number));
        table.put(0, table.value(0) + 1);
        expected.merge(number, 1L, Long::sum);
      }
      assertThat(table.size()).isEqualTo(expected.size());
      for (int number = -41; number <= 1501; number++) {
        long high = number % 2 == 0 ? SplitMix64.mix(number) : 0;
        assertThat(table.find(high, number)).isEqualTo(expected.containsKey(number));
        if (expected.containsKey(number)) {
          assertThat(table.value(0)).isEqualTo(expected.get(number));
        }
      }
    }
  }

  @Test
  void goes_on_in_a_file_that_is_gone_in_the_end(@TempDir Path folder) throws IOException {
    SplitMix64 random = new SplitMix64(1);
    try (KeyTable table = new KeyTable(1, ONE_MIB.folder(folder))) {
      for (int i = 0; i < 300_000; i++) {
        assertThat(table.add(random.next(), random.next())).isTrue();
        table.put(0, i);
      }
      assertThat(table.spilled()).isGreaterThan(300_000 * 24L);
      if (File.separatorChar == '/') {
        assertThat(folder).as("no name while it is open").isEmptyDirectory();
      }
      SplitMix64 again = new SplitMix64(1);
      for (int i = 0; i < 300_000; i++) {
        assertThat(table.add(again.next(), again.next())).isFalse();
        assertThat(table.value(0)).isEqualTo(i);
      }
      assertThat(table.find(again.next(), again.next())).isFalse();
      assertThat(table.size()).isEqualTo(300_000);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void needs_no_file_while_the_heap_is_enough(@TempDir Path folder) {
    SplitMix64 random = new SplitMix64(1);
    try (KeyTable table = new KeyTable(0, ONE_MIB.folder(folder.resolve("absent")))) {
      for (int i = 0; i < 20_000; i++) {
        table.add(random.next(), random.next());
      }
      assertThat(table.spilled()).isZero();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  table.add(random.next(), random.next());
                }
              })
          .isInstanceOf(SortalException.class)
          .hasMessageContainingAll(
              "temporary file of", "absent", "NoSuchFile", "Choose a folder with more room");
    }
  }

  @Test
  void refuses_what_is_out_of_range() {
    assertThatThrownBy(() -> Spill.standard().memory(1000))
        .hasMessage("The memory must be at least 1048576 bytes, got 1000.");
    assertThatThrownBy(() -> new KeyTable(-1, ONE_MIB)).hasMessageContaining("got -1");
    try (KeyTable table = new KeyTable(1, ONE_MIB)) {
      table.add(1, 2);
      assertThatThrownBy(() -> table.value(1))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("There are 1 numbers beside a key, got index 1.");
    }
  }
}
