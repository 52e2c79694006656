package dev.sortal.benchmarks;

import dev.sortal.Cleaning;
import dev.sortal.Dataset;
import dev.sortal.Split;
import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import dev.sortal.duplicates.NearDuplicates;
import dev.sortal.keys.Spill;
import dev.sortal.profile.DataProfile;
import dev.sortal.profile.Profiling;
import dev.sortal.tensor.SplitMix64;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows a second of processor time in deduplication and in the profile, in little memory.
 *
 * <p>Arguments: {@code exact ROWS MEBIBYTES}, {@code near ROWS SIMILARITY} or {@code profile ROWS}.
 * Run with {@code -Xmx256m}.
 */
public final class Duplicates {
  private static final int WORDS = 14;
  private static final int VOCABULARY = 200_000;

  private Duplicates() {}

  /** Prints a line of figures. */
  public static void main(String[] arguments) {
    int rows = Integer.parseInt(arguments[1]);
    switch (arguments[0]) {
      case "exact" ->
          dedup(
              rows,
              CleaningStep.dropDuplicates(
                  Spill.standard().memory(Long.parseLong(arguments[2]) << 20)));
      case "near" -> dedup(rows, NearDuplicates.atLeast(Double.parseDouble(arguments[2])));
      case "profile" -> profile(rows);
      default -> throw new IllegalArgumentException("Expected exact, near or profile.");
    }
  }

  /**
   * About 100 characters each; words as rare as in a language (Zipf), four classes with words of
   * their own, and every tenth row equal to the fifth before it.
   */
  private static Example row(int number) {
    int source = number % 10 == 9 ? number - 5 : number;
    SplitMix64 random = new SplitMix64(source);
    StringBuilder text = new StringBuilder(120);
    int topic = random.below(4);
    for (int i = 0; i < WORDS; i++) {
      int rank = (int) Math.pow(VOCABULARY, random.uniform());
      text.append(i % 4 == 0 ? "t" + topic : "w").append(rank).append(i % 5 == 4 ? ", " : " ");
    }
    return Example.text(text.toString())
        .labelled("topic" + topic)
        .readFrom("rows.csv", number + 2L);
  }

  private static Dataset dataset(int from, int rows) {
    return Dataset.of(() -> IntStream.range(from, from + rows).mapToObj(Duplicates::row));
  }

  private static void dedup(int rows, CleaningStep step) {
    double making = seconds(() -> count(dataset(0, rows)));
    long[] left = {0};
    double seconds =
        seconds(() -> left[0] = count(dataset(0, rows).clean(Cleaning.none().with(step))));
    print(
        "%,d rows, %,d left: %.1f s, %.1f s without making them, %,.0f rows/s",
        rows, left[0], seconds, seconds - making, rows / (seconds - making));
  }

  private static long count(Dataset dataset) {
    try (Stream<Example> examples = dataset.examples()) {
      return examples.mapToLong(example -> example.text().length() > 0 ? 1 : 0).sum();
    }
  }

  private static void profile(int rows) {
    int held = rows / 50;
    DataProfile[] profile = new DataProfile[1];
    double seconds =
        seconds(
            () ->
                profile[0] =
                    new Split(
                            dataset(0, rows), Dataset.of(List.of()), dataset(rows - held / 2, held))
                        .profile(Profiling.standard()));
    print("%s", profile[0]);
    print("%,d rows: %.1f s, %,.0f rows/s", rows, seconds, rows / seconds);
  }

  /** Processor time of this thread, which does all the work. */
  private static double seconds(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    return (threads.getCurrentThreadCpuTime() - start) * 1e-9;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
