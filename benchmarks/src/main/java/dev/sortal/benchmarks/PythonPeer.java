package dev.sortal.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Python script that does blocks of work when it is told to, and says what each took; it waits in
 * between, so that this process can take its turn.
 */
final class PythonPeer implements AutoCloseable {
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;
  private final String version;

  /**
   * Starts the script.
   *
   * @param arguments what the script is given
   */
  PythonPeer(String python, Path script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(arguments);
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    version = answer();
  }

  /** What the script runs on. */
  String version() {
    return version;
  }

  /** Has the script do one block. */
  Cost block(String work) {
    try {
      requests.write(work + "\n");
      requests.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    String[] seconds = answer().split(" ", -1);
    return new Cost(Double.parseDouble(seconds[0]), Double.parseDouble(seconds[1]));
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException(
            "The script ended: expected an answer, got none. See its messages above.");
      }
      return line;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
