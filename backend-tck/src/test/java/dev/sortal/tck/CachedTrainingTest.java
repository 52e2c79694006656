package dev.sortal.tck;

import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.from;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.data.Image;
import dev.sortal.data.SplitRule;
import dev.sortal.error.DataException;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.image.Augmentation;
import dev.sortal.image.Images;
import dev.sortal.spec.Activation;
import dev.sortal.tck.reference.ReferenceBackend;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.TextAugmentation;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Progress;
import dev.sortal.training.Sampling;
import dev.sortal.training.TrainingListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Training from a cache is training from memory, to the bit. */
class CachedTrainingTest {
  @TempDir Path folder;

  static List<Arguments> trainings() {
    Pipeline words =
        Pipeline.text(Words.standard().maxLength(8))
            .network(embedding(4), conv1d(3, 2, Activation.RELU), globalMaxPool());
    Dataset texts = Dataset.of(texts(150, 1));
    Split parts = new Split(texts, Dataset.of(texts(40, 2)), Dataset.of(List.of()));
    Split whole = Split.of(texts, Dataset.of(List.of()));
    Features numbers = Features.of(Feature.number("age"), Feature.category("city"));
    return List.of(
        Arguments.of("validation given", words, parts),
        Arguments.of("validation held back", words, whole),
        Arguments.of("no validation", words.validation(0), whole),
        Arguments.of("a part of a streamed split", words, texts.split(SplitRule.hashed())),
        Arguments.of("class weights", words.classWeights(Map.of("yes", 2.5)), parts),
        Arguments.of("balanced", words.balancedClassWeights(), parts),
        Arguments.of("sampled", words.sampling(Sampling.oversample()), parts),
        Arguments.of(
            "altered texts",
            Pipeline.text(Words.standard().maxLength(8).augment(TextAugmentation.none().mask(0.3)))
                .network(embedding(3), globalMaxPool()),
            parts),
        Arguments.of(
            "several inputs",
            Pipeline.of(Words.standard().maxLength(8), numbers)
                .network(
                    parallel(
                        List.of(from("text"), embedding(3), globalMaxPool()),
                        List.of(from("features"), dense(2)))),
            parts),
        Arguments.of("several labels", words.severalLabels(), tagged()),
        Arguments.of(
            "altered images",
            Pipeline.of(Images.grey(4, 4).augment(Augmentation.none().shift(0.3)))
                .network(flatten(), dense(3)),
            Split.of(Dataset.of(images()), Dataset.of(List.of()))));
  }

  private static List<Example> texts(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    List<Example> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean isGood = random.below(3) == 0;
      StringBuilder text = new StringBuilder(isGood ? "good" : "bad");
      for (int word = random.below(10); word > 0; word--) {
        text.append(' ').append((char) ('a' + random.below(8)));
      }
      Example example =
          Example.text(text.toString())
              .with("age", random.uniform() * 80)
              .with("city", random.below(4) == 0 ? null : "city " + random.below(5))
              .labelled(isGood ? "yes" : "no");
      texts.add(random.below(5) == 0 ? example.weighted(random.uniform()) : example);
    }
    return texts;
  }

  private static Split tagged() {
    List<Example> examples =
        texts(120, 3).stream()
            .map(
                example ->
                    example.labelled(
                        example.text().length() % 2 == 0
                            ? List.of("even", "all")
                            : List.of("all", "odd")))
            .map(
                example -> example.text().length() % 5 == 0 ? example.labelled(List.of()) : example)
            .toList();
    return new Split(
        Dataset.of(examples.subList(0, 90)),
        Dataset.of(examples.subList(90, 120)),
        Dataset.of(List.of()));
  }

  private static List<Example> images() {
    SplitMix64 random = new SplitMix64(4);
    List<Example> images = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
      for (int pixel = 0; pixel < 16; pixel++) {
        image.getRaster().setSample(pixel % 4, pixel / 4, 0, random.below(256));
      }
      images.add(Example.image(Image.of(image)).labelled(i % 3 == 0 ? "a" : "b"));
    }
    return images;
  }

  private static Classifier train(Pipeline pipeline, Split parts) {
    return pipeline.epochs(2).batchSize(16).backend(new ReferenceBackend()).train(parts);
  }

  private static void assertSame(Classifier one, Classifier other) throws IOException {
    assertThat(untimed(other)).isEqualTo(untimed(one));
    assertThat(weights(other)).isEqualTo(weights(one));
  }

  /** The epochs, all but their times, to the bit. */
  private static List<String> untimed(Classifier classifier) {
    return classifier.history().epochs().stream()
        .map(epoch -> epoch.toString().replaceAll("(seconds|rowsPerSecond)=[^,\\]]*", ""))
        .toList();
  }

  /** The file of weights in the saved classifier. */
  private static byte[] weights(Classifier classifier) throws IOException {
    Path path = Files.createTempFile("classifier", ".sortal");
    try {
      classifier.save(path);
      try (ZipFile zip = new ZipFile(path.toFile());
          InputStream weights = zip.getInputStream(zip.getEntry("weights.safetensors"))) {
        return weights.readAllBytes();
      }
    } finally {
      Files.delete(path);
    }
  }

  private long rowFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .peek(file -> assertThat(file.getFileName().toString()).matches("[0-9a-f]{64}\\.rows"))
          .count();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trainings")
  void losses_weights_and_thresholds_are_those_of_memory(
      String name, Pipeline pipeline, Split parts) throws IOException {
    try (Classifier memory = train(pipeline, parts);
        Classifier cached = train(pipeline.cache(folder), parts);
        Classifier again = train(pipeline.cache(folder), parts)) {
      assertSame(memory, cached);
      assertSame(memory, again);
    }
    assertThat(rowFiles()).isEqualTo(name.equals("no validation") ? 1 : 2);
  }

  @Test
  void each_part_is_read_once() {
    AtomicInteger training = new AtomicInteger();
    AtomicInteger validation = new AtomicInteger();
    Split parts =
        new Split(
            Dataset.of(() -> texts(100, 1).stream().peek(row -> training.incrementAndGet())),
            Dataset.of(() -> texts(20, 2).stream().peek(row -> validation.incrementAndGet())),
            Dataset.of(List.of()));
    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(8)).network(embedding(2), globalMaxPool());
    train(pipeline.cache(folder), parts).close();
    // Besides a first example, by which it is seen that there are some.
    assertThat(training.get()).isBetween(100, 102);
    assertThat(validation.get()).isBetween(20, 22);
  }

  @Test
  void an_interrupt_ends_a_training_from_a_cache() {
    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(8))
            .network(embedding(2), globalMaxPool())
            .cache(folder)
            .listener(
                new TrainingListener() {
                  @Override
                  public void onStep(Progress progress) {
                    Thread.currentThread().interrupt();
                  }
                });
    Split parts = Split.of(Dataset.of(texts(100, 1)), Dataset.of(List.of()));
    try (Classifier classifier = train(pipeline, parts)) {
      assertThat(classifier.history().end()).isEqualTo(History.End.INTERRUPTED);
    }
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void too_few_labels_are_an_error_as_in_memory() {
    Dataset one = Dataset.of(List.of(Example.text("a").labelled("x")));
    Split parts = Split.of(one, Dataset.of(List.of()));
    assertThatThrownBy(() -> train(Pipeline.text().validation(0).cache(folder), parts))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least 2 labels in 1 training examples, got [x]");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void epochs_are_reported_as_in_memory() {
    List<Epoch> epochs = new ArrayList<>();
    int[] rows = new int[2];
    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(8))
            .network(embedding(2), globalMaxPool())
            .cache(folder)
            .listener(
                new TrainingListener() {
                  @Override
                  public void onStart(Start start) {
                    rows[0] = start.rows();
                    rows[1] = start.validationRows();
                  }

                  @Override
                  public void onEpoch(Epoch epoch) {
                    epochs.add(epoch);
                  }
                });
    train(pipeline, Split.of(Dataset.of(texts(100, 1)), Dataset.of(List.of()))).close();
    assertThat(rows[0] + rows[1]).isEqualTo(100);
    assertThat(rows[1]).isBetween(9, 11);
    assertThat(epochs).hasSize(2);
  }
}
