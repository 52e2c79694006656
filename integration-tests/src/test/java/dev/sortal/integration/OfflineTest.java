package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OfflineTest {
  @TempDir Path folder;

  static List<String> engines() {
    return Engines.ALL;
  }

  /**
   * In an empty home with an empty temporary folder: nothing is fetched, and nothing is left but
   * the cache, which a second run leaves as it is; plain Java leaves nothing at all.
   */
  @ParameterizedTest
  @MethodSource("engines")
  void trains_saves_loads_and_classifies_without_a_network_and_leaves_only_the_cache(String engine)
      throws IOException, InterruptedException {
    run(engine);
    if (engine.equals("java")) {
      assertThat(folder.resolve("cache")).doesNotExist();
      assertThat(files(folder.resolve("tmp"))).isEmpty();
      assertThat(files(folder.resolve("home"))).isEmpty();
      return;
    }
    List<String> cached = files(folder.resolve("cache"));
    assertThat(cached).isNotEmpty();
    run(engine);
    assertThat(files(folder.resolve("cache"))).isEqualTo(cached);
    assertThat(files(folder.resolve("tmp"))).isEmpty();
    assertThat(files(folder.resolve("home"))).isEmpty();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.equals(folder) && !file.toString().contains("hsperfdata"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }

  private void run(String engine) throws IOException, InterruptedException {
    Path noHosts = Files.writeString(folder.resolve("hosts"), "");
    // Without interfaces where the system allows it; elsewhere no name can be resolved.
    List<String> isolation =
        canIsolate() ? List.of("unshare", "--map-root-user", "--net") : List.of();
    OtherJvm.Result result =
        OtherJvm.run(
            folder,
            isolation,
            List.of(
                "-Djdk.net.hosts.file=" + noHosts,
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-Duser.home=" + Files.createDirectories(folder.resolve("home")),
                "-Dsortal.cache=" + folder.resolve("cache"),
                "-cp",
                Engines.classPath(engine, Engines.trainerFor(engine))),
            OfflineJob.class.getName(),
            engine);
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("No network:", "Classified:");
  }

  private static boolean canIsolate() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "--map-root-user", "--net", "true").start().waitFor()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
