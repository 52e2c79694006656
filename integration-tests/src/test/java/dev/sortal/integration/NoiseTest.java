package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Engines keep quiet, but for the lines that {@code docs/engines.md} lists. */
class NoiseTest {
  /** What the job itself prints. */
  private static final Pattern OWN = Pattern.compile("(Module|Trained on|Served on) .*");

  private static final Map<String, List<Pattern>> UNAVOIDABLE =
      Map.of(
          "onnx",
          List.of(),
          "java",
          List.of(),
          "djl",
          List.of(),
          "tensorflow",
          List.of(
              Pattern.compile(".* tensorflow/core/util/port\\.cc.*oneDNN custom operations.*"),
              Pattern.compile(".* tensorflow/core/platform/cpu_feature_guard\\.cc.*"),
              Pattern.compile("To enable the following instructions: .*"),
              Pattern.compile("WARNING: All log messages before absl::InitializeLog\\(\\).*"),
              Pattern.compile(".* mlir_graph_optimization_pass\\.cc.*")));

  @TempDir Path folder;

  static List<String> engines() {
    return Engines.TRAINING;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void an_engine_prints_nothing_but_what_it_cannot_be_told_to_keep_quiet(String engine)
      throws IOException, InterruptedException {
    OtherJvm.Result result =
        OtherJvm.run(
            folder,
            List.of(),
            List.of("-cp", Engines.classPath(engine)),
            EngineJob.class.getName());
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output().lines())
        .filteredOn(line -> !OWN.matcher(line).matches())
        .allMatch(
            line ->
                UNAVOIDABLE.getOrDefault(engine, List.of()).stream()
                    .anyMatch(known -> known.matcher(line).matches()));
  }
}
