package dev.sortal.benchmarks;

import dev.sortal.metrics.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Prints what figures cost on many rows, and their intervals on 10,000 rows of 2 and 77 classes.
 */
public final class IntervalCosts {
  private static final int ROWS = 10_000;

  private IntervalCosts() {}

  public static void main(String[] arguments) {
    int many = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
    Evaluation large = noisy(many, 77);
    time("accuracy of " + many + " rows x 77", large::accuracy);
    time("macro F1 of the same", large::macroF1);
    time("log loss of the same", large::logLoss);
    for (int classes : new int[] {2, 77, 2, 77}) {
      Evaluation evaluation = noisy(ROWS, classes);
      Map<String, ToDoubleFunction<Evaluation>> figures = new LinkedHashMap<>();
      figures.put("accuracy", Evaluation::accuracy);
      figures.put("macro F1", Evaluation::macroF1);
      figures.put("log loss", Evaluation::logLoss);
      figures.put("calibration error", Evaluation::calibrationError);
      figures.put("ROC AUC", Evaluation::rocAuc);
      figures.forEach(
          (name, figure) ->
              time(
                  "interval of " + name + ", " + ROWS + " rows x " + classes,
                  () -> evaluation.interval(figure)));
    }
  }

  private static Evaluation noisy(int rows, int classes) {
    Random random = new Random(1);
    List<String> labels = IntStream.range(0, classes).mapToObj(i -> "c" + i).toList();
    Evaluation.Builder builder = Evaluation.builder(labels, 1);
    float[] scores = new float[classes];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < classes; i++) {
        scores[i] = random.nextFloat();
      }
      builder.add(labels.get(random.nextInt(classes)), scores);
    }
    return builder.build();
  }

  private static void time(String what, Runnable work) {
    long start = System.nanoTime();
    work.run();
    System.out.printf(Locale.ROOT, "%-52s %8.3f s%n", what, (System.nanoTime() - start) * 1e-9);
  }
}
