package dev.sortal.tck;

import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.Device;
import dev.sortal.spi.InferenceSession;
import dev.sortal.tck.reference.AlteredBackend;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.Words;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many examples at once: which batches they go through, and what comes back. */
class BulkTest {
  private static final List<Example> TEXTS = texts(700, 3);

  /** The lengths of the rows of every batch that the network is given. */
  private final List<List<Integer>> batches = new ArrayList<>();

  private final Classifier classifier = classifier(40);

  @AfterEach
  void close() {
    classifier.close();
  }

  private Classifier classifier(int maxLength) {
    return Pipeline.text(Words.standard().maxLength(maxLength))
        .network(embedding(3), globalMaxPool())
        .epochs(1)
        .validation(0)
        .backend(AlteredBackend.sessions(Recording::new))
        .train(Dataset.of(texts(20, 1)));
  }

  /** Texts of 0 to 39 words, of two labels. */
  private static List<Example> texts(int count, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    return IntStream.range(0, count)
        .mapToObj(
            row -> {
              StringBuilder text = new StringBuilder();
              for (int word = random.below(40); word > 0; word--) {
                text.append(" w").append(random.below(30));
              }
              return Example.text(text.toString()).labelled(row % 2 == 0 ? "a" : "b");
            })
        .toList();
  }

  private static List<float[]> probabilities(Classifier classifier, List<Example> examples) {
    try (Stream<Prediction> predictions = classifier.classifyAll(examples.stream())) {
      return predictions.map(Prediction::probabilities).toList();
    }
  }

  private static int spread(List<Integer> batch) {
    return Collections.max(batch) - Collections.min(batch);
  }

  @Test
  void each_example_gets_its_own_prediction_in_any_order() {
    List<float[]> expected =
        TEXTS.stream().map(text -> classifier.classify(text).probabilities()).toList();
    for (long seed = 0; seed < 20; seed++) {
      int[] order = IntStream.range(0, TEXTS.size()).toArray();
      new SplitMix64(seed).shuffle(order);
      List<float[]> got =
          probabilities(classifier, Arrays.stream(order).mapToObj(TEXTS::get).toList());
      assertThat(got).hasSize(TEXTS.size());
      for (int i = 0; i < order.length; i++) {
        assertThat(got.get(i)).isEqualTo(expected.get(order[i]));
      }
    }
  }

  @Test
  void what_is_said_of_a_text_goes_with_its_prediction() {
    try (Stream<Prediction> predictions = classifier.classifyAll(TEXTS.stream())) {
      Iterator<Example> examples = TEXTS.iterator();
      predictions.forEachOrdered(
          prediction -> {
            String text = examples.next().text();
            assertThat(prediction.tokens())
                .isEqualTo((int) Arrays.stream(text.split(" ")).filter(w -> !w.isEmpty()).count());
          });
    }
  }

  @Test
  void batches_hold_64_texts_of_similar_length() {
    probabilities(classifier, texts(64 + 128 + 256 + 512 + 30, 5));
    List<Integer> sizes = batches.stream().map(List::size).toList();
    assertThat(sizes).hasSize(16);
    assertThat(sizes.subList(0, 15)).containsOnly(64);
    assertThat(sizes.get(15)).isEqualTo(30);
    // Windows of 64, 128, 256 and 512.
    assertThat(spread(batches.get(0))).isGreaterThan(30);
    assertThat(batches.subList(7, 15)).allSatisfy(batch -> assertThat(spread(batch)).isLessThan(9));
  }

  @Test
  void examples_are_read_as_the_result_is_consumed() {
    AtomicInteger read = new AtomicInteger();
    Stream<Example> endless =
        Stream.generate(() -> TEXTS.get(read.getAndIncrement() % TEXTS.size()));
    try (Stream<Prediction> predictions = classifier.classifyAll(endless)) {
      Iterator<Prediction> iterator = predictions.iterator();
      iterator.next();
      assertThat(read.get()).isBetween(64, 65);
      for (int i = 1; i < 65; i++) {
        iterator.next();
      }
      assertThat(read.get()).isBetween(64 + 128, 64 + 128 + 1);
      int most = 0;
      for (int given = 65; given < 20_000; given++) {
        iterator.next();
        most = Math.max(most, read.get() - given);
      }
      assertThat(most).as("examples in memory").isBetween(4096, 4097);
    }
  }

  @Test
  void fewer_examples_are_in_memory_where_they_may_be_long() {
    AtomicInteger read = new AtomicInteger();
    Stream<Example> endless =
        Stream.generate(() -> TEXTS.get(read.getAndIncrement() % TEXTS.size()));
    try (Classifier ofBooks = classifier(10_000);
        Stream<Prediction> predictions = ofBooks.classifyAll(endless)) {
      assertThat(predictions.limit(3000)).hasSize(3000);
    }
    // Windows of 64, and then of 2^20 numbers: 104 examples.
    assertThat(read.get()).isLessThan(3000 + 105);
  }

  @Test
  void evaluations_go_through_the_same_batches() {
    assertThat(classifier.evaluate(Dataset.of(TEXTS)).rows()).isEqualTo(TEXTS.size());
    assertThat(batches).hasSize(11);
    assertThat(spread(batches.get(5))).isLessThan(12);
    assertThatThrownBy(() -> classifier.evaluate(Dataset.of(List.of())))
        .isInstanceOf(DataException.class)
        .hasMessage("There is nothing to evaluate: expected rows, got none.");
  }

  @Test
  void no_examples_give_no_predictions() {
    assertThat(probabilities(classifier, List.of())).isEmpty();
    assertThat(batches).isEmpty();
  }

  @Test
  void an_example_that_cannot_be_used_is_named_and_the_next_call_is_right() {
    List<Example> broken = new ArrayList<>(TEXTS.subList(0, 3));
    broken.add(Example.of(Map.of("number", 3)));
    assertThatThrownBy(() -> probabilities(classifier, broken))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("text");
    assertThatThrownBy(() -> classifier.classify(broken.get(3))).isInstanceOf(DataException.class);
    assertThat(probabilities(classifier, TEXTS.subList(0, 3)).get(2))
        .isEqualTo(classifier.classify(TEXTS.get(2)).probabilities());
  }

  private final class Recording implements InferenceSession {
    private final InferenceSession session;

    Recording(InferenceSession session) {
      this.session = session;
    }

    @Override
    public void logits(Batch batch, FloatBuffer into) {
      IntBuffer offsets = ((Column.Ids) batch.columns().get(0)).rowOffsets();
      batches.add(
          IntStream.range(0, batch.rows())
              .mapToObj(row -> offsets.get(row + 1) - offsets.get(row))
              .toList());
      session.logits(batch, into);
    }

    @Override
    public Device device() {
      return session.device();
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
