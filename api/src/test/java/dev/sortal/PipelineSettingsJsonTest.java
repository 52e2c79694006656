package dev.sortal;

import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.auto.Mode;
import dev.sortal.metrics.Calibration;
import dev.sortal.metrics.Evaluation;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.Device;
import dev.sortal.text.WordVectors;
import dev.sortal.text.Words;
import dev.sortal.training.Monitor;
import dev.sortal.training.Sampling;
import dev.sortal.training.Schedule;
import dev.sortal.training.Span;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.WeightAverage;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PipelineSettingsJsonTest {
  /** What changes no result, and what a saved classifier holds otherwise. */
  private static final Set<String> LEFT_OUT =
      Set.of("encoders", "listeners", "cache", "checkpoints", "continuation", "expectedData");

  private static final List<UnaryOperator<Pipeline>> CHANGES =
      List.of(
          p ->
              p.network(
                  embedding(3), parallel(branch(conv1d(2, 2, Activation.GELU))), globalMaxPool()),
          p -> p.preset("kimCnn"),
          p -> p.vectors(WordVectors.file(Path.of("some.vec"))),
          p -> p.vectors(WordVectors.file(Path.of("other.vec")).ignoringCase().input("text")),
          p -> p.freeze("0.embedding", "*.bias"),
          p -> p.optimizer(Optimizer.sgd(0.9).withNesterov()),
          p -> p.optimizer(Optimizer.adamW(0.1).lazyEmbeddings()),
          p -> p.optimizer("*.embedding", Optimizer.adam().lazyEmbeddings(), 10),
          p -> p.learningRate(0.1),
          p -> p.schedule(Schedule.cosine(0.1).warmUp(Span.steps(9)).reduceOnPlateau(0.5, 2)),
          p -> p.schedule(Schedule.stepDecay(0.3, Span.epochs(1.5))),
          p -> p.average(WeightAverage.decay(0.99).every(3).from(0.5).only("*.weight")),
          p -> p.maxNorm(3),
          p -> p.maxNorm(2.5, "*.dense", "*.conv1d"),
          p -> p.epochs(7),
          p -> p.batchSize(5),
          p -> p.bucketing(false),
          p -> p.patience(3, 0.01),
          p -> p.monitor(Monitor.MACRO_F1),
          p -> p.validation(0.3),
          p -> p.labelSmoothing(0.1),
          p -> p.clipNorm(0.7),
          Pipeline::keepOptimizerState,
          p -> p.seed(Long.MIN_VALUE),
          p -> p.backend("onnx").device(Device.gpu(1)).threads(3),
          Pipeline::severalLabels,
          p -> p.severalLabels(0.3),
          p -> p.classWeights(Map.of("a", 0.1, "b", 1e300)),
          Pipeline::balancedClassWeights,
          p -> p.sampling(Sampling.undersample(0.5)),
          p -> p.positive("spam"),
          p -> p.calibrate(Calibration.ISOTONIC),
          p -> p.abstainBelow(0.4),
          p -> p.abstainForAccuracy(0.9),
          p -> p.outOfScope("other", "none"));

  private static Stream<Field> fields() {
    return Arrays.stream(PipelineSettings.class.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic());
  }

  private static PipelineSettings readBack(PipelineSettings settings)
      throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    String text = mapper.writeValueAsString(PipelineSettingsJson.write(settings));
    return PipelineSettingsJson.read(mapper.readTree(text), settings.encoders);
  }

  @Property(tries = 300)
  void what_is_written_is_read_back(@ForAll Random random)
      throws JsonProcessingException, IllegalAccessException {
    Pipeline pipeline = Pipeline.text(Words.standard());
    for (UnaryOperator<Pipeline> change : CHANGES) {
      if (random.nextInt(3) == 0) {
        try {
          pipeline = change.apply(pipeline);
        } catch (IllegalArgumentException contradiction) {
          assertThat(contradiction).hasMessageContaining(", got ");
        }
      }
    }
    PipelineSettings settings = pipeline.settings();
    PipelineSettings again = readBack(settings);
    for (Field field : fields().toList()) {
      // Files of vectors are equal if they are written alike.
      if (!LEFT_OUT.contains(field.getName()) && !field.getName().equals("vectors")) {
        assertThat(field.get(again)).as(field.getName()).isEqualTo(field.get(settings));
      }
    }
    assertThat(PipelineSettingsJson.write(again)).isEqualTo(PipelineSettingsJson.write(settings));
  }

  @Test
  void every_setting_is_written_by_some_pipeline() throws IllegalAccessException {
    List<String> never = new ArrayList<>();
    PipelineSettings standard = Pipeline.text(Words.standard()).settings();
    for (Field field : fields().toList()) {
      boolean isChanged = false;
      List<UnaryOperator<Pipeline>> changes = new ArrayList<>(CHANGES);
      changes.add(p -> Pipeline.auto(Mode.FAST));
      for (UnaryOperator<Pipeline> change : changes) {
        PipelineSettings settings = change.apply(Pipeline.text(Words.standard())).settings();
        Object value = field.get(settings);
        isChanged |= value != null && !value.equals(field.get(standard));
      }
      if (!isChanged && !LEFT_OUT.contains(field.getName())) {
        never.add(field.getName());
      }
    }
    assertThat(never)
        .as(
            "settings that the property above does not try: add changes of them to CHANGES, and"
                + " write and read them")
        .isEmpty();
  }

  @Test
  void a_pipeline_without_settings_is_read_back() throws JsonProcessingException {
    for (Mode mode : Mode.values()) {
      assertThat(readBack(Pipeline.auto(mode).seed(3).settings()).auto).isEqualTo(mode);
    }
  }

  @Test
  void of_an_own_figure_the_name_is_kept_and_the_figure_asked_for_again()
      throws JsonProcessingException {
    Pipeline own = Pipeline.text().monitor(Monitor.of("Brier", Evaluation::brier));
    PipelineSettings again = readBack(own.settings());
    assertThat(again.monitor()).hasToString("Brier");
    assertThat(PipelineSettingsJson.write(again))
        .isEqualTo(PipelineSettingsJson.write(own.settings()));
    assertThatThrownBy(again::loop)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("given again with monitor(..)")
        .hasMessageContaining("got \"Brier\".");
    assertThat(own.settings().loop().stopping().monitor()).isEqualTo(again.monitor());
  }

  @Test
  void settings_that_do_not_know_of_buckets_are_without() {
    ObjectNode json = PipelineSettingsJson.write(Pipeline.text().settings());
    assertThat(PipelineSettingsJson.read(json, List.of()).bucketing).isTrue();
    json.remove("bucketing");
    assertThat(PipelineSettingsJson.read(json, List.of()).bucketing).isFalse();
  }

  @Test
  void listeners_and_folders_of_caches_change_nothing() {
    Pipeline pipeline = Pipeline.text();
    Pipeline other = pipeline.listener(new TrainingListener() {}).cache(Path.of("somewhere"));
    assertThat(PipelineSettingsJson.write(other.settings()))
        .isEqualTo(PipelineSettingsJson.write(pipeline.settings()));
  }

  @Test
  void a_damaged_setting_is_named() {
    ObjectNode json = PipelineSettingsJson.write(Pipeline.text().settings());
    List<dev.sortal.data.Encoder> none = List.of();
    assertThatThrownBy(() -> PipelineSettingsJson.read(json.deepCopy().put("epochs", "many"), none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The setting \"epochs\" of a pipeline cannot be read: expected a whole number, got"
                + " \"many\".");
    assertThatThrownBy(() -> PipelineSettingsJson.read(json.deepCopy().put("speed", 1), none))
        .hasMessageContaining("\"speed\"")
        .hasMessageContaining("no such setting");
    ObjectNode without = json.deepCopy();
    without.remove("seed");
    assertThatThrownBy(() -> PipelineSettingsJson.read(without, none))
        .hasMessage("The settings of a pipeline lack [seed].");
    assertThatThrownBy(() -> PipelineSettingsJson.read(json.path("seed"), none))
        .hasMessageContaining("must be a JSON object, got NUMBER");
  }
}
