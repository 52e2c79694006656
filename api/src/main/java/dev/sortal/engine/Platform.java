package dev.sortal.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operating system and processor, as natives are chosen by them.
 *
 * @param os {@code linux}, {@code macos}, {@code windows} or the system's own name
 * @param arch {@code x86_64}, {@code aarch64} or the processor's own name
 */
public record Platform(String os, String arch) {
  private static final Pattern GLIBC = Pattern.compile("release version ([0-9.]+[0-9])");

  /** Where the C library stands on the usual distributions. */
  private static final List<Path> C_LIBRARIES =
      List.of(
          Path.of("/lib/x86_64-linux-gnu/libc.so.6"),
          Path.of("/lib/aarch64-linux-gnu/libc.so.6"),
          Path.of("/lib64/libc.so.6"),
          Path.of("/usr/lib/libc.so.6"));

  /** The platform of this JVM. */
  public static Platform here() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return new Platform(
        os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "windows" : os,
        arch.equals("amd64") ? "x86_64" : arch.equals("arm64") ? "aarch64" : arch);
  }

  /** The C library of a Linux system, {@code glibc 2.36} or {@code musl}; empty elsewhere. */
  public static String libc() {
    if (!here().os().equals("linux")) {
      return "";
    }
    if (Files.exists(Path.of("/lib/ld-musl-" + here().arch() + ".so.1"))) {
      return "musl";
    }
    for (Path library : C_LIBRARIES) {
      if (Files.isReadable(library)) {
        try {
          String text = Files.readString(library, StandardCharsets.ISO_8859_1);
          Matcher version = GLIBC.matcher(text);
          return version.find() ? "glibc " + version.group(1) : "glibc";
        } catch (IOException unreadable) {
          return "glibc, version unknown (" + unreadable.getMessage() + ")";
        }
      }
    }
    return "unknown C library";
  }

  @Override
  public String toString() {
    return os + "-" + arch;
  }
}
