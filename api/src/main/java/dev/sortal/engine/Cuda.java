package dev.sortal.engine;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The libraries of CUDA 12 that every engine loads itself, looked for without loading them. */
final class Cuda {
  private static final Map<String, List<String>> LIBRARIES =
      Map.of(
          "linux",
          List.of("libcuda.so.1", "libcudart.so.12", "libcublasLt.so.12", "libcudnn.so.9"),
          "windows",
          List.of("nvcuda.dll", "cudart64_12.dll", "cublasLt64_12.dll", "cudnn64_9.dll"));

  /** The loader's own index of the libraries in its folders; names stand in it as text. */
  private static final Path INDEX = Path.of("/etc/ld.so.cache");

  private Cuda() {}

  /** Those that are not found where the system's loader looks; empty where CUDA does not exist. */
  static List<String> missing() {
    String system = Platform.here().os();
    boolean windows = system.equals("windows");
    return missing(
        LIBRARIES.getOrDefault(system, List.of()),
        System.getenv(windows ? "PATH" : "LD_LIBRARY_PATH"),
        windows ? "" : index());
  }

  static List<String> missing(List<String> libraries, @Nullable String searchPath, String index) {
    List<String> missing = new ArrayList<>(libraries);
    missing.removeIf(index::contains);
    if (searchPath != null) {
      for (String folder : searchPath.split(Pattern.quote(File.pathSeparator))) {
        missing.removeIf(library -> new File(folder, library).exists());
      }
    }
    return missing;
  }

  private static String index() {
    try {
      return Files.exists(INDEX) ? Files.readString(INDEX, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException unreadable) {
      return "";
    }
  }
}
