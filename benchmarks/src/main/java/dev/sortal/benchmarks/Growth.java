package dev.sortal.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.spec.Input;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Presets;
import dev.sortal.text.Words;
import dev.sortal.training.Progress;
import dev.sortal.training.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * How training grows with rows and words: {@code kerasText} on made-up rows like short texts, read
 * from a mapped cache, in a process of 768 MiB of heap for each line: rows a second of processor
 * time of all threads, the share of the training thread's time that the optimizer takes, and peak
 * memory; with Adam as it is and with {@code lazyEmbeddings()}, whose numbers are others.
 *
 * <p>{@code Growth ENGINE [ROWS [VOCABULARY]]}, by default 1000 to 1,000,000 rows and at most 1000,
 * 20,000 and 200,000 ids; where there are fewer words the table says so. Files are written below
 * Java's folder of temporary files and deleted.
 */
public final class Growth {
  private static final int WARM_UP = 1000;
  private static final int STEPS = 2000;
  private static final int LENGTH = 100;
  private static final int WORDS_OF_A_ROW = 20;

  private Growth() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 6) {
      measure(arguments);
      return;
    }
    System.out.println(
        "| rows | ids | optimizer | rows a second | share of the optimizer | peak resident |");
    System.out.println("|---|---|---|---|---|---|");
    for (int rows : sizes(arguments, 1, 1000, 10_000, 100_000, 1_000_000)) {
      Path folder = Files.createTempDirectory("growth");
      try {
        Path csv = folder.resolve("rows.csv");
        MadeUpRows.write(rows, csv);
        for (int ids : sizes(arguments, 2, 1000, 20_000, 200_000)) {
          if (ids > WORDS_OF_A_ROW * rows) {
            continue;
          }
          for (String optimizer : List.of("adam", "lazy adam")) {
            run(
                arguments[0],
                csv.toString(),
                folder.toString(),
                Integer.toString(rows),
                Integer.toString(ids),
                optimizer);
          }
        }
      } finally {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private static int[] sizes(String[] arguments, int index, int... otherwise) {
    return arguments.length > index ? new int[] {Integer.parseInt(arguments[index])} : otherwise;
  }

  private static void run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder();
    process.command().add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    process.command().add("-Xmx768m");
    // Samples where the thread is, not where it can be stopped.
    process.command().addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints"));
    process.command().add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    process.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
    process.command().add(Growth.class.getName());
    process.command().addAll(List.of(arguments));
    int exit = process.inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException("The process failed with exit code " + exit + ".");
    }
  }

  /** One line of the table, in this process. */
  private static void measure(String[] arguments) throws IOException {
    Optimizer adam = Optimizer.adam();
    Steps steps = new Steps(Thread.currentThread());
    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(LENGTH).maxSize(Integer.parseInt(arguments[4])))
            .network(Presets.kerasText())
            .optimizer(arguments[5].startsWith("lazy") ? adam.lazyEmbeddings() : adam)
            .backend(arguments[0])
            .epochs(Integer.MAX_VALUE)
            .cache(Path.of(arguments[2]))
            .listener(steps);
    try (Classifier classifier = pipeline.train(Dataset.csv(Path.of(arguments[1])))) {
      System.out.printf(
          Locale.ROOT,
          "| %,d | %,d | %s | %,.0f | %.0f %% | %s |%n",
          Integer.parseInt(arguments[3]),
          ((Input.Tokens) classifier.network().inputs().get(0)).vocabulary(),
          arguments[5],
          STEPS * 32 / steps.seconds,
          100 * steps.profile.share(),
          Measure.memory("VmHWM"));
    }
  }

  private static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        * 1e-9;
  }

  /** Times the steps behind the warm-up, then ends the training. */
  private static final class Steps implements TrainingListener {
    private final Profile profile;
    private double begin;
    private double seconds;

    Steps(Thread training) {
      this.profile = new Profile(training);
    }

    @Override
    public void onStep(Progress progress) {
      if (progress.step() == WARM_UP) {
        begin = processorSeconds();
        profile.start();
      } else if (progress.step() == WARM_UP + STEPS) {
        seconds = processorSeconds() - begin;
        profile.end();
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What samples of a thread by the flight recorder say of the optimizer. */
  private static final class Profile {
    private static final Duration PERIOD = Duration.ofMillis(10);
    private static final String OPTIMIZER = "dev.sortal.update.Updater";

    private final String watched;
    private final Recording recording = new Recording();
    private int samples;
    private int inOptimizer;

    Profile(Thread watched) {
      this.watched = watched.getName();
    }

    void start() {
      recording.enable("jdk.ExecutionSample").withPeriod(PERIOD);
      recording.enable("jdk.NativeMethodSample").withPeriod(PERIOD);
      recording.start();
    }

    void end() {
      try (recording) {
        recording.stop();
        Path file = Files.createTempFile("growth", ".jfr");
        try {
          recording.dump(file);
          RecordingFile.readAllEvents(file).forEach(this::count);
        } finally {
          Files.delete(file);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    private void count(RecordedEvent event) {
      RecordedThread thread = event.getThread("sampledThread");
      if (thread == null || !watched.equals(thread.getJavaName())) {
        return;
      }
      samples++;
      for (RecordedFrame frame : event.getStackTrace().getFrames()) {
        RecordedMethod method = frame.getMethod();
        if (method.getType().getName().equals(OPTIMIZER) && method.getName().equals("apply")) {
          inOptimizer++;
          return;
        }
      }
    }

    double share() {
      return (double) inOptimizer / samples;
    }
  }
}
