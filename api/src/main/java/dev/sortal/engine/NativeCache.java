package dev.sortal.engine;

import dev.sortal.error.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one folder into which engines unpack their natives, reused by every later start.
 *
 * <p>The system property {@code sortal.cache} names it; without it, it is {@code .cache/sortal} in
 * the home folder. Nothing in it is needed between runs; it can be deleted while none runs. Safe
 * for threads and for processes that unpack at the same time.
 *
 * <pre>{@code
 * Path folder = NativeCache.folder("onnxruntime");
 * }</pre>
 */
public final class NativeCache {
  /** The system property that names the folder. */
  public static final String PROPERTY = "sortal.cache";

  private NativeCache() {}

  /** The folder of all engines, whether it exists or not. */
  public static Path root() {
    String chosen = System.getProperty(PROPERTY);
    return chosen == null || chosen.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "sortal")
        : Path.of(chosen);
  }

  /** The folder of one engine, whether it exists or not. */
  public static Path folder(String engine) {
    return root().resolve(engine).toAbsolutePath();
  }

  /**
   * Copies files out of a jar, once: a folder that exists is complete and taken as it is.
   *
   * @param engine the name of the engine's folder
   * @param version names the files' version and platform, so that another version gets another
   *     folder; the sizes of the files are added to it
   * @param files the files, each under its own name
   * @return the folder that holds them
   * @throws BackendException if the folder cannot be written; the message says which and what to do
   */
  public static Path unpack(String engine, String version, List<URL> files) {
    try {
      Path target = folder(engine).resolve(version + "-" + totalSize(files));
      if (!Files.isDirectory(target)) {
        unpack(files, target);
      }
      return target;
    } catch (IOException failure) {
      throw new BackendException(
          "The natives of "
              + engine
              + " could not be unpacked into "
              + folder(engine)
              + ": "
              + failure
              + ". Expected a folder that can be written; name one with -D"
              + PROPERTY
              + "=FOLDER.",
          failure);
    }
  }

  private static long totalSize(List<URL> files) throws IOException {
    long total = 0;
    for (URL file : files) {
      total += file.openConnection().getContentLengthLong();
    }
    return total;
  }

  /** Unpacks beside the target and moves the whole folder, so that half of one is never seen. */
  private static void unpack(List<URL> files, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path part = Files.createTempDirectory(target.getParent(), "part");
    try {
      for (URL file : files) {
        String path = file.getPath();
        try (InputStream in = file.openStream()) {
          Files.copy(in, part.resolve(path.substring(path.lastIndexOf('/') + 1)));
        }
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      delete(part);
      // Another process was faster: what it unpacked is the same.
      if (!Files.isDirectory(target)) {
        throw failure;
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      for (Path file : content.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
