package dev.sortal.format;

import dev.sortal.error.SortalException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Rows of several columns that wait on the disk: written once, then read in order; for one thread.
 *
 * <p>The file has no name any more as soon as it is open (on Windows: when it is closed), so that
 * none is left behind however the program ends.
 *
 * <pre>{@code
 * try (RowDraft draft = RowDraft.in(folder, 1)) {
 *   draft.column(0).varint(7);
 *   draft.endRow();
 *   draft.forEach(row -> System.out.println(row.get(0).varint()));
 * }
 * }</pre>
 */
public final class RowDraft implements AutoCloseable {
  /** Takes the rows one after the other. */
  @FunctionalInterface
  public interface RowReader {
    /** Reads a row, of which each column has its cursor. */
    void read(List<RowCursor> row) throws IOException;
  }

  private final Path path;
  private final boolean isUnnamed;
  private final RandomAccessFile file;
  private final RowFileWriter writer;
  private final OutputStream out;
  private final int columns;

  private RowDraft(Path path, int columns) throws IOException {
    this.path = path;
    this.columns = columns;
    // Not a channel, which an interrupt would close.
    this.file = new RandomAccessFile(path.toFile(), "rw");
    this.isUnnamed = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    if (isUnnamed) {
      Files.delete(path);
    }
    this.out = new BufferedOutputStream(new FileOutputStream(file.getFD()), 1 << 16);
    this.writer = new RowFileWriter(out, columns);
  }

  /**
   * A draft in that folder.
   *
   * @throws SortalException if no file can be made there
   */
  public static RowDraft in(Path folder, int columns) {
    try {
      return new RowDraft(Files.createTempFile(folder, ".sortal-", ".draft"), columns);
    } catch (IOException failure) {
      throw new SortalException(
          "No file can be made in " + folder + ": " + failure + ". Choose another folder.",
          failure);
    }
  }

  /** The row in the making of a column, from 0; only {@link #endRow()} ends it. */
  public RowBytes column(int number) {
    return writer.column(number);
  }

  /** The number of rows so far. */
  public int rows() {
    return writer.rows();
  }

  /** Ends the row in the making of all columns. */
  public void endRow() throws IOException {
    writer.endRow();
  }

  /** Reads all rows in order; then no more can be written. */
  public void forEach(RowReader reader) throws IOException {
    writer.flush();
    out.flush();
    ByteBuffer directory = writer.directory();
    int firstRow = 0;
    for (int i = 0; i < writer.blocks(); i++) {
      file.seek(directory.getLong());
      byte[] bytes = new byte[directory.getInt()];
      int rows = directory.getInt();
      file.readFully(bytes);
      verify(bytes, directory.getInt());
      int[] starts = new int[columns];
      for (int column = 0; column < columns; column++) {
        starts[column] = directory.getInt();
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      read(new RowBlock(firstRow, rows, buffer, starts), reader);
      firstRow += rows;
    }
  }

  /** Writes all rows as they are; then no more can be written here. */
  public void copyTo(RowFileWriter target) throws IOException {
    forEach(
        row -> {
          for (int column = 0; column < columns; column++) {
            row.get(column).copyTo(target.column(column));
          }
          target.endRow();
        });
  }

  private void read(RowBlock block, RowReader reader) throws IOException {
    int end = block.firstRow() + block.rows();
    List<RowCursor> row = new ArrayList<>(columns);
    for (int column = 0; column < columns; column++) {
      int[] firstRows = {block.firstRow()};
      row.add(new StoredColumn(List.of(block), firstRows, column, end).cursor());
    }
    for (int number = block.firstRow(); number < end; number++) {
      for (RowCursor cursor : row) {
        cursor.row(number);
      }
      reader.read(row);
    }
  }

  private void verify(byte[] bytes, int expected) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    if ((int) checksum.getValue() != expected) {
      throw new SortalException(
          "The disk gave other bytes for a temporary file in "
              + path.getParent()
              + " than were written: expected checksum "
              + Integer.toHexString(expected)
              + ", got "
              + Integer.toHexString((int) checksum.getValue())
              + ". Choose another folder.");
    }
  }

  /** Deletes the file. */
  @Override
  public void close() {
    try {
      file.close();
      if (!isUnnamed) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      throw new SortalException("Could not delete " + path + ": " + failure, failure);
    }
  }
}
