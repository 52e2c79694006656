package dev.sortal.benchmarks;

import static dev.sortal.spec.Layers.embeddingBag;

import dev.sortal.data.BagColumn;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Truth;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.Input;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.tensor.SplitMix64;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;

/**
 * Training of a wide model: rows of 1000 weighted ids out of 262,144, eight classes, batch 32. Each
 * engine on the class path with an optimizer that is lazy against one that is not, in turns, and
 * what a step leaves on the heap.
 *
 * <p>Takes, optionally, the names of engines.
 */
public final class BagTraining {
  private static final int VOCABULARY = 1 << 18;
  private static final int CLASSES = 8;
  private static final int BATCH = 32;
  private static final int IDS = 1000;
  private static final int BATCHES = 64;
  private static final int STEPS = 32;

  private BagTraining() {}

  public static void main(String[] engines) {
    EncodedSet rows = rows();
    Turns turns = new Turns();
    List<String> names = engines.length == 0 ? Engines.names() : List.of(engines);
    for (String engine : names) {
      Steps lazy = new Steps(engine, Optimizer.adam().lazyEmbeddings(), rows);
      Steps dense = new Steps(engine, Optimizer.adam(), rows);
      turns.side(engine + ", lazy", () -> Cost.of(lazy));
      turns.side(engine + ", every row", () -> Cost.of(dense));
    }
    turns.play(3, 11);
    for (String engine : names) {
      turns.printRatio(engine + ", every row", engine + ", lazy");
      turns.printRatio(engine + ", lazy", names.get(0) + ", lazy");
    }
    turns.printRates(STEPS * BATCH, "rows");
    for (String engine : names) {
      Steps steps = new Steps(engine, Optimizer.adam().lazyEmbeddings(), rows);
      steps.run();
      steps.run();
      long before = allocated();
      steps.run();
      System.out.printf(
          Locale.ROOT, "%s: %d bytes of garbage a step%n", engine, (allocated() - before) / STEPS);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  /** Few ids often and many seldom, as n-grams are. */
  private static EncodedSet rows() {
    SplitMix64 random = new SplitMix64(1);
    BagColumn.Builder column = new BagColumn.Builder(0);
    int count = BATCHES * BATCH;
    int[] classes = new int[count];
    float[] weights = new float[count];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < IDS; i++) {
        double share = random.uniform();
        column.id((int) (VOCABULARY * share * share * share), (float) random.uniform());
      }
      column.endRow();
      classes[row] = random.below(CLASSES);
      weights[row] = 1;
    }
    return new EncodedSet(List.of(column.finish()), new Truth.One(classes), weights);
  }

  /** A block of steps of one training. */
  private static final class Steps implements Runnable {
    private final TrainingSession session;
    private final EncodedSet.Reader reader;
    private final int[] order = new int[BATCHES * BATCH];
    private final FloatBuffer logits = FloatBuffer.allocate(BATCH * CLASSES);
    private int batch;

    Steps(String engine, Optimizer optimizer, EncodedSet rows) {
      Network network =
          Network.of(new Input.Bags("ngrams", VOCABULARY, 0), embeddingBag(CLASSES, BagMode.SUM));
      this.session =
          Engines.backend(engine)
              .train(TrainingPlan.of(network, optimizer, Loss.crossEntropy(), 1));
      this.reader = rows.reader(0);
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
    }

    @Override
    public void run() {
      for (int step = 0; step < STEPS; step++) {
        int from = batch++ % BATCHES * BATCH;
        session.step(reader.read(order, from, from + BATCH), 0.001, logits);
      }
    }
  }
}
