package dev.sortal.bundle;

import static dev.sortal.bundle.SmallBundle.assertSame;
import static dev.sortal.bundle.SmallBundle.bundle;
import static dev.sortal.bundle.SmallBundle.entries;
import static dev.sortal.bundle.SmallBundle.rewrite;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.error.BundleException;
import dev.sortal.format.Hashes;
import dev.sortal.tensor.SplitMix64;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a file: the same bundle, a consistent one, or a BundleException. */
class BundleFuzzTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("model.sortal");
    BundleFile.write(bundle(), file);
  }

  @Test
  void gives_the_same_or_refuses_whatever_byte_is_flipped() throws IOException {
    fuzz(400, 1);
  }

  @Test
  @Tag("soak")
  void gives_the_same_or_refuses_whatever_byte_is_flipped_for_long() throws IOException {
    fuzz(30_000, 2);
  }

  private void fuzz(int tries, long seed) throws IOException {
    byte[] original = Files.readAllBytes(file);
    SplitMix64 random = new SplitMix64(seed);
    int same = 0;
    for (int i = 0; i < tries; i++) {
      Files.write(file, damaged(original, random));
      try {
        assertSame(BundleFile.read(file), bundle());
        same++;
      } catch (BundleException refused) {
        assertThat(refused).hasMessageContaining(file.toString());
      }
    }
    assertThat(same).isLessThan(tries / 2);
  }

  @Test
  void refuses_damage_behind_right_hashes_or_reads_a_consistent_bundle() throws IOException {
    fuzzInside(400, 3);
  }

  @Test
  @Tag("soak")
  void refuses_damage_behind_right_hashes_or_reads_a_consistent_bundle_for_long()
      throws IOException {
    fuzzInside(30_000, 4);
  }

  /** Damages the entries and makes hashes and checksums right again, so that the parsers see it. */
  private void fuzzInside(int tries, long seed) throws IOException {
    Map<String, byte[]> original = entries(file);
    String manifest = new String(original.get("manifest.json"), StandardCharsets.UTF_8);
    List<String> names = List.copyOf(original.keySet());
    SplitMix64 random = new SplitMix64(seed);
    int refused = 0;
    for (int i = 0; i < tries; i++) {
      Map<String, byte[]> entries = new LinkedHashMap<>(original);
      String name = names.get(random.below(names.size()));
      byte[] whole = Objects.requireNonNull(original.get(name));
      byte[] content = damaged(whole, random);
      entries.put(name, content);
      if (!name.equals("manifest.json")) {
        entries.put(
            "manifest.json",
            manifest
                .replace(Hashes.sha256(whole), Hashes.sha256(content))
                .getBytes(StandardCharsets.UTF_8));
      }
      rewrite(file, entries);
      try {
        Bundle read = BundleFile.read(file);
        read.network().requireFits(read.weights());
      } catch (BundleException failure) {
        assertThat(failure).hasMessageContaining(file.toString());
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(tries / 2);
  }

  private static byte[] damaged(byte[] original, SplitMix64 random) {
    int at = random.below(original.length);
    switch (random.below(4)) {
      case 0:
        return Arrays.copyOf(original, at);
      case 1:
        byte[] longer = Arrays.copyOf(original, original.length + 1);
        System.arraycopy(original, at, longer, at + 1, original.length - at);
        return longer;
      default:
        byte[] flipped = original.clone();
        flipped[at] ^= (byte) (1 << random.below(8));
        return flipped;
    }
  }
}
