package dev.sortal.benchmarks;

import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalAveragePool;

import com.sun.management.OperatingSystemMXBean;
import dev.sortal.Classifier;
import dev.sortal.Cleaning;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.auto.Mode;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.Labels;
import dev.sortal.data.SetCache;
import dev.sortal.data.SetDraft;
import dev.sortal.data.SplitRule;
import dev.sortal.data.StoredSet;
import dev.sortal.text.Words;
import dev.sortal.training.TrainingListener;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * More data than memory holds: cleans, drops duplicates, splits, encodes and trains an epoch, in a
 * process of its own of 256 MiB of heap for each number of rows; prints seconds of processor time.
 *
 * <p>{@code LargeData [ROWS ...]}, by default 500000 1000000 2000000 5000000. The rows are made up:
 * about 100 bytes each, words by Zipf's law, one in twenty a duplicate, labels with white space,
 * empty texts. {@code LargeData encode ROWS} measures only the way from CSV bytes to the cache,
 * {@code LargeData fast ROWS} a linear model without settings. Files are written below Java's
 * folder of temporary files and deleted.
 */
public final class LargeData {
  private static final List<String> HEAP = List.of("-Xmx256m");
  private static final Encoder WORDS = Words.standard().maxLength(20).maxSize(20_000);
  private static final int ENCODINGS = 5;

  private LargeData() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "train" -> train(Path.of(arguments[1]), Path.of(arguments[2]));
      case "auto" -> auto(Path.of(arguments[1]), Path.of(arguments[2]));
      case "fast" -> measure("auto", Integer.parseInt(arguments[1]));
      case "bytes" -> encode(Path.of(arguments[1]), Path.of(arguments[2]));
      case "encode" -> measure("bytes", Integer.parseInt(arguments[1]));
      default -> {
        System.out.println(
            "| rows | CSV | reading | cleaning, duplicates, split | with learning, encoding | epoch,"
                + " validation | test | peak resident | of it files | cache |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        int[] sizes =
            arguments.length == 0
                ? new int[] {500_000, 1_000_000, 2_000_000, 5_000_000}
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (int rows : sizes) {
          measure("train", rows);
        }
      }
    }
  }

  private static void measure(String kind, int rows) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("large-data");
    Path csv = folder.resolve("rows.csv");
    Path cache = Files.createDirectory(folder.resolve("cache"));
    try {
      MadeUpRows.write(rows, csv);
      run(List.of(kind, csv.toString(), cache.toString()));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void run(List<String> arguments) throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder();
    process.command().add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    process.command().addAll(HEAP);
    process.command().add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    process.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
    process.command().add(LargeData.class.getName());
    process.command().addAll(arguments);
    int exit = process.inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException("The process failed with exit code " + exit + ".");
    }
  }

  /** All the way, in this process; prints a row of the table. */
  private static void train(Path csv, Path cache) throws IOException {
    double start = processorSeconds();
    long rows;
    try (Stream<Example> examples = Dataset.csv(csv).examples()) {
      rows = examples.mapToInt(example -> 1).sum();
    }
    double read = processorSeconds();
    Split parts = Dataset.csv(csv).clean(Cleaning.standard()).split(SplitRule.hashed());
    try (Stream<Example> examples = parts.validation().examples()) {
      examples.forEach(Example::label);
    }
    double cleaned = processorSeconds();
    Stages stages = new Stages();
    Pipeline pipeline =
        Pipeline.text(WORDS)
            .network(embedding(16), globalAveragePool())
            .learningRate(0.01)
            .batchSize(1024)
            .epochs(1)
            .cache(cache)
            .listener(stages);
    double trained;
    double tested;
    double accuracy;
    try (Classifier classifier = pipeline.train(parts)) {
      trained = processorSeconds();
      accuracy = classifier.evaluate(parts.test()).accuracy();
      tested = processorSeconds();
    }
    if (accuracy < 0.8) {
      throw new IllegalStateException("The labels can be learned, got accuracy " + accuracy + ".");
    }
    System.out.printf(
        Locale.ROOT,
        "| %,d | %.0f MB | %.1f s | %.1f s | %.1f s | %.1f s | %.1f s | %s | %.0f MB |%n",
        rows,
        Files.size(csv) * 1e-6,
        read - start,
        cleaned - read,
        stages.begun - cleaned,
        trained - stages.begun,
        tested - trained,
        resident(),
        size(cache) * 1e-6);
  }

  /** A linear model without settings, in this process; prints a row of its own table. */
  private static void auto(Path csv, Path cache) throws IOException {
    double start = processorSeconds();
    Split parts = Dataset.csv(csv).split(SplitRule.hashed());
    Stages stages = new Stages();
    Pipeline pipeline = Pipeline.auto(Mode.FAST).cache(cache).listener(stages);
    try (Classifier classifier = pipeline.train(parts)) {
      double trained = processorSeconds();
      System.out.printf(
          Locale.ROOT,
          "| %.0f MB | profile and encoding %.1f s | fitting %.1f s | accuracy %.3f | %s | %.0f MB"
              + " |%n",
          Files.size(csv) * 1e-6,
          stages.begun - start,
          trained - stages.begun,
          classifier.evaluate(parts.test()).accuracy(),
          resident(),
          size(cache) * 1e-6);
    }
  }

  /** When the training begins. */
  private static final class Stages implements TrainingListener {
    private double begun;

    @Override
    public void onStart(Start start) {
      begun = processorSeconds();
    }
  }

  /** The way from bytes to a verified map, several times, each into an empty folder. */
  private static void encode(Path csv, Path cache) throws IOException {
    double megabytes = Files.size(csv) * 1e-6;
    double[] rates = new double[ENCODINGS];
    for (int i = -1; i < ENCODINGS; i++) {
      Path folder = Files.createDirectory(cache.resolve("encoding" + i));
      double start = Measure.cpuSeconds();
      StoredSet set;
      try (SetDraft draft = SetCache.in(folder).draft(List.of(WORDS), false);
          Stream<Example> examples = Dataset.csv(csv).examples()) {
        examples.forEachOrdered(draft::add);
        set = draft.finish(Labels.ordered(draft.labels()));
      }
      double rate = megabytes / (Measure.cpuSeconds() - start);
      System.out.printf(
          Locale.ROOT,
          "%,d rows, %.0f MB of CSV to %.0f MB of cache: %.0f MB/s of processor time%n",
          set.rows(),
          megabytes,
          set.bytes() * 1e-6,
          rate);
      if (i >= 0) {
        rates[i] = rate;
      }
    }
    System.out.println("MB/s, after a warm-up: " + Measure.median(rates));
  }

  /** Processor time of all threads, those of the JVM too: other work beside does not count. */
  private static double processorSeconds() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() * 1e-9;
  }

  /** The peak of resident memory, and how much of it are files at the end. */
  private static String resident() throws IOException {
    return Measure.memory("VmHWM") + " | " + Measure.memory("RssFile");
  }

  private static long size(Path folder) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }
}
