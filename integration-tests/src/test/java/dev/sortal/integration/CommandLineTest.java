package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with more than one engine in its folder of engines. */
class CommandLineTest {
  private static final String[] ALL = Engines.ALL.toArray(String[]::new);

  @TempDir Path folder;

  @BeforeEach
  void write_data() throws IOException {
    Files.writeString(folder.resolve("train.csv"), Reviews.csv(300, 1));
    Files.writeString(folder.resolve("test.csv"), Reviews.csv(100, 2));
  }

  @Test
  void the_backend_option_chooses_the_engine_of_each_command() throws Exception {
    OtherJvm.Result trained =
        sortal(
            "train",
            "--data",
            "train.csv",
            "--out",
            "model.sortal",
            "--preset",
            "fitting",
            "--epochs",
            "10",
            "--backend",
            "tensorflow");
    assertThat(trained.exit()).as(trained.output()).isZero();
    assertThat(trained.output()).contains("Training on TensorFlow-Java");
    for (String engine : Engines.ALL) {
      OtherJvm.Result evaluated =
          sortal("evaluate", "--model", "model.sortal", "--data", "test.csv", "--backend", engine);
      assertThat(evaluated.exit()).as(evaluated.output()).isZero();
      assertThat(evaluated.output()).contains("accuracy");
      OtherJvm.Result classified =
          sortal("classify", "--model", "model.sortal", "--backend", engine, "a wonderful film");
      assertThat(classified.exit()).as(classified.output()).isZero();
      assertThat(classified.output()).contains("positive");
    }
  }

  @Test
  void a_backend_that_only_serves_or_is_absent_is_refused_in_one_line() throws Exception {
    OtherJvm.Result serves =
        sortal("train", "--data", "train.csv", "--out", "no.sortal", "--backend", "djl-tensorflow");
    assertThat(serves.exit()).isEqualTo(1);
    assertThat(serves.output())
        .contains("serves networks but cannot train them")
        .doesNotContain("\tat ");
    OtherJvm.Result absent =
        sortal("train", "--data", "train.csv", "--out", "no.sortal", "--backend", "keras");
    assertThat(absent.exit()).isEqualTo(1);
    assertThat(absent.output())
        .contains("There is no backend \"keras\"", Engines.ALL.toString())
        .doesNotContain("\tat ");
    assertThat(folder.resolve("no.sortal")).doesNotExist();
  }

  @Test
  void doctor_tells_of_every_engine() throws Exception {
    OtherJvm.Result result = sortal("doctor");
    assertThat(result.exit()).as(result.output()).isZero();
    for (String engine : Engines.ALL) {
      assertThat(result.output()).contains("Backend " + engine + ": ");
    }
    assertThat(result.output().lines().filter(line -> line.contains("loads      yes")))
        .hasSize(Engines.ALL.size());
    assertThat(result.output())
        .contains("gpu needs", "natives    in ", "Java " + System.getProperty("java.version"))
        .doesNotContain("\tat ");
  }

  private OtherJvm.Result sortal(String... arguments) throws IOException, InterruptedException {
    return OtherJvm.run(
        folder,
        List.of(),
        List.of("-cp", Engines.classPath(ALL)),
        Stream.concat(Stream.of("dev.sortal.cli.Main"), Stream.of(arguments))
            .toArray(String[]::new));
  }
}
