package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine is what is on the class path; each case runs in a process of its own. */
class ClassPathTest {
  private static final String[] ALL = Engines.ALL.toArray(String[]::new);

  @TempDir Path folder;

  static List<String> training() {
    return Engines.TRAINING;
  }

  @ParameterizedTest
  @MethodSource("training")
  void an_engine_alone_is_taken_without_a_word(String engine) throws Exception {
    OtherJvm.Result result = run(List.of("-cp", Engines.classPath(engine)));
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Trained on " + engine + " cpu", "Served on " + engine + ": positive")
        .doesNotContain("choose with");
  }

  @Test
  void an_engine_that_only_serves_is_passed_over_for_training() throws Exception {
    OtherJvm.Result result =
        run(List.of("-cp", Engines.classPath("djl-tensorflow", "djl")), "serve=djl-tensorflow");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("Served on djl-tensorflow: positive");
  }

  @Test
  void without_an_engine_the_error_has_the_lines_to_add() throws Exception {
    OtherJvm.Result result = run(List.of("-cp", Engines.classPath()));
    assertThat(result.exit()).as(result.output()).isEqualTo(3);
    assertThat(result.output())
        .contains("Refused: No backend on the class path can train", "[onnx, ", "got []")
        .contains("<groupId>dev.sortal</groupId>", "<artifactId>sortal-backend-onnx</artifactId>")
        .doesNotContain("\tat ");
  }

  @Test
  void of_several_engines_the_first_is_taken_with_one_line_of_info() throws Exception {
    OtherJvm.Result result =
        run(
            List.of(
                "-cp", Engines.classPath(ALL), "-Dorg.slf4j.simpleLogger.defaultLogLevel=info"));
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("Trained on onnx cpu", "Served on onnx: positive");
    assertThat(result.output().lines().filter(line -> line.contains("choose with")).toList())
        .singleElement()
        .asString()
        .contains("INFO", "Backend onnx of " + Engines.ALL, ".backend(name) or -Dsortal.backend");
  }

  @ParameterizedTest
  @MethodSource("training")
  void the_property_chooses_among_several(String engine) throws Exception {
    OtherJvm.Result result =
        run(List.of("-cp", Engines.classPath(ALL), "-Dsortal.backend=" + engine));
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Trained on " + engine + " cpu", "Served on " + engine + ": positive")
        .doesNotContain("choose with");
  }

  @Test
  void a_name_in_the_program_comes_before_the_property() throws Exception {
    OtherJvm.Result result =
        run(List.of("-cp", Engines.classPath(ALL), "-Dsortal.backend=djl"), "serve=tensorflow");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("Trained on djl cpu", "Served on tensorflow: positive");
  }

  @Test
  void a_property_that_names_an_engine_that_is_absent_says_what_to_add() throws Exception {
    OtherJvm.Result result =
        run(List.of("-cp", Engines.classPath("onnx"), "-Dsortal.backend=tensorflow"));
    assertThat(result.exit()).as(result.output()).isEqualTo(3);
    assertThat(result.output())
        .contains("There is no backend \"tensorflow\" (from -Dsortal.backend)")
        .contains("expected one of [onnx]", "<artifactId>sortal-backend-tf</artifactId>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "onnx tensorflow djl java",
        "onnx djl tensorflow java",
        "tensorflow onnx djl java",
        "tensorflow djl onnx java",
        "djl onnx tensorflow java",
        "djl tensorflow onnx java"
      })
  void all_train_and_predict_at_once_whatever_was_loaded_first(String order) throws Exception {
    OtherJvm.Result result =
        OtherJvm.run(
            folder,
            List.of(),
            List.of("-cp", Engines.classPath(ALL)),
            Stream.concat(Stream.of(LoadOrderJob.class.getName()), Stream.of(order.split(" ")))
                .toArray(String[]::new));
    assertThat(result.exit()).as(result.output()).isZero();
    for (String engine : Engines.TRAINING) {
      assertThat(result.output())
          .contains(
              "As when alone: " + engine + " trained", "As when alone: " + engine + " served");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "java", "tensorflow"})
  void two_class_loaders_one_after_the_other_have_it(String engine) throws Exception {
    OtherJvm.Result result = deployTwice(engine);
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Deployment 1 done", "Deployment 2 done")
        .containsPattern("(?s)(Served on " + engine + ": positive.*){2}");
  }

  /** A second copy of PyTorch in one process aborts it: its libraries register twice. */
  @Test
  void pytorch_is_refused_to_a_second_class_loader_with_advice() throws Exception {
    OtherJvm.Result result = deployTwice("djl");
    assertThat(result.exit()).as(result.output()).isEqualTo(3);
    assertThat(result.output())
        .contains("Served on djl: positive", "Deployment 1 done")
        .contains("Refused: Backend \"djl\" could not load its natives", "another classloader")
        .contains("put the engine's jars where both applications share them")
        .doesNotContain("\tat ");
  }

  private OtherJvm.Result deployTwice(String engine) throws IOException, InterruptedException {
    return OtherJvm.run(
        folder,
        List.of(),
        List.of("-cp", testClasses()),
        ClassLoadersJob.class.getName(),
        Engines.classPath(engine));
  }

  @ParameterizedTest
  @MethodSource("training")
  void a_context_class_loader_that_sees_nothing_does_not_hide_it(String engine) throws Exception {
    OtherJvm.Result result = run(List.of("-cp", Engines.classPath(engine)), "blind");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).contains("Served on " + engine + ": positive");
  }

  @ParameterizedTest
  @MethodSource("training")
  void the_api_starts_from_the_module_path(String engine) throws Exception {
    List<String> modules =
        Engines.entries()
            .filter(entry -> entry.matches(".*(sortal-api|slf4j-api|jackson|fastcsv)[^/\\\\]*jar"))
            .toList();
    Assumptions.assumeTrue(
        modules.stream().anyMatch(entry -> entry.contains("sortal-api")),
        "Skipped: the api is no jar in this build; `mvn verify` packs it.");
    List<String> rest =
        new ArrayList<>(List.of(Engines.classPath(engine).split(File.pathSeparator)));
    rest.removeAll(modules);
    OtherJvm.Result result =
        run(
            List.of(
                "--module-path",
                String.join(File.pathSeparator, modules),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-cp",
                String.join(File.pathSeparator, rest)));
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Module module dev.sortal.api", "Served on " + engine + ": positive");
  }

  private OtherJvm.Result run(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    return OtherJvm.run(
        folder,
        List.of(),
        options,
        Stream.concat(Stream.of(EngineJob.class.getName()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static String testClasses() {
    return Engines.entries()
        .filter(entry -> entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
