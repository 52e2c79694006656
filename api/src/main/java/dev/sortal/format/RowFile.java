package dev.sortal.format;

import dev.sortal.error.SortalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Rows of several columns in a file that is mapped into memory; immutable and safe for threads.
 *
 * <p>The file is the blocks of a {@link RowFileWriter}, a directory of them and a footer; each has
 * a checksum, and all are verified before the file is given out, in one pass over it. It must not
 * change afterwards. The map takes address space, no heap; it ends when the garbage collector finds
 * that nobody reads it any more.
 *
 * <pre>{@code
 * RowFile file = RowFile.open(path, key);
 * RowCursor cursor = file.column(0).cursor();
 * }</pre>
 */
public final class RowFile {
  /** What a cursor over no rows stands on. */
  static final RowBlock EMPTY = new RowBlock(0, 0, ByteBuffer.allocate(0), new int[0]);

  /** A map of a file has less than 2 GiB; larger files have several. */
  private static final long MAP = 1L << 30;

  private final List<RowBlock> blocks;
  private final int[] firstRows;
  private final int columns;
  private final int rows;
  private final long bytes;

  private RowFile(List<RowBlock> blocks, int columns, int rows, long bytes) {
    this.blocks = List.copyOf(blocks);
    this.firstRows = blocks.stream().mapToInt(RowBlock::firstRow).toArray();
    this.columns = columns;
    this.rows = rows;
    this.bytes = bytes;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /** The size of the file. */
  public long bytes() {
    return bytes;
  }

  /** A column, from 0. */
  public StoredColumn column(int number) {
    if (number < 0 || number >= columns) {
      throw new IndexOutOfBoundsException(
          "There is no column " + number + ", expected one in [0, " + columns + ").");
    }
    return new StoredColumn(blocks, firstRows, number, rows);
  }

  /**
   * Maps a file and verifies all of it.
   *
   * @param key what it was finished with
   * @throws SortalException if it cannot be read, is damaged, or holds something else
   */
  public static RowFile open(Path path, byte[] key) {
    boolean wasInterrupted = false;
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
          return new Reading(path, channel).read(key);
        } catch (ClosedByInterruptException interrupt) {
          // An interrupt closes a channel; the maps need it only while they are made.
          wasInterrupted |= Thread.interrupted();
        }
      }
    } catch (IOException failure) {
      throw new SortalException("Could not read " + path + ": " + failure, failure);
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A file being verified. */
  private static final class Reading {
    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final CRC32C checksum = new CRC32C();

    Reading(Path path, FileChannel channel) throws IOException {
      this.path = path;
      this.channel = channel;
      this.size = channel.size();
    }

    RowFile read(byte[] key) throws IOException {
      long footerAt = size - RowFileWriter.FOOTER;
      require(footerAt >= RowFileWriter.MAGIC.length, "file", "a footer", size + " bytes");
      ByteBuffer footer = map(footerAt, RowFileWriter.FOOTER);
      byte[] magic = new byte[RowFileWriter.MAGIC.length];
      map(0, magic.length).get(0, magic);
      require(Arrays.equals(magic, RowFileWriter.MAGIC), "beginning", "rows", "something else");
      footer.get(RowFileWriter.FOOTER - magic.length, magic);
      require(Arrays.equals(magic, RowFileWriter.MAGIC), "end", "rows", "something else");
      int checked = RowFileWriter.FOOTER - magic.length - Integer.BYTES;
      verify(footer, 0, checked, footer.getInt(checked), "footer");
      int version = footer.getInt();
      require(version == RowFileWriter.VERSION, "version", RowFileWriter.VERSION, version);
      int columns = footer.getInt();
      int rows = footer.getInt();
      int count = footer.getInt();
      int length = footer.getInt();
      long at = footer.getLong();
      int directorySum = footer.getInt();
      byte[] found = new byte[RowFileWriter.KEY];
      footer.get(found);
      require(Arrays.equals(found, key), "key", "that of its name", "another");
      int entry = RowFileWriter.entryBytes(columns);
      require(
          columns >= 1
              && rows >= 0
              && count >= 0
              && length == (long) count * entry
              && at >= RowFileWriter.MAGIC.length
              && at + length == footerAt,
          "footer",
          "sizes that fit",
          "others");
      ByteBuffer directory = map(at, length);
      verify(directory, 0, length, directorySum, "directory");
      return new RowFile(blocks(directory, columns, count, rows, at), columns, rows, size);
    }

    private List<RowBlock> blocks(ByteBuffer directory, int columns, int count, int rows, long end)
        throws IOException {
      List<RowBlock> blocks = new ArrayList<>(count);
      int entry = RowFileWriter.entryBytes(columns);
      long position = RowFileWriter.MAGIC.length;
      long firstRow = 0;
      ByteBuffer map = ByteBuffer.allocate(0);
      long mapAt = position;
      for (int i = 0; i < count; i++) {
        int place = i * entry;
        int length = directory.getInt(place + Long.BYTES);
        int blockRows = directory.getInt(place + Long.BYTES + Integer.BYTES);
        int sum = directory.getInt(place + Long.BYTES + 2 * Integer.BYTES);
        String name = "block " + i;
        require(directory.getLong(place) == position, name, position, directory.getLong(place));
        require(length > 0 && length <= end - position, name, "bytes within the file", length);
        if (position + length > mapAt + map.capacity()) {
          mapAt = position;
          map = map(mapAt, Math.min(end - mapAt, Math.max(MAP, length)));
        }
        ByteBuffer bytes =
            map.slice((int) (position - mapAt), length).order(ByteOrder.LITTLE_ENDIAN);
        verify(bytes, 0, length, sum, name);
        int[] starts = new int[columns];
        for (int column = 0; column < columns; column++) {
          starts[column] = directory.getInt(place + RowFileWriter.entryBytes(column));
        }
        blocks.add(new RowBlock((int) firstRow, blockRows, bytes, starts));
        position += length;
        firstRow += blockRows;
        require(blockRows > 0 && firstRow <= rows, name, "rows within " + rows, blockRows);
      }
      require(position == end, "directory", end, position);
      require(firstRow == rows, "directory", rows + " rows", firstRow);
      return blocks;
    }

    private ByteBuffer map(long at, long length) throws IOException {
      MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, at, length);
      return map.order(ByteOrder.LITTLE_ENDIAN);
    }

    private void verify(ByteBuffer bytes, int from, int length, int expected, String what) {
      checksum.reset();
      checksum.update(bytes.slice(from, length));
      int sum = (int) checksum.getValue();
      require(
          sum == expected,
          what,
          "checksum " + Integer.toHexString(expected),
          Integer.toHexString(sum));
    }

    private void require(boolean holds, String what, Object expected, Object got) {
      if (!holds) {
        throw new SortalException(
            path + " is damaged in its " + what + ": expected " + expected + ", got " + got + ".");
      }
    }
  }
}
