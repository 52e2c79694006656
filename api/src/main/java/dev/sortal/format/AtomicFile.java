package dev.sortal.format;

import dev.sortal.error.SortalException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes a file as a whole or not at all.
 *
 * <p>The content goes to a temporary file in the same folder, reaches the disk, and is then moved
 * into place; whatever fails before, a previous file stays as it was and no temporary file is left.
 *
 * <pre>{@code
 * AtomicFile.write(path, out -> out.write(bytes));
 * }</pre>
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the stream is closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes the file, through a symbolic link where it is one.
   *
   * @throws SortalException if it cannot be written; the previous file is then untouched
   */
  public static void write(Path path, Content content) {
    try (Pending file = begin(path)) {
      content.writeTo(file.out());
      file.commit();
    } catch (IOException failure) {
      throw new SortalException("Could not write " + path + ": " + failure, failure);
    }
  }

  /**
   * Begins the file, through a symbolic link where it is one.
   *
   * @throws SortalException if it cannot be written; the previous file is then untouched
   */
  public static Pending begin(Path path) {
    try {
      Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
      if (Files.isDirectory(target)) {
        throw new SortalException("Could not write " + path + ": it is a folder.");
      }
      Path folder = target.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new SortalException(
            "Could not write " + path + ": there is no folder " + folder + ". Create it first.");
      }
      return new Pending(
          folder.resolve("." + target.getFileName() + "." + UUID.randomUUID()), target);
    } catch (IOException failure) {
      throw new SortalException("Could not write " + path + ": " + failure, failure);
    }
  }

  /** A file in the making; for one thread. */
  public static final class Pending implements AutoCloseable {
    private final Path temporary;
    private final Path target;
    private final FileOutputStream file;
    private final BufferedOutputStream out;

    /** Not through a channel: an interrupt, which ends a training cleanly, would close it. */
    private Pending(Path temporary, Path target) throws IOException {
      this.temporary = temporary;
      this.target = target;
      this.file = new FileOutputStream(temporary.toFile());
      this.out = new BufferedOutputStream(file, 1 << 16);
    }

    /** Where the content goes. */
    public OutputStream out() {
      return out;
    }

    /** Brings the content to the disk and the file into its place. */
    public void commit() throws IOException {
      out.flush();
      file.getFD().sync();
      file.close();
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException unsupported) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }

    /** Gives up what was not committed. */
    @Override
    public void close() throws IOException {
      try {
        file.close();
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
