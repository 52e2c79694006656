package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("soak")
class CheckedJniTest {
  @TempDir Path folder;

  @Test
  void sixty_four_threads_predict_under_checked_jni() throws IOException, InterruptedException {
    OtherJvm.Result result =
        OtherJvm.run(
            folder,
            List.of(),
            List.of("-Xcheck:jni", "-cp", OtherJvm.classPath()),
            CrowdJob.class.getName());
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("All answers equal").doesNotContain("FATAL ERROR");
  }
}
