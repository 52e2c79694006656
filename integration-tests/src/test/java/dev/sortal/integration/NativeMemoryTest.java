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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("soak")
class NativeMemoryTest {
  private static final Pattern RESULT = Pattern.compile("before (\\d+) KB, grown by (-?\\d+)");

  @TempDir Path folder;

  static List<String> engines() {
    return Engines.ALL;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void stays_flat_over_100_000_predictions(String engine) throws IOException, InterruptedException {
    assertFlat(engine, "predictions", 100_000);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void stays_flat_over_200_openings(String engine) throws IOException, InterruptedException {
    assertFlat(engine, "openings", 200);
  }

  /** In a process whose heap does not grow, so that growth is native. */
  private void assertFlat(String engine, String what, int count)
      throws IOException, InterruptedException {
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
                Engines.classPath(engine, Engines.trainerFor(engine))),
            MemoryJob.class.getName(),
            what,
            Integer.toString(count),
            engine);
    assertThat(result.exit()).as(result.output()).isZero();
    Matcher matcher = RESULT.matcher(result.output());
    assertThat(matcher.find()).as(result.output()).isTrue();
    long before = Long.parseLong(matcher.group(1));
    assertThat(Long.parseLong(matcher.group(2))).as(result.output()).isLessThan(before / 100);
  }
}
