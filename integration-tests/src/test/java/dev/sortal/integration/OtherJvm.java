package dev.sortal.integration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class in a Java process of its own, with this one's class path. */
final class OtherJvm {
  /**
   * What a process came to.
   *
   * @param exit its exit code
   * @param output standard output and standard error together
   */
  record Result(int exit, String output) {}

  private OtherJvm() {}

  static Result run(Path folder, List<String> prefix, List<String> options, String... command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(prefix);
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(options);
    line.addAll(List.of(command));
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    String output;
    try (InputStream in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("Still running: " + line + "\n" + output);
    }
    return new Result(process.exitValue(), output);
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }
}
