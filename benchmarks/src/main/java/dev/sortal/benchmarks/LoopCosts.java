package dev.sortal.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import dev.sortal.data.EncodedSet;
import dev.sortal.spec.Loss;
import dev.sortal.spec.Optimizer;
import dev.sortal.spi.TrainingPlan;
import dev.sortal.spi.TrainingSession;
import dev.sortal.training.CheckpointFolder;
import dev.sortal.training.Checkpoints;
import dev.sortal.training.MaxNorm;
import dev.sortal.training.Monitor;
import dev.sortal.training.Schedule;
import dev.sortal.training.Stopping;
import dev.sortal.training.TrainingListener;
import dev.sortal.training.TrainingLoop;
import dev.sortal.training.TrainingRows;
import dev.sortal.training.TrainingSettings;
import dev.sortal.training.ValidationRows;
import dev.sortal.training.WeightAverage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What features of the training loop cost: processor time of an epoch of the reference model with
 * each, as ratios to one without, taken in turns.
 *
 * <p>Arguments: engine, batches of an epoch, turns.
 */
final class LoopCosts {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final String NOTHING = "nothing";

  private final String engine;
  private final EncodedSet rows;
  private final EncodedSet held;
  private final Path folder;

  private LoopCosts(String engine, int batches, Path folder) {
    this.engine = engine;
    this.rows = ReferenceModel.rows(batches).encoded();
    this.held = ReferenceModel.rows(1 + batches / 10).encoded();
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("loop-costs");
    int turns = Integer.parseInt(arguments[2]);
    LoopCosts costs = new LoopCosts(arguments[0], Integer.parseInt(arguments[1]), folder);
    TrainingSettings plain =
        new TrainingSettings(
            1, ReferenceModel.BATCH, ReferenceModel.RATE, 0, Monitor.VALIDATION_LOSS, 1);
    Map<String, TrainingSettings> variants = new LinkedHashMap<>();
    variants.put(NOTHING, plain);
    variants.put("cosine schedule", plain.withSchedule(Schedule.cosine().warmUp(0.1)));
    variants.put("monitor macro F1", plain.withStopping(new Stopping(Monitor.MACRO_F1, 0, 0)));
    variants.put("max-norm, output layer", plain.withMaxNorm(new MaxNorm(3, List.of())));
    variants.put(
        "max-norm, dense and conv",
        plain.withMaxNorm(new MaxNorm(3, List.of("*.dense", "*.conv1d"))));
    variants.put("average, every step", plain.withAverage(WeightAverage.decay(0.999)));
    variants.put("average, every 10th", plain.withAverage(WeightAverage.decay(0.99).every(10)));
    variants.put(
        "average, no table",
        plain.withAverage(WeightAverage.decay(0.999).only("*.dense", "*.conv1d")));
    variants.put("checkpoints, each epoch", plain);
    Map<String, double[]> seconds = new LinkedHashMap<>();
    for (int turn = -1; turn < turns; turn++) {
      for (Map.Entry<String, TrainingSettings> variant : variants.entrySet()) {
        double took = costs.epoch(variant.getValue(), variant.getKey().startsWith("checkpoints"));
        if (turn >= 0) {
          seconds.computeIfAbsent(variant.getKey(), name -> new double[turns])[turn] = took;
        }
      }
    }
    double[] plainly = Objects.requireNonNull(seconds.get(NOTHING));
    seconds.forEach(
        (name, values) ->
            System.out.printf(
                "%-12s %-26s %s%n", arguments[0], name, Measure.ratio(values, plainly)));
    System.out.println("seconds of an epoch without: " + Measure.median(plainly));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        System.out.println(file.getFileName() + ": " + Files.size(file) + " bytes");
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  /** Seconds of processor time that an epoch takes, all threads together. */
  private double epoch(TrainingSettings settings, boolean savesCheckpoints) {
    TrainingPlan plan =
        TrainingPlan.of(ReferenceModel.network(), Optimizer.adam(), Loss.crossEntropy(), 1);
    try (TrainingSession session = Engines.backend(engine).train(plan)) {
      TrainingLoop loop =
          new TrainingLoop(
              session,
              plan,
              TrainingRows.shuffled(rows, 1),
              ValidationRows.of(held, ReferenceModel.CLASSES),
              settings,
              new TrainingListener() {});
      long start = PROCESS.getProcessCpuTime();
      if (savesCheckpoints) {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        Checkpoints anew = Checkpoints.in(folder).startingAnew();
        loop.saveTo(CheckpointFolder.open(anew, none, none), best -> {});
      }
      loop.run();
      return (PROCESS.getProcessCpuTime() - start) * 1e-9;
    }
  }
}
