package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.ByLength;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.spi.Batch;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Puts the texts of a data set through a preset's network in batches of several sizes, in their own
 * order and sorted by length in windows, and prints the processor time a text: of the engine, and
 * of all from text to label.
 *
 * <p>Takes the folder of the data set, the preset, and engines by name. Sizes take turns, and each
 * figure is the median of its turns.
 */
public final class BulkBatches {
  private static final int[] SIZES = {16, 32, 64, 128, 256};
  private static final int TURNS = 15;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private BulkBatches() {}

  /** The microseconds a row of one pass. */
  private static double pass(
      InferenceSession session, EncodedColumn column, int[] order, int size, FloatBuffer logits) {
    EncodedColumn.Reader reader = column.reader(0);
    long start = THREADS.getCurrentThreadCpuTime();
    for (int from = 0; from < order.length; from += size) {
      int to = Math.min(order.length, from + size);
      session.logits(new Batch(to - from, List.of(reader.read(order, from, to))), logits);
    }
    return (THREADS.getCurrentThreadCpuTime() - start) * 1e-3 / order.length;
  }

  private static double textToLabel(Classifier classifier, List<Example> examples) {
    long start = THREADS.getCurrentThreadCpuTime();
    try (Stream<?> predictions = classifier.classifyAll(examples.stream())) {
      predictions.forEach(prediction -> {});
    }
    return (THREADS.getCurrentThreadCpuTime() - start) * 1e-3 / examples.size();
  }

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    List<Example> examples = Dataset.csv(folder.resolve("train.csv")).toList();
    Pipeline pipeline = Pipeline.text().preset(arguments[1]).epochs(1);
    for (String engine : Arrays.copyOfRange(arguments, 2, arguments.length)) {
      BackendChoice choice = BackendChoice.named(engine);
      try (Classifier classifier = pipeline.backend(engine).train(Dataset.of(examples));
          InferenceSession session =
              Backends.choose(choice)
                  .open(
                      classifier.bundle().network(),
                      classifier.bundle().weights(),
                      Execution.cpu())) {
        FittedEncoder.ColumnBuilder builder = classifier.bundle().encoders().get(0).start();
        examples.forEach(builder::add);
        EncodedColumn column = builder.finish();
        int[] plain = IntStream.range(0, column.rows()).toArray();
        int[] sorted = plain.clone();
        int window = ByLength.window(1);
        ByLength byLength = new ByLength(EncodedSet.lengths(List.of(column), column.rows()));
        for (int from = 0; from < sorted.length; from += window) {
          byLength.sort(sorted, from, Math.min(sorted.length, from + window));
        }
        FloatBuffer logits =
            ByteBuffer.allocateDirect(256 * classifier.labels().size() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        double[][][] times = new double[2][SIZES.length][TURNS];
        double[] whole = new double[TURNS];
        for (int turn = -2; turn < TURNS; turn++) {
          for (int i = 0; i < SIZES.length; i++) {
            for (int order = 0; order < 2; order++) {
              times[order][i][Math.max(turn, 0)] =
                  pass(session, column, order == 0 ? plain : sorted, SIZES[i], logits);
            }
          }
          whole[Math.max(turn, 0)] = textToLabel(classifier, examples);
        }
        System.out.println(engine + ", " + arguments[1] + ", us a text");
        for (int i = 0; i < SIZES.length; i++) {
          System.out.printf(
              Locale.ROOT,
              "batches of %3d: as they come %6.2f, sorted %6.2f%n",
              SIZES[i],
              Measure.quantile(times[0][i], 0.5),
              Measure.quantile(times[1][i], 0.5));
        }
        System.out.printf(
            Locale.ROOT, "text to label, classifyAll: %.2f%n", Measure.quantile(whole, 0.5));
      }
    }
  }
}
