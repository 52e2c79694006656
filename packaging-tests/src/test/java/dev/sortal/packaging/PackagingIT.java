package dev.sortal.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each jar is run as users run it, by {@code java -jar} in an empty folder. */
class PackagingIT {
  @TempDir Path folder;

  private record Run(int exit, String out, String err) {}

  @ParameterizedTest
  @ValueSource(strings = {"shaded", "boot"})
  void a_packed_application_trains_saves_loads_and_classifies(String classifier)
      throws IOException, InterruptedException {
    Run first = run(classifier);
    assertThat(first.exit()).as(first.toString()).isZero();
    assertThat(first.out()).contains("Classified on onnx: positive");
    assertThat(first.err()).isEmpty();
    List<Path> cached = files(folder.resolve("cache"));
    assertThat(cached).as("natives, unpacked from the jar").isNotEmpty();

    Run second = run(classifier);
    assertThat(second.exit()).as(second.toString()).isZero();
    assertThat(files(folder.resolve("cache"))).isEqualTo(cached);
  }

  @Test
  void a_jar_without_an_engine_says_which_lines_to_add() throws IOException, InterruptedException {
    Run run = run("without-engine");
    assertThat(run.exit()).as(run.toString()).isEqualTo(1);
    assertThat(run.err())
        .contains("No backend on the class path can train", "got []")
        .contains("<groupId>dev.sortal</groupId>", "<artifactId>sortal-backend-onnx</artifactId>")
        .doesNotContain("\tat ");
  }

  private Run run(String classifier) throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-Dsortal.cache=" + folder.resolve("cache"),
                "-jar",
                System.getProperty("jars") + "-" + classifier + ".jar")
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("Still running: " + Files.readString(out) + Files.readString(err));
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
