package dev.sortal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.error.SortalException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowFileTest {
  private static final byte[] KEY = Hashes.sha256().digest(new byte[] {1});

  @TempDir Path folder;

  /** Rows of which column 0 is the number and column 1 as many bytes as its last two digits say. */
  private Path file(int rows) throws IOException {
    Path path = folder.resolve("rows");
    try (OutputStream out = Files.newOutputStream(path)) {
      RowFileWriter writer = new RowFileWriter(out, 2);
      for (int row = 0; row < rows; row++) {
        writer.column(0).varint(row * 31);
        writer.column(1).bytes(filled(row));
        writer.endRow();
      }
      writer.finish(KEY);
    }
    return path;
  }

  private static byte[] filled(int row) {
    byte[] bytes = new byte[row % 100];
    Arrays.fill(bytes, (byte) row);
    return bytes;
  }

  private static void check(RowFile file, int row) {
    RowCursor first = file.column(0).cursor();
    first.row(row);
    assertThat(first.varint()).isEqualTo(row * 31);
    assertThat(first.remaining()).isZero();
    RowCursor second = file.column(1).cursor();
    second.row(row);
    byte[] bytes = new byte[second.remaining()];
    second.bytes(bytes);
    assertThat(bytes).isEqualTo(filled(row));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8191, 8192, 8193, 50_000})
  void gives_every_row_in_any_order(int rows) throws IOException {
    RowFile file = RowFile.open(file(rows), KEY);
    assertThat(file.rows()).isEqualTo(rows);
    assertThat(file.columns()).isEqualTo(2);
    new Random(1).ints(300, 0, rows).forEach(row -> check(file, row));
    check(file, 0);
    check(file, rows - 1);
  }

  @Test
  void a_file_may_hold_no_rows() throws IOException {
    RowFile file = RowFile.open(file(0), KEY);
    assertThat(file.rows()).isZero();
    assertThatThrownBy(() -> file.column(0).cursor().row(0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("no row 0");
  }

  @Test
  void long_rows_end_a_block_early() throws IOException {
    Path path = folder.resolve("long");
    try (OutputStream out = Files.newOutputStream(path)) {
      RowFileWriter writer = new RowFileWriter(out, 1);
      for (int row = 0; row < 5; row++) {
        writer.column(0).bytes(new byte[3 << 20]);
        writer.column(0).varint(row);
        writer.endRow();
      }
      writer.finish(KEY);
      assertThat(writer.blocks()).isEqualTo(3);
    }
    RowCursor cursor = RowFile.open(path, KEY).column(0).cursor();
    for (int row = 4; row >= 0; row--) {
      cursor.row(row);
      cursor.bytes(new byte[3 << 20]);
      assertThat(cursor.varint()).isEqualTo(row);
    }
  }

  @Test
  void numbers_and_texts_come_back_to_the_bit() throws IOException {
    int[] ints = {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};
    float[] floats = {0, -0f, 1.5f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
    double[] doubles = {0.1, -0.0, Double.NaN, Double.MAX_VALUE, Double.MIN_VALUE};
    Path path = folder.resolve("values");
    try (OutputStream out = Files.newOutputStream(path)) {
      RowFileWriter writer = new RowFileWriter(out, 1);
      for (int value : ints) {
        writer.column(0).varint(value);
      }
      for (float value : floats) {
        writer.column(0).float32(value);
      }
      for (double value : doubles) {
        writer.column(0).float64(value);
      }
      writer.column(0).text("Grüße 😀");
      writer.endRow();
      writer.finish(KEY);
    }
    RowCursor cursor = RowFile.open(path, KEY).column(0).cursor();
    cursor.row(0);
    for (int value : ints) {
      assertThat(cursor.varint()).isEqualTo(value);
    }
    for (float value : floats) {
      assertThat(Float.floatToRawIntBits(cursor.float32()))
          .isEqualTo(Float.floatToRawIntBits(value));
    }
    for (double value : doubles) {
      assertThat(Double.doubleToRawLongBits(cursor.float64()))
          .isEqualTo(Double.doubleToRawLongBits(value));
    }
    assertThat(cursor.text()).isEqualTo("Grüße 😀");
  }

  @Test
  void a_changed_byte_is_found_wherever_it_is() throws IOException {
    Path path = file(20);
    byte[] good = Files.readAllBytes(path);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      Files.write(path, bad);
      assertThatThrownBy(() -> RowFile.open(path, KEY))
          .as("byte %d of %d", at, good.length)
          .isInstanceOf(SortalException.class)
          .hasMessageContaining(" is damaged in its ");
    }
  }

  @Test
  void a_file_that_was_cut_off_is_found_wherever_it_ends() throws IOException {
    Path path = file(20);
    byte[] good = Files.readAllBytes(path);
    for (int length = 0; length < good.length; length++) {
      Files.write(path, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> RowFile.open(path, KEY))
          .as("%d of %d bytes", length, good.length)
          .isInstanceOf(SortalException.class);
    }
  }

  @Test
  void the_message_says_which_part_is_damaged() throws IOException {
    Path path = file(9000);
    byte[] bytes = Files.readAllBytes(path);
    bytes[bytes.length / 3] ^= 1;
    Files.write(path, bytes);
    assertThatThrownBy(() -> RowFile.open(path, KEY))
        .hasMessageMatching(
            "(?s).*rows is damaged in its block 0: expected checksum [0-9a-f]+, got [0-9a-f]+\\.");
  }

  @Test
  void rows_of_another_key_are_refused() throws IOException {
    Path path = file(3);
    assertThatThrownBy(() -> RowFile.open(path, new byte[32]))
        .hasMessageContaining("key: expected that of its name, got another");
  }

  @Test
  void a_missing_file_is_an_error() {
    assertThatThrownBy(() -> RowFile.open(folder.resolve("none"), KEY))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("Could not read");
  }

  @Test
  void an_interrupt_neither_hinders_nor_is_lost() throws IOException {
    Path path = file(10);
    Thread.currentThread().interrupt();
    RowFile file = RowFile.open(path, KEY);
    assertThat(Thread.interrupted()).isTrue();
    check(file, 9);
  }

  @Test
  void a_draft_gives_its_rows_in_order_and_leaves_no_file() throws IOException {
    List<Integer> read = new ArrayList<>();
    try (RowDraft draft = RowDraft.in(folder, 2)) {
      for (int row = 0; row < 20_000; row++) {
        draft.column(0).varint(row);
        draft.column(1).text("row " + row);
        draft.endRow();
      }
      assertThat(draft.rows()).isEqualTo(20_000);
      draft.forEach(
          row -> {
            read.add(row.get(0).varint());
            assertThat(row.get(1).text()).isEqualTo("row " + (read.size() - 1));
          });
    }
    assertThat(read).hasSize(20_000).isSorted();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_draft_needs_a_folder() {
    assertThatThrownBy(() -> RowDraft.in(folder.resolve("none"), 1))
        .isInstanceOf(SortalException.class)
        .hasMessageContaining("No file can be made in")
        .hasMessageContaining("Choose another folder");
  }
}
