package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("soak")
class CheckedJniTest {
  @TempDir Path folder;

  static List<String> engines() {
    return Engines.ALL;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void sixty_four_threads_predict_under_checked_jni(String engine)
      throws IOException, InterruptedException {
    OtherJvm.Result result =
        OtherJvm.run(
            folder,
            List.of(),
            List.of("-Xcheck:jni", "-cp", Engines.classPath(engine, Engines.trainerFor(engine))),
            CrowdJob.class.getName(),
            engine);
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("All answers equal").doesNotContain("FATAL ERROR");
  }
}
