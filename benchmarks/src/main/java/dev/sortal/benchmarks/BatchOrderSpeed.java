package dev.sortal.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.training.Epoch;
import dev.sortal.training.TrainingListener;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Trains a preset with plain shuffling and with texts of similar length in a batch, in turns, and
 * prints the processor time of an epoch: the median of all but the first of each training.
 *
 * <p>Takes a CSV file, how many of its rows there are to be, the preset, and engines by name.
 */
public final class BatchOrderSpeed {
  private static final int TURNS = 3;
  private static final int EPOCHS = 4;

  private BatchOrderSpeed() {}

  /** Adds the processor seconds of each epoch but the first. */
  private static void train(Pipeline pipeline, Dataset data, List<Double> seconds) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long[] last = {0};
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            long now = process.getProcessCpuTime();
            if (epoch.number() > 1) {
              seconds.add((now - last[0]) * 1e-9);
            }
            last[0] = now;
          }
        };
    pipeline.listener(listener).train(data).close();
  }

  private static double median(List<Double> values) {
    return Measure.quantile(values.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
  }

  public static void main(String[] arguments) {
    List<Example> rows = new ArrayList<>(Dataset.csv(Path.of(arguments[0])).toList());
    Collections.shuffle(rows, new Random(1));
    Dataset data = Dataset.of(rows.subList(0, Integer.parseInt(arguments[1])));
    for (String engine : List.of(arguments).subList(3, arguments.length)) {
      Pipeline pipeline =
          Pipeline.text().preset(arguments[2]).epochs(EPOCHS).validation(0).backend(engine);
      List<Double> plain = new ArrayList<>();
      List<Double> bucketed = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        train(pipeline.bucketing(false), data, plain);
        train(pipeline.bucketing(true), data, bucketed);
      }
      System.out.printf(
          Locale.ROOT,
          "%-10s %s: plain %.2f s, similar length %.2f s, %.2f times as fast%n",
          engine,
          arguments[2],
          median(plain),
          median(bucketed),
          median(plain) / median(bucketed));
    }
  }
}
