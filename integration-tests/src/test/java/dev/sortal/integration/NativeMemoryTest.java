package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
class NativeMemoryTest {
  private static final Pattern RESULT = Pattern.compile("before (\\d+) KB, grown by (-?\\d+)");

  @TempDir Path folder;

  @Test
  void stays_flat_over_100_000_predictions() throws IOException, InterruptedException {
    assertFlat("predictions", 100_000);
  }

  @Test
  void stays_flat_over_200_openings() throws IOException, InterruptedException {
    assertFlat("openings", 200);
  }

  /** In a process whose heap does not grow, so that growth is native. */
  private void assertFlat(String what, int count) throws IOException, InterruptedException {
    Assumptions.assumeTrue(
        Files.exists(MemoryJob.STATUS), "Skipped: this system has no " + MemoryJob.STATUS + ".");
    OtherJvm.Result result =
        OtherJvm.run(
            folder,
            List.of(),
            List.of(
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:MaxDirectMemorySize=16m",
                "-cp",
                OtherJvm.classPath()),
            MemoryJob.class.getName(),
            what,
            Integer.toString(count));
    assertThat(result.exit()).as(result.output()).isZero();
    Matcher matcher = RESULT.matcher(result.output());
    assertThat(matcher.find()).as(result.output()).isTrue();
    long before = Long.parseLong(matcher.group(1));
    assertThat(Long.parseLong(matcher.group(2))).as(result.output()).isLessThan(before / 20);
  }
}
