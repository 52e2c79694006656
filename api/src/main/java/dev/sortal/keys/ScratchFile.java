package dev.sortal.keys;

import dev.sortal.error.SortalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A temporary file that gives mapped memory; there is none until it is asked for some. */
final class ScratchFile implements AutoCloseable {
  private static final int BLOCK = 1 << 20;

  private final Spill spill;
  private @Nullable FileChannel channel;
  private long size;

  ScratchFile(Spill spill) {
    this.spill = spill;
  }

  /** The bytes that it takes on the disk. */
  long size() {
    return size;
  }

  /**
   * Zeros.
   *
   * @throws SortalException if the file cannot be written
   */
  LongBuffer allocate(long bytes) {
    try {
      FileChannel file = open();
      // Written first, since a mapped page that finds no room on the disk ends the process.
      ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
      for (long written = 0; written < bytes; ) {
        zeros.clear().limit((int) Math.min(BLOCK, bytes - written));
        written += file.write(zeros, size + written);
      }
      LongBuffer mapped =
          file.map(FileChannel.MapMode.READ_WRITE, size, bytes)
              .order(ByteOrder.nativeOrder())
              .asLongBuffer();
      size += bytes;
      return mapped;
    } catch (IOException failure) {
      throw new SortalException(
          "A temporary file of "
              + (size + bytes)
              + " bytes in "
              + folder()
              + " could not be written: "
              + failure
              + ". Choose a folder with more room, or allow more memory.",
          failure);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      Path path = Files.createTempFile(folder(), "sortal-", ".keys");
      open =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      channel = open;
    }
    return open;
  }

  private Path folder() {
    Path folder = spill.folder();
    return folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder;
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException failure) {
      throw new SortalException("A temporary file could not be closed: " + failure, failure);
    }
  }
}
