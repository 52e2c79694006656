package dev.sortal.tck;

import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.data.Folds;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tck.reference.AlteredBackend;
import dev.sortal.tck.reference.AlteredTraining;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.Words;
import dev.sortal.training.Sampling;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows a pipeline puts into a batch. */
class BucketingTest {
  private static final int BATCH = 8;
  private static final int ROWS = 200;

  /** The lengths of the rows of every training batch. */
  private final List<List<Integer>> batches = new ArrayList<>();

  private final Pipeline pipeline =
      Pipeline.text(Words.standard().maxLength(30))
          .network(embedding(2), globalMaxPool())
          .epochs(2)
          .batchSize(BATCH)
          .validation(0)
          .backend(AlteredBackend.trainings(Recording::new));

  private static Dataset texts() {
    SplitMix64 random = new SplitMix64(9);
    return Dataset.of(
        IntStream.range(0, ROWS)
            .mapToObj(
                row ->
                    Example.text("word ".repeat(1 + random.below(30)) + (row % 3 == 0 ? "a" : "b"))
                        .labelled(row % 3 == 0 ? "rare" : "frequent"))
            .toList());
  }

  private void train(Pipeline how) {
    batches.clear();
    how.train(texts()).close();
  }

  /** The mean over full batches of the longest minus the shortest row. */
  private double spread(int size) {
    return batches.stream()
        .filter(batch -> batch.size() == size)
        .mapToInt(batch -> Collections.max(batch) - Collections.min(batch))
        .average()
        .orElseThrow();
  }

  @Test
  void texts_of_similar_length_share_a_batch_by_default() {
    train(pipeline);
    assertThat(batches).hasSize(2 * ROWS / BATCH);
    assertThat(spread(BATCH)).isLessThan(3);
    train(pipeline.bucketing(false));
    assertThat(batches).hasSize(2 * ROWS / BATCH);
    assertThat(spread(BATCH)).isGreaterThan(15);
  }

  @Test
  void files_samples_and_folds_are_in_buckets_too(@TempDir Path folder) {
    train(pipeline);
    List<List<Integer>> inMemory = List.copyOf(batches);
    train(pipeline.cache(folder));
    assertThat(batches).isEqualTo(inMemory);

    train(pipeline.sampling(Sampling.oversample()));
    assertThat(batches).hasSizeGreaterThan(inMemory.size());
    assertThat(spread(BATCH)).isLessThan(3);

    batches.clear();
    pipeline.crossValidate(texts(), new Folds(2, 1));
    assertThat(spread(BATCH)).isLessThan(5);
  }

  @Test
  void old_examples_that_are_replayed_are_in_buckets_with_new_ones() {
    try (Classifier classifier = pipeline.train(texts())) {
      batches.clear();
      Pipeline.continuing(classifier).validation(0).replay(texts(), 0.5).train(texts()).close();
    }
    assertThat(batches).hasSize(2 * 2 * ROWS / BATCH);
    assertThat(spread(BATCH)).isLessThan(3);
  }

  @Test
  void an_automatic_training_takes_the_plain_order_whatever_is_said() {
    assertThatThrownBy(() -> Pipeline.auto().bucketing(false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected no bucketing(..) after it, got one");
    Pipeline.auto()
        .validation(0)
        .backend(AlteredBackend.trainings(Recording::new))
        .train(texts())
        .close();
    assertThat(batches).isNotEmpty();
    assertThat(spread(32)).isGreaterThan(15);
  }

  /** Does no step: what batches are made of is all that is asked. */
  private final class Recording extends AlteredTraining {
    Recording(TrainingSession session) {
      super(session);
    }

    @Override
    public double step(LabelledBatch batch, double learningRate, FloatBuffer logits) {
      Column column = batch.batch().columns().get(0);
      var offsets =
          column instanceof Column.Ids ids ? ids.rowOffsets() : ((Column.Bags) column).rowOffsets();
      batches.add(
          IntStream.range(0, batch.batch().rows())
              .mapToObj(row -> offsets.get(row + 1) - offsets.get(row))
              .toList());
      return 1;
    }
  }
}
