package dev.sortal.keys;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How much memory may be used before a temporary file takes the rest, and where that file lies; an
 * immutable value.
 *
 * <p>The file has no name any more as soon as it is open (on Windows: when it is closed), so that
 * none is left behind however the program ends.
 *
 * <pre>{@code
 * Spill spill = Spill.standard().memory(16 << 20).folder(Path.of("/var/tmp"));
 * }</pre>
 *
 * @param memory the bytes of the heap that may be used, at least 1 MiB
 * @param folder where the file lies; by default Java's folder of temporary files
 */
public record Spill(long memory, @Nullable Path folder) {
  private static final long LEAST = 1 << 20;

  public Spill {
    if (memory < LEAST) {
      throw new IllegalArgumentException(
          "The memory must be at least " + LEAST + " bytes, got " + memory + ".");
    }
  }

  /** 64 MiB of the heap; then a file in Java's folder of temporary files. */
  public static Spill standard() {
    return new Spill(64L << 20, null);
  }

  /** With so many bytes of the heap, at least 1 MiB. */
  public Spill memory(long bytes) {
    return new Spill(bytes, folder);
  }

  /**
   * With the file in that folder, which should be on a disk: a folder of temporary files may be a
   * part of memory.
   */
  public Spill folder(Path folder) {
    return new Spill(memory, folder);
  }
}
