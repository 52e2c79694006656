package dev.sortal.integration;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spi.Backend;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.text.Words;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An engine that this project does not know is used like those that it knows. */
class ToyBackendTest {
  private static final String PACKAGE = "dev.sortal.integration.toy.";

  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(16))
          .network(
              embedding(8),
              dropout(0.1),
              parallel(
                  branch(conv1d(8, 2, RELU), globalMaxPool()),
                  branch(conv1d(8, 3, RELU), globalMaxPool())),
              dense(8, RELU))
          .learningRate(0.01)
          .epochs(4);

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @TempDir Path plugin;
  @TempDir Path folder;
  private URLClassLoader loader;

  @BeforeEach
  void write_services_file() throws IOException {
    Path services = Files.createDirectories(plugin.resolve("META-INF/services"));
    Files.writeString(services.resolve(Backend.class.getName()), PACKAGE + "ToyBackend\n");
    URL classes = ToyBackendTest.class.getProtectionDomain().getCodeSource().getLocation();
    loader = new URLClassLoader(new URL[] {plugin.toUri().toURL(), classes}, new WithoutToy());
  }

  @AfterEach
  void close_loader() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    loader.close();
  }

  /** Sees everything but the toy, so that only the class loader of the test has it. */
  private static final class WithoutToy extends ClassLoader {
    WithoutToy() {
      super(ToyBackendTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(PACKAGE)) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  @Test
  void is_found_by_its_services_file_and_comes_after_the_engines_with_a_place() {
    assertThat(Backends.available()).extracting(Backend::name).isEqualTo(Engines.ALL);
    Thread.currentThread().setContextClassLoader(loader);
    List<String> expected = new ArrayList<>(Engines.ALL);
    expected.add("toy");
    List<Backend> available = Backends.available();
    assertThat(available).extracting(Backend::name).isEqualTo(expected);
    Backend toy = available.get(available.size() - 1);
    assertThat(toy.getClass().getClassLoader()).isSameAs(loader);
    assertThat(toy.engine()).isEqualTo("Toy 1.0");
  }

  @Test
  void trains_by_its_name() {
    Thread.currentThread().setContextClassLoader(loader);
    try (Classifier classifier = train("toy")) {
      assertThat(classifier.backend()).isEqualTo("toy");
      assertThat(classifier).hasToString("Classifier[2 labels, toy on cpu]");
      assertThat(classifier.evaluate(Dataset.of(Reviews.examples(200, 2))).accuracy())
          .isGreaterThan(0.95);
    }
  }

  private static Classifier train(String engine) {
    return PIPELINE.backend(engine).train(Dataset.of(Reviews.examples(600, 1)));
  }

  @ParameterizedTest
  @CsvSource({"toy, onnx", "onnx, toy"})
  void what_one_trained_the_other_serves(String trainer, String server) {
    Path file = folder.resolve("model.sortal");
    Thread.currentThread().setContextClassLoader(loader);
    try (Classifier trained = train(trainer)) {
      trained.save(file);
      Thread.currentThread().setContextClassLoader(before);
      BackendChoice choice = BackendChoice.named(server).classLoader(loader);
      try (Classifier served = Classifier.load(file, choice)) {
        assertThat(served.backend()).isEqualTo(server);
        for (Example example : Reviews.examples(100, 2)) {
          assertThat(served.classify(example).label()).isEqualTo(trained.classify(example).label());
          assertThat(served.classify(example).probabilities())
              .containsExactly(trained.classify(example).probabilities(), Offset.offset(1e-5f));
        }
      }
    }
  }

  @Test
  void the_property_chooses_it() throws Exception {
    OtherJvm.Result result = job(Engines.classPath("onnx"), "-Dsortal.backend=toy");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Trained on toy cpu", "Served on toy: positive")
        .doesNotContain("choose with");
  }

  @Test
  void alone_it_is_taken_without_a_word() throws Exception {
    OtherJvm.Result result = job(Engines.classPath());
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Trained on toy cpu", "Served on toy: positive")
        .doesNotContain("choose with");
  }

  @Test
  void doctor_tells_of_it() throws Exception {
    OtherJvm.Result result = run(Engines.classPath(), List.of(), "dev.sortal.cli.Main", "doctor");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("Backend toy: Toy 1.0", "train and serve", "natives    none needed")
        .contains("loads      yes", "devices    [cpu]");
  }

  private OtherJvm.Result job(String classPath, String... options)
      throws IOException, InterruptedException {
    return run(classPath, List.of(options), EngineJob.class.getName());
  }

  private OtherJvm.Result run(String classPath, List<String> options, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("-cp", classPath + File.pathSeparator + plugin));
    return OtherJvm.run(folder, List.of(), all, command);
  }
}
