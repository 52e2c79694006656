package dev.sortal.benchmarks;

import dev.sortal.data.EncodedSet;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Training steps of the reference model against PyTorch's, in turns: this process pauses while the
 * other works.
 *
 * <p>Takes the Python to run {@code torch_peer.py} with and the path of that script. Both sides
 * train with dense Adam, batch 32, one thread, full texts of the same distribution; processor time
 * of the training thread.
 */
public final class TrainingVersusPyTorch {
  private static final int BLOCKS = 30;
  private static final int STEPS = 20;

  private TrainingVersusPyTorch() {}

  public static void main(String[] arguments) throws IOException {
    EncodedSet rows = ReferenceModel.rows(STEPS * ReferenceModel.BATCH, 1);
    int[] order = new int[rows.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    double[] ours = new double[BLOCKS];
    double[] theirs = new double[BLOCKS];
    TrainingPlan plan =
        TrainingPlan.of(ReferenceModel.network(), Optimizer.adam(), Loss.crossEntropy(), 1);
    Process peer =
        new ProcessBuilder(arguments[0], arguments[1], Integer.toString(STEPS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (TrainingSession session = Backends.chooseForTraining(BackendChoice.any()).train(plan);
        Writer ask = new OutputStreamWriter(peer.getOutputStream(), StandardCharsets.UTF_8);
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
      System.out.println("Peer: " + answers.readLine());
      EncodedSet.Reader reader = rows.reader();
      FloatBuffer logits = FloatBuffer.allocate(ReferenceModel.BATCH * 2);
      for (int block = -10; block < BLOCKS; block++) {
        double start = Measure.cpuSeconds();
        for (int i = 0; i < STEPS; i++) {
          int from = i * ReferenceModel.BATCH;
          session.step(reader.read(order, from, from + ReferenceModel.BATCH), 0.001, logits);
        }
        double seconds = Measure.cpuSeconds() - start;
        ask.write("go\n");
        ask.flush();
        double answered = Double.parseDouble(answers.readLine());
        if (block >= 0) {
          ours[block] = seconds;
          theirs[block] = answered;
        }
      }
    } finally {
      peer.destroy();
    }
    System.out.println("PyTorch's time / ours: " + Measure.ratio(theirs, ours));
    System.out.printf(
        Locale.ROOT,
        "rows a second: ours %,.0f, PyTorch %,.0f%n",
        STEPS * ReferenceModel.BATCH / Measure.quantile(ours, 0.5),
        STEPS * ReferenceModel.BATCH / Measure.quantile(theirs, 0.5));
  }
}
