package dev.sortal.tracking;

import dev.sortal.error.SortalException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that grow while a training runs. */
final class Appending {
  private Appending() {}

  /**
   * Adds to the end of a file, all at once. The file is not kept open: a training that ends in any
   * way leaves nothing to close.
   *
   * @throws SortalException if it cannot be written
   */
  static void append(Path file, byte[] bytes) {
    // Not through a channel: an interrupt, which ends a training cleanly, would close it.
    try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.write(bytes);
    } catch (IOException failure) {
      throw new SortalException("Could not write " + file + ": " + failure.getMessage(), failure);
    }
  }

  /**
   * Makes the folder if there is none.
   *
   * @throws SortalException if it cannot be made
   */
  static void folder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new SortalException(
          "Could not make the folder " + folder + ": " + failure + ". Choose another.", failure);
    }
  }
}
