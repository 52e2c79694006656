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
      Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID());
      try {
        writeTemporary(temporary, content);
        replace(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException failure) {
      throw new SortalException("Could not write " + path + ": " + failure, failure);
    }
  }

  /** Not through a channel: an interrupt, which ends a training cleanly, would close it. */
  private static void writeTemporary(Path temporary, Content content) throws IOException {
    try (FileOutputStream file = new FileOutputStream(temporary.toFile());
        BufferedOutputStream out = new BufferedOutputStream(file, 1 << 16)) {
      content.writeTo(out);
      out.flush();
      file.getFD().sync();
    }
  }

  private static void replace(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unsupported) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
