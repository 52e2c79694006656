package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineTest {
  @TempDir Path folder;

  @Test
  void trains_saves_loads_and_classifies_without_a_network()
      throws IOException, InterruptedException {
    Path noHosts = Files.writeString(folder.resolve("hosts"), "");
    // Without interfaces where the system allows it; elsewhere no name can be resolved.
    List<String> isolation =
        canIsolate() ? List.of("unshare", "--map-root-user", "--net") : List.of();
    OtherJvm.Result result =
        OtherJvm.run(
            folder,
            isolation,
            List.of("-Djdk.net.hosts.file=" + noHosts, "-cp", OtherJvm.classPath()),
            OfflineJob.class.getName());
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
