package dev.sortal.benchmarks;

import dev.sortal.data.EncodedSet;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Network;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.training.Monitor;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.TrainingLoop;
import dev.sortal.training.TrainingSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;

/**
 * What the training loop costs beside the steps themselves: an epoch through it against the same
 * steps called one after the other on ready batches, in turns, processor time of the training
 * thread.
 */
public final class TrainingOverhead {
  private static final int BLOCKS = 30;
  private static final int ROWS = 64 * ReferenceModel.BATCH;

  private TrainingOverhead() {}

  public static void main(String[] arguments) {
    Network network = ReferenceModel.network();
    EncodedSet rows = ReferenceModel.rows(ROWS, 1);
    EncodedSet none = new EncodedSet(List.of(), new int[0], new float[0]);
    TrainingBackend backend = Backends.chooseForTraining(BackendChoice.any());
    TrainingPlan plan = TrainingPlan.of(network, Optimizer.adam(), Loss.crossEntropy(), 1);
    TrainingSettings settings =
        new TrainingSettings(1, ReferenceModel.BATCH, 0.001, 0, Monitor.VALIDATION_LOSS, 1);
    LabelledBatch[] ready = new LabelledBatch[ROWS / ReferenceModel.BATCH];
    int[] order = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      order[i] = i;
    }
    for (int i = 0; i < ready.length; i++) {
      ready[i] =
          rows.reader().read(order, i * ReferenceModel.BATCH, (i + 1) * ReferenceModel.BATCH);
    }
    double[] loop = new double[BLOCKS];
    double[] bare = new double[BLOCKS];
    try (TrainingSession session = backend.train(plan)) {
      for (int block = -5; block < BLOCKS; block++) {
        double start = Measure.cpuSeconds();
        new TrainingLoop(session, network, rows, none, settings, new TrainingListener() {}).run();
        double middle = Measure.cpuSeconds();
        bare(session, ready);
        double end = Measure.cpuSeconds();
        if (block >= 0) {
          loop[block] = middle - start;
          bare[block] = end - middle;
        }
      }
    }
    System.out.println("training loop / bare steps: " + Measure.ratio(loop, bare));
    System.out.printf(
        Locale.ROOT,
        "bare: %,.0f rows a second of processor time%n",
        ROWS / Measure.quantile(bare, 0.5));
  }

  private static void bare(TrainingSession session, LabelledBatch[] ready) {
    FloatBuffer logits =
        ByteBuffer.allocateDirect(ReferenceModel.BATCH * 2 * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (LabelledBatch batch : ready) {
      session.step(batch, 0.001, logits);
    }
  }
}
