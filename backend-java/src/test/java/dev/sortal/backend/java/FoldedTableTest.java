package dev.sortal.backend.java;

import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.maxPool1d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sortal.engine.Extent;
import dev.sortal.spec.Activation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Network;
import dev.sortal.spec.Side;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.tensor.SplitMix64;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FoldedTableTest {
  private static final int LENGTH = 12;
  private static final int VOCABULARY = 40;

  private final SplitMix64 random = new SplitMix64(5);

  @AfterEach
  void forget() {
    System.clearProperty(FoldedTable.PROPERTY);
  }

  private static Network network(Side padding) {
    return Network.of(
        List.of(new Input.Tokens("text", VOCABULARY, LENGTH, padding)),
        List.of(
            embedding(6),
            conv1d(16, 3, Activation.RELU),
            maxPool1d(2),
            flatten(),
            dense(5, Activation.TANH),
            dense(3)));
  }

  /** Texts of any length, some of them empty, some full. */
  private Batch batch(int rows) {
    int[] offsets = new int[rows + 1];
    for (int row = 0; row < rows; row++) {
      offsets[row + 1] = offsets[row] + random.below(LENGTH + 1);
    }
    int[] ids = new int[offsets[rows]];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = random.below(VOCABULARY);
    }
    return new Batch(rows, List.of(new Column.Ids(IntBuffer.wrap(ids), IntBuffer.wrap(offsets))));
  }

  private static InferenceSession open(Network network, long bytes) {
    System.setProperty(FoldedTable.PROPERTY, Long.toString(bytes));
    return new JavaBackend(() -> PlainKernels::new)
        .open(network, network.initialWeights(1), Execution.cpu());
  }

  private static float[] logits(InferenceSession session, Batch batch) {
    FloatBuffer logits = FloatBuffer.allocate(batch.rows() * 3);
    session.logits(batch, logits);
    return logits.array();
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void logits_do_not_depend_on_what_is_kept(Side padding) {
    Network network = network(padding);
    try (InferenceSession none = open(network, 0);
        InferenceSession some = open(network, 2000);
        InferenceSession all = open(network, FoldedTable.DEFAULT_BYTES)) {
      for (int i = 0; i < 30; i++) {
        Batch batch = batch(1 + i % 4);
        float[] expected = logits(none, batch);

        assertThat(logits(some, batch)).containsExactly(expected, within(1e-6f));
        assertThat(logits(all, batch)).containsExactly(expected, within(1e-6f));
      }
    }
  }

  @Test
  void threads_share_a_table() throws Exception {
    Network network = network(Side.POST);
    List<Batch> batches = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    try (InferenceSession none = open(network, 0)) {
      for (int i = 0; i < 200; i++) {
        batches.add(batch(2));
        expected.add(logits(none, batches.get(i)));
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (InferenceSession shared = open(network, FoldedTable.DEFAULT_BYTES)) {
      Callable<List<float[]>> all =
          () -> batches.stream().map(batch -> logits(shared, batch)).toList();
      for (Future<List<float[]>> received : threads.invokeAll(List.of(all, all, all, all))) {
        for (int i = 0; i < expected.size(); i++) {
          assertThat(received.get().get(i)).containsExactly(expected.get(i), within(1e-6f));
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void what_was_kept_is_found_until_the_budget_is_spent() {
    Value words = new Value(new Extent(2), 3, false);
    words.extent.fillWhole(1);
    words.reserveShared(2);
    words.name(new int[] {7, 4}, 10);
    // Ten references, and two of the rows.
    FoldedTable table = new FoldedTable(1, new AtomicLong(10 * 4 + 2 * (16 + 4 * 4)));
    float[] product = {1, 2, 3, 4};

    table.keep(words, 0, 0, product);
    table.keep(words, 1, 0, new float[4]);
    product[0] = 9;

    assertThat(table.find(words, 0, 0)).containsExactly(1, 2, 3, 4);
    words.name(new int[] {4, 5}, 10);
    table.keep(words, 1, 0, product);
    assertThat(table.find(words, 0, 0)).containsExactly(0, 0, 0, 0);
    assertThat(table.find(words, 1, 0)).isNull();
  }

  @Test
  void a_budget_that_is_no_number_is_refused() {
    System.setProperty(FoldedTable.PROPERTY, "64 MB");

    assertThatThrownBy(FoldedTable::budget)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-Dsortal.java.tableBytes must be a number of bytes, expected 0 or more, got \"64 MB\"."
                + " Leave it out for 67108864.");
  }
}
