package dev.sortal.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that does blocks of work when it is told to, and says what each took; it waits in
 * between, so that others can take their turns.
 *
 * <p>Its first line says what it runs on; then it answers each line with numbers.
 */
final class Peer implements AutoCloseable {
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;
  private final String version;

  private Peer(List<String> command) {
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

  /**
   * A Python script.
   *
   * @param arguments what the script is given
   */
  static Peer python(String python, Path script, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(python, script.toString()));
    command.addAll(arguments);
    return new Peer(command);
  }

  /**
   * A program of this package in a JVM of its own.
   *
   * @param options of the JVM
   * @param first what its class path begins with, before that of this JVM; empty for that alone
   * @param arguments what the program is given
   */
  static Peer java(List<String> options, String first, Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            Stream.of(first, System.getProperty("java.class.path"))
                .filter(path -> !path.isEmpty())
                .toList()));
    command.add(program.getName());
    command.addAll(arguments);
    return new Peer(command);
  }

  /** What it runs on. */
  String version() {
    return version;
  }

  /** Has it do one block of work; it answers with seconds of processor time and of wall time. */
  Cost block(String work) {
    double[] seconds = numbers(work);
    return new Cost(seconds[0], seconds[1]);
  }

  /** Has it do one block of work; gives the numbers that it answers with. */
  double[] numbers(String work) {
    try {
      requests.write(work + "\n");
      requests.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return Stream.of(answer().split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException(
            "The process ended: expected an answer, got none. See its messages above.");
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
