package dev.sortal.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window and without a network. */
final class Browser {
  /** Names the command where it is not on the path. */
  private static final String PROPERTY = "sortal.chromium";

  private final Path command;
  private final Path folder;

  private Browser(Path command, Path folder) {
    this.command = command;
    this.folder = folder;
  }

  static Optional<Browser> find(Path folder) {
    String given = System.getProperty(PROPERTY);
    Stream<Path> candidates =
        given != null
            ? Stream.of(Path.of(given))
            : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(
                    path ->
                        Stream.of("chromium", "chromium-browser", "google-chrome")
                            .map(name -> Path.of(path, name)));
    return candidates.filter(Files::isExecutable).findFirst().map(it -> new Browser(it, folder));
  }

  /**
   * What came of a page.
   *
   * @param output the document as it was parsed, where it was asked for
   * @param console what the page or the browser wrote to its console: violations of policy too
   */
  record Visit(String output, List<String> console) {}

  Visit open(Path page, String... options) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(command.toString());
    line.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--enable-logging=stderr",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--user-data-dir=" + Files.createTempDirectory(folder, "profile")));
    line.addAll(List.of(options));
    line.add(page.toUri().toString());
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("The browser did not end: " + Files.readString(err));
    }
    if (process.exitValue() != 0) {
      throw new IOException("The browser failed: " + Files.readString(err));
    }
    List<String> console =
        Files.readAllLines(err).stream().filter(text -> text.contains(":CONSOLE")).toList();
    return new Visit(Files.readString(out), console);
  }
}
