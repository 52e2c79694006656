package dev.sortal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.BundleException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final byte[] TEXT = "hello hello hello".getBytes(StandardCharsets.UTF_8);
  private static final byte[] RAW = {1, 2, 3, 4, 5};
  private static final int SIZE_IN_DIRECTORY = 24;

  @TempDir Path folder;
  private Path file;

  private static byte[] archive(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Archive.write(out, entries, Set.of("raw.bin"));
    return out.toByteArray();
  }

  private static byte[] archive() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("text.txt", TEXT);
    entries.put("raw.bin", RAW);
    return archive(entries);
  }

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("a.zip");
    Files.write(file, archive());
  }

  private void assertRefused(byte[] content, String... parts) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(this::readAll)
        .isInstanceOf(BundleException.class)
        .hasMessageStartingWith(file + " is damaged")
        .hasMessageEndingWith("Save it again or restore a copy.")
        .hasMessageContainingAll(parts);
  }

  private void readAll() {
    try (Archive archive = Archive.open(file)) {
      for (String name : archive.names()) {
        archive.read(name, 1 << 20);
      }
    }
  }

  /** The content with a name replaced by one as long, wherever it stands. */
  private static byte[] renamed(byte[] content, String from, String to) {
    String latin = new String(content, StandardCharsets.ISO_8859_1);
    return latin.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int directory(byte[] content) {
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(content.length - 6);
  }

  @Test
  void comes_back_in_its_order() {
    try (Archive archive = Archive.open(file)) {
      assertThat(archive.names()).containsExactly("text.txt", "raw.bin");
      assertThat(archive.read("text.txt", TEXT.length)).isEqualTo(TEXT);
      assertThat(archive.read("raw.bin", 100)).isEqualTo(RAW);
    }
  }

  @Test
  void is_the_same_bytes_in_every_time_zone() throws IOException {
    byte[] here = archive();
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Apia"));
      assertThat(archive()).isEqualTo(here);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void names_an_absent_file() {
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> Archive.open(absent))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("There is no file " + absent)
        .hasMessageEndingWith("Check the path.");
  }

  @Test
  void refuses_every_truncation() throws IOException {
    byte[] whole = archive();
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "expected a zip");
    }
  }

  @Test
  void gives_the_same_or_refuses_whatever_bit_is_flipped() throws IOException {
    byte[] whole = archive();
    int refused = 0;
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, flipped);
      try (Archive archive = Archive.open(file)) {
        assertThat(archive.read("text.txt", 1 << 20)).isEqualTo(TEXT);
        assertThat(archive.read("raw.bin", 1 << 20)).isEqualTo(RAW);
      } catch (BundleException failure) {
        assertThat(failure).hasMessageStartingWith(file + " is damaged");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length);
  }

  @Test
  void refuses_flipped_content() throws IOException {
    byte[] content = archive();
    String latin = new String(content, StandardCharsets.ISO_8859_1);
    content[latin.indexOf("\1\2\3\4\5")] ^= 1;
    assertRefused(content, "\"raw.bin\" as it was written", "another checksum");
  }

  @Test
  void refuses_a_size_larger_than_the_content() throws IOException {
    byte[] content = archive();
    int at = directory(content) + SIZE_IN_DIRECTORY;
    content[at]++;
    assertRefused(content, "text.txt");
  }

  @Test
  void refuses_a_size_smaller_than_the_content() throws IOException {
    byte[] content = archive();
    int at = directory(content) + SIZE_IN_DIRECTORY;
    content[at]--;
    assertRefused(content, "text.txt");
  }

  @Test
  void refuses_a_size_of_gigabytes_before_reading_it() throws IOException {
    byte[] content = archive();
    int at = directory(content) + SIZE_IN_DIRECTORY;
    content[at + 3] = 0x7f;
    assertRefused(content, "entries of plausible size", "\"text.txt\" of 2130706449 bytes");
  }

  @Test
  void refuses_a_zip_bomb() throws IOException {
    assertRefused(
        archive(Map.of("bomb.txt", new byte[10_000_000])),
        "entries of plausible size",
        "\"bomb.txt\" of 10000000 bytes");
  }

  @Test
  void refuses_names_that_lead_elsewhere() throws IOException {
    for (String name :
        List.of(
            "../x.txt", "/etc/pas", "c:\\a.txt", "a/b/c.tx", "TEXT.TXT", ".ext.txt", "te t.txt")) {
      assertRefused(
          renamed(archive(), "text.txt", name),
          "expected plain lower-case entry names, got \"" + name + "\"");
    }
  }

  @Test
  void prints_no_control_of_a_hostile_name() throws IOException {
    assertRefused(renamed(archive(), "text.txt", "\u001b[2J\n.tx"), "got \"?[2J?.tx\"");
  }

  @Test
  void refuses_a_name_given_twice() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("a.txt", TEXT);
    entries.put("b.txt", RAW);
    assertRefused(
        renamed(archive(entries), "b.txt", "a.txt"), "expected each entry once", "\"a.txt\" twice");
  }

  @Test
  void refuses_too_many_entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < 64; i++) {
      entries.put("e" + i, RAW);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      Archive.write(out, entries, Set.of());
    }
    readAll();
    entries.put("e64", RAW);
    assertRefused(archive(entries), "expected at most 64 entries, got 65 entries");
  }

  @Test
  void names_a_missing_entry_and_those_present() {
    try (Archive archive = Archive.open(file)) {
      assertThatThrownBy(() -> archive.read("none.txt", 10))
          .isInstanceOf(BundleException.class)
          .hasMessageContaining("expected an entry \"none.txt\", got only [text.txt, raw.bin]");
    }
  }

  @Test
  void refuses_an_entry_above_the_callers_limit() {
    try (Archive archive = Archive.open(file)) {
      assertThatThrownBy(() -> archive.read("raw.bin", 4))
          .isInstanceOf(BundleException.class)
          .hasMessageContaining("expected \"raw.bin\" of at most 4 bytes, got 5 bytes");
    }
  }
}
