package dev.sortal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sortal.data.EncodedSet;
import dev.sortal.data.FloatColumn;
import dev.sortal.data.IdColumn;
import dev.sortal.data.Truth;
import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BucketedOrderTest {
  private static final int BATCHES_OF_A_BLOCK = 50;

  /** Lengths as texts have them: most of them short. */
  private static char[] lengths(int rows, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    char[] lengths = new char[rows];
    for (int row = 0; row < rows; row++) {
      lengths[row] = (char) (60 * random.uniform() * random.uniform());
    }
    return lengths;
  }

  private static int[] lengthsOf(int[] rows, char[] lengths) {
    return Arrays.stream(rows).map(row -> lengths[row]).toArray();
  }

  /** What padding each batch to its longest row adds, as a share of all positions. */
  private static double padding(int[] order, char[] lengths, int batch) {
    long padded = 0;
    long own = 0;
    for (int from = 0; from < order.length; from += batch) {
      int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + batch));
      int[] of = lengthsOf(rows, lengths);
      padded += (long) Arrays.stream(of).max().orElseThrow() * rows.length;
      own += Arrays.stream(of).sum();
    }
    return 1 - (double) own / padded;
  }

  @Property(tries = 200)
  void rows_come_as_often_as_before(
      @ForAll @IntRange(min = 1, max = 5000) int rows,
      @ForAll @IntRange(min = 1, max = 70) int batch,
      @ForAll @IntRange(min = 1, max = 5) int epoch,
      @ForAll long seed) {
    // Some rows twice, others not at all.
    RowOrder before =
        number -> {
          SplitMix64 random = new SplitMix64(SplitMix64.derive(seed, number));
          return IntStream.range(0, rows).map(i -> random.below(rows)).toArray();
        };
    int[] order = before.bucketed(lengths(rows, seed), batch, seed).epoch(epoch);
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(Arrays.stream(before.epoch(epoch)).sorted().toArray());
  }

  @Property(tries = 200)
  void each_block_is_cut_into_batches_of_similar_length(
      @ForAll @IntRange(min = 1, max = 6000) int rows,
      @ForAll @IntRange(min = 1, max = 40) int batch,
      @ForAll long seed) {
    char[] lengths = lengths(rows, seed);
    RowOrder before = RowOrder.shuffled(rows, seed);
    int[] plain = before.epoch(1);
    int[] order = before.bucketed(lengths, batch, seed).epoch(1);
    int batches = rows / batch;
    int blocks = (batches + BATCHES_OF_A_BLOCK - 1) / BATCHES_OF_A_BLOCK;
    for (int block = 0; block < blocks; block++) {
      int from = batches * block / blocks * batch;
      int to = batches * (block + 1) / blocks * batch;
      assertThat((to - from) / batch).isLessThanOrEqualTo(BATCHES_OF_A_BLOCK);
      int[] sorted = lengthsOf(Arrays.copyOfRange(plain, from, to), lengths);
      Arrays.sort(sorted);
      // Each batch is a run of the sorted lengths, and together they are all of them.
      int[][] runs = new int[(to - from) / batch][];
      Arrays.setAll(
          runs,
          i ->
              lengthsOf(
                  Arrays.copyOfRange(order, from + i * batch, from + (i + 1) * batch), lengths));
      Arrays.sort(runs, Arrays::compare);
      assertThat(Arrays.stream(runs).flatMapToInt(Arrays::stream).toArray()).isEqualTo(sorted);
    }
    int rest = batches * batch;
    assertThat(Arrays.copyOfRange(order, rest, rows))
        .as("the last, smaller batch stays as it was")
        .isEqualTo(Arrays.copyOfRange(plain, rest, rows));
  }

  @Test
  void most_of_the_padding_is_saved() {
    char[] lengths = lengths(7000, 3);
    RowOrder plain = RowOrder.shuffled(7000, 1);
    assertThat(padding(plain.epoch(1), lengths, 32)).isGreaterThan(0.6);
    assertThat(padding(plain.bucketed(lengths, 32, 1).epoch(1), lengths, 32)).isLessThan(0.1);
  }

  @Test
  void the_seed_and_the_epoch_decide_the_order() {
    char[] lengths = lengths(3000, 1);
    RowOrder order = RowOrder.shuffled(3000, 7).bucketed(lengths, 32, 7);
    int[] third = order.epoch(3);
    order.epoch(1);
    assertThat(order.epoch(3)).isEqualTo(third);
    assertThat(RowOrder.shuffled(3000, 7).bucketed(lengths, 32, 7).epoch(3)).isEqualTo(third);
    assertThat(order.epoch(4)).isNotEqualTo(third);
    assertThat(RowOrder.shuffled(3000, 7).bucketed(lengths, 32, 8).epoch(3)).isNotEqualTo(third);
  }

  @Test
  void short_and_long_batches_come_by_chance() {
    char[] lengths = lengths(16_000, 1);
    RowOrder order = RowOrder.shuffled(16_000, 2).bucketed(lengths, 32, 2);
    double rising = 0;
    for (int epoch = 1; epoch <= 20; epoch++) {
      int[] of = lengthsOf(order.epoch(epoch), lengths);
      for (int batch = 1; batch < 500; batch++) {
        rising += of[batch * 32] > of[(batch - 1) * 32] ? 1 : 0;
      }
    }
    assertThat(rising / (20 * 499)).isCloseTo(0.5, within(0.03));
  }

  @Test
  void rows_of_equal_length_share_a_batch_by_chance() {
    char[] even = new char[640];
    Arrays.fill(even, 5, 320, (char) 9);
    RowOrder order = RowOrder.shuffled(640, 2).bucketed(even, 32, 2);
    int[] first = Arrays.stream(order.epoch(1), 0, 32).sorted().toArray();
    for (int epoch = 2; epoch < 20; epoch++) {
      for (int from = 0; from < 640; from += 32) {
        assertThat(Arrays.stream(order.epoch(epoch), from, from + 32).sorted().toArray())
            .isNotEqualTo(first);
      }
    }
  }

  @Test
  void a_window_of_a_file_keeps_its_rows() {
    char[] lengths = lengths(64_000, 1);
    RowOrder windowed = RowOrder.windowed(64_000, 100, 64, 3);
    int[] plain = windowed.epoch(2);
    int[] order = windowed.bucketed(lengths, 32, 3).epoch(2);
    // Blocks of 50 batches of 32 fit into windows of 6,400 rows.
    for (int from = 0; from < 64_000; from += 6400) {
      assertThat(Arrays.stream(order, from, from + 6400).sorted().toArray())
          .isEqualTo(Arrays.stream(plain, from, from + 6400).sorted().toArray());
    }
  }

  @Test
  void rows_without_a_length_of_their_own_stay_as_they_are() {
    TrainingSettings settings = new TrainingSettings(1, 2, 0.1, 0, Monitor.VALIDATION_LOSS, 42);
    FloatColumn.Builder numbers = new FloatColumn.Builder(3);
    IdColumn.Builder ids = new IdColumn.Builder();
    for (int row = 0; row < 4; row++) {
      numbers.add(new float[] {1, 2, 3});
      for (int i = 0; i < row % 2; i++) {
        ids.id(7);
      }
      ids.endRow();
    }
    Truth truth = new Truth.One(new int[4]);
    FloatColumn table = numbers.finish();
    TrainingRows alike =
        TrainingRows.shuffled(new EncodedSet(List.of(table), truth, new float[4]), 1);
    assertThat(alike.bucketed(settings)).isSameAs(alike);

    EncodedSet both = new EncodedSet(List.of(table, ids.finish()), truth, new float[4]);
    assertThat(both.lengths()).containsExactly((char) 0, (char) 1, (char) 0, (char) 1);
    int[] order = TrainingRows.shuffled(both, 1).bucketed(settings).order().epoch(1);
    assertThat(order[0] % 2).isEqualTo(order[1] % 2);
    assertThat(order[2] % 2).isEqualTo(order[3] % 2);
  }

  @Test
  void a_batch_holds_something() {
    RowOrder order = RowOrder.shuffled(3, 1);
    assertThatThrownBy(() -> order.bucketed(new char[3], 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchSize must be at least 1, got 0.");
  }
}
