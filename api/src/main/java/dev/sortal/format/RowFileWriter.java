package dev.sortal.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes rows of several columns in blocks, for {@link RowFile} to read; for one thread.
 *
 * <pre>{@code
 * RowFileWriter writer = new RowFileWriter(out, 1);
 * writer.column(0).varint(7);
 * writer.endRow();
 * writer.finish(key);
 * }</pre>
 */
public final class RowFileWriter {
  /** The first bytes of a file. */
  static final byte[] MAGIC = {'S', 'o', 'r', 't', 'R', 'o', 'w', 's'};

  /** The version of the layout. */
  static final int VERSION = 1;

  /** The bytes of a key. */
  static final int KEY = 32;

  /** The bytes of the footer: seven numbers of four bytes, one of eight, the key, the magic. */
  static final int FOOTER = 5 * Integer.BYTES + Long.BYTES + 2 * Integer.BYTES + KEY + MAGIC.length;

  private static final int BLOCK_ROWS = 8192;
  private static final int BLOCK_BYTES = 4 << 20;

  private final OutputStream out;
  private final List<RowBytes> columns = new ArrayList<>();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private byte[] block = new byte[1 << 16];
  private int rows;
  private int blocks;
  private long position;

  /**
   * Begins a file.
   *
   * @param out where it goes; the caller closes it
   * @param columns the number of columns, at least 1
   */
  public RowFileWriter(OutputStream out, int columns) throws IOException {
    this.out = out;
    for (int i = 0; i < columns; i++) {
      this.columns.add(new RowBytes());
    }
    out.write(MAGIC);
    position = MAGIC.length;
  }

  /** The row in the making of a column, from 0; only {@link #endRow()} ends it. */
  public RowBytes column(int number) {
    return columns.get(number);
  }

  /** The number of rows so far. */
  public int rows() {
    return rows;
  }

  /**
   * Ends the row in the making of all columns.
   *
   * @throws IOException if a block cannot be written
   */
  public void endRow() throws IOException {
    if (rows == Integer.MAX_VALUE) {
      throw new IllegalStateException("A file holds at most " + rows + " rows.");
    }
    rows++;
    long size = 0;
    for (RowBytes column : columns) {
      column.endRow();
      size += column.size();
    }
    if (size >= BLOCK_BYTES || columns.get(0).rows() == BLOCK_ROWS) {
      writeBlock();
    }
  }

  private void writeBlock() throws IOException {
    long size = 0;
    for (RowBytes column : columns) {
      size += column.written();
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException("A row of " + size + " bytes is too long for a file.");
    }
    if (block.length < size) {
      block = new byte[(int) size];
    }
    int rowsOfBlock = columns.get(0).rows();
    int[] starts = new int[columns.size()];
    int end = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = end;
      end = columns.get(i).writeTo(block, end);
    }
    out.write(block, 0, end);
    CRC32C checksum = new CRC32C();
    checksum.update(block, 0, end);
    ByteBuffer entry = littleEndian(entryBytes(starts.length));
    entry.putLong(position).putInt(end).putInt(rowsOfBlock).putInt((int) checksum.getValue());
    for (int start : starts) {
      entry.putInt(start);
    }
    directory.writeBytes(entry.array());
    position += end;
    blocks++;
  }

  /** The directory of the blocks that are written. */
  ByteBuffer directory() {
    return ByteBuffer.wrap(directory.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  int blocks() {
    return blocks;
  }

  /** Writes the block in the making. */
  void flush() throws IOException {
    if (columns.get(0).rows() > 0) {
      writeBlock();
    }
  }

  /** The bytes of a block's entry in the directory. */
  static int entryBytes(int columns) {
    return Long.BYTES + (3 + columns) * Integer.BYTES;
  }

  static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes what is left, the directory of blocks and the footer.
   *
   * @param key what the rows are, 32 bytes; {@link RowFile#open} is asked for it
   */
  public void finish(byte[] key) throws IOException {
    if (key.length != KEY) {
      throw new IllegalArgumentException("A key has 32 bytes, got " + key.length + ".");
    }
    flush();
    byte[] entries = directory.toByteArray();
    out.write(entries);
    CRC32C checksum = new CRC32C();
    checksum.update(entries);
    ByteBuffer footer = littleEndian(FOOTER);
    footer.putInt(VERSION).putInt(columns.size()).putInt(rows).putInt(blocks);
    footer.putInt(entries.length).putLong(position).putInt((int) checksum.getValue()).put(key);
    checksum.reset();
    checksum.update(footer.array(), 0, footer.position());
    footer.putInt((int) checksum.getValue()).put(MAGIC);
    out.write(footer.array());
  }
}
