package dev.sortal.integration;

import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalAveragePool;
import static dev.sortal.spec.Layers.parallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.bundle.Bundle;
import dev.sortal.bundle.BundleFile;
import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import dev.sortal.format.Hashes;
import dev.sortal.spec.Activation;
import dev.sortal.tensor.Tensor;
import dev.sortal.text.WordVectors;
import dev.sortal.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Word vectors of a file in training: kept where frozen, learned from where not. */
class PretrainedVectorsTest {
  private static final Dataset TRAINING = Dataset.of(Reviews.examples(300, 1));
  private static final Dataset TEST = Dataset.of(Reviews.examples(200, 2));
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(15))
          .network(embedding(3), globalAveragePool(), dense(8, Activation.TANH))
          .learningRate(0.01)
          .validation(0)
          .epochs(3);

  @TempDir Path folder;
  private Path file;

  static List<String> engines() {
    return Engines.TRAINING;
  }

  /** Good words point one way and bad ones the other; of the rest only two have a vector. */
  @BeforeEach
  void write() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String word :
        List.of("Wonderful", "gripping", "funny", "moving", "brilliant", "charming")) {
      lines.add(word + " 4 0.5 0.25");
    }
    for (String word :
        List.of("dull", "tedious", "clumsy", "shallow", "awful", "lifeless", "stale")) {
      lines.add(word + " -4 0.5 0.25");
    }
    lines.add("the 0 0 1");
    lines.add("plot 0 1 0");
    lines.add("zebra 9 9 9");
    file = folder.resolve("reviews.vec");
    Files.write(file, lines);
  }

  private Bundle saved(Classifier classifier) {
    Path path = folder.resolve("model.sortal");
    classifier.save(path);
    return BundleFile.read(path);
  }

  private static List<Float> row(Bundle bundle, String word) {
    int id = bundle.encoders().get(0).vocabulary().indexOf(word);
    assertThat(id).as(word).isNotNegative();
    Tensor table = bundle.weights().get("0.embedding.weight");
    return List.of(table.get(3 * id), table.get(3 * id + 1), table.get(3 * id + 2));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void stay_as_they_are_where_they_are_frozen_and_tell_what_they_cover(String engine)
      throws IOException {
    Pipeline pipeline =
        PIPELINE
            .vectors(WordVectors.file(file).ignoringCase())
            .freeze("0.embedding")
            .backend(engine);
    try (Classifier classifier = pipeline.train(TRAINING)) {
      assertThat(classifier.evaluate(TEST).accuracy()).isGreaterThan(0.95);
      Bundle bundle = saved(classifier);
      assertThat(row(bundle, "wonderful")).containsExactly(4f, 0.5f, 0.25f);
      assertThat(row(bundle, "stale")).containsExactly(-4f, 0.5f, 0.25f);
      assertThat(row(bundle, "<padding>")).containsExactly(0f, 0f, 0f);
      assertThat(row(bundle, "actor")).allMatch(value -> Math.abs(value) < 0.05 && value != 0);
      JsonNode vectors = bundle.provenance().path("vectors").get(0);
      assertThat(vectors.path("layer").asText()).isEqualTo("0.embedding");
      assertThat(vectors.path("file").asText()).isEqualTo("reviews.vec");
      assertThat(vectors.path("sha256").asText())
          .isEqualTo(Hashes.sha256(Files.readAllBytes(file)));
      assertThat(vectors.path("dimension").asInt()).isEqualTo(3);
      assertThat(vectors.path("vectors").asInt()).isEqualTo(16);
      assertThat(vectors.path("words").asInt()).isEqualTo(25);
      assertThat(vectors.path("wordsWithVector").asInt()).isEqualTo(15);
      List<String> tokens =
          TRAINING.toList().stream()
              .flatMap(one -> List.of(one.text().split(" ")).stream())
              .toList();
      List<String> without =
          List.of("fresh", "a", "film", "is", "and", "with", "actor", "scene", "never", "quite");
      assertThat(vectors.path("tokens").asInt()).isEqualTo(tokens.size());
      assertThat(vectors.path("tokensWithVector").asLong())
          .isEqualTo(tokens.stream().filter(token -> !without.contains(token)).count());
      assertThat(bundle.provenance().path("settings").path("frozen").get(0).asText())
          .isEqualTo("0.embedding");
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void are_learned_on_from_where_they_are_not_frozen(String engine) {
    Pipeline pipeline = PIPELINE.vectors(WordVectors.file(file)).backend(engine);
    try (Classifier classifier = pipeline.train(TRAINING)) {
      assertThat(classifier.evaluate(TEST).accuracy()).isGreaterThan(0.95);
      List<Float> row = row(saved(classifier), "stale");
      assertThat(row).isNotEqualTo(List.of(-4f, 0.5f, 0.25f));
      assertThat(row.get(0)).isBetween(-4.5f, -3.5f);
    }
  }

  @Test
  void make_the_difference() {
    try (Classifier classifier = PIPELINE.freeze("0.embedding").train(TRAINING)) {
      assertThat(classifier.evaluate(TEST).accuracy()).isLessThan(0.8);
    }
  }

  @Test
  void go_into_every_embedding_of_a_text() {
    Pipeline channels =
        PIPELINE.network(
            parallel(
                branch(embedding(3), globalAveragePool()),
                branch(embedding(3), globalAveragePool())),
            dense(8));
    Pipeline pipeline = channels.vectors(WordVectors.file(file)).freeze("0.parallel.0.0.embedding");
    try (Classifier classifier = pipeline.train(TRAINING)) {
      Bundle bundle = saved(classifier);
      assertThat(bundle.provenance().path("vectors")).hasSize(2);
      int first = bundle.encoders().get(0).vocabulary().indexOf("stale") * 3;
      assertThat(bundle.weights().get("0.parallel.0.0.embedding.weight").get(first)).isEqualTo(-4);
      assertThat(bundle.weights().get("0.parallel.1.0.embedding.weight").get(first))
          .isNotEqualTo(-4)
          .isBetween(-4.5f, -3.5f);
    }
  }

  @Test
  void are_refused_where_they_do_not_fit() {
    WordVectors vectors = WordVectors.file(file);
    assertThatThrownBy(
            () ->
                PIPELINE
                    .network(embedding(4), globalAveragePool())
                    .vectors(vectors)
                    .train(TRAINING))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ", line 1: the vectors have 3 numbers, expected 4, the width of \"0.embedding\"."
                + " Write embedding(3), or choose other vectors.");
    assertThatThrownBy(() -> PIPELINE.vectors(vectors).vectors(vectors).train(TRAINING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"0.embedding\" would get the vectors of two files");
    assertThatThrownBy(() -> PIPELINE.vectors(vectors.input("title")).train(TRAINING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no place for the vectors of "
                + file
                + ": expected an embedding of the input \"title\", got the layers [0.embedding,"
                + " 1.globalaveragepool, 2.dense, 3.dense] of the inputs [text].");
    assertThatThrownBy(() -> PIPELINE.freeze("embedding").train(TRAINING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one of the layers [0.embedding, 2.dense, 3.dense]");
  }

  @Test
  void say_nothing_where_there_are_none() {
    try (Classifier classifier = PIPELINE.train(TRAINING)) {
      assertThat(classifier.classify(Example.text("a stale plot")).tokens()).isEqualTo(3);
      assertThat(saved(classifier).provenance().path("vectors")).isEmpty();
    }
  }
}
