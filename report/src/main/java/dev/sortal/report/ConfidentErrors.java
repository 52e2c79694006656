package dev.sortal.report;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Prediction;
import dev.sortal.data.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The wrong answers that a classifier was surest of, the surest first; immutable.
 *
 * <p>They show what it misunderstands, and labels that are wrong themselves.
 *
 * <pre>{@code
 * ConfidentErrors errors = ConfidentErrors.of(classifier, parts.test(), 50);
 * errors.list().forEach(error -> System.out.println(error.predicted() + ": " + error.text()));
 * }</pre>
 *
 * @param list the errors
 * @param count how many answers were wrong
 * @param rows of how many
 */
public record ConfidentErrors(List<Wrong> list, long count, long rows) {
  public ConfidentErrors {
    list = List.copyOf(list);
  }

  /**
   * A wrong answer.
   *
   * @param origin where the example was read: {@code test.csv:17}
   * @param text its text, or its fields
   * @param truth its label, or labels
   * @param predicted the answer
   * @param probability of the answer
   * @param truthProbability of the label, NaN if the model does not know it
   */
  public record Wrong(
      String origin,
      String text,
      String truth,
      String predicted,
      double probability,
      double truthProbability) {}

  /**
   * Classifies examples and keeps so many of the wrong answers.
   *
   * @param most how many at most
   * @throws IllegalStateException if the model gives several labels an example
   * @throws dev.sortal.error.DataException if an example has no label
   */
  public static ConfidentErrors of(Classifier classifier, Dataset examples, int most) {
    if (classifier.severalLabels()) {
      throw new IllegalStateException(
          "The model gives several labels an example: which of its errors it was surest of is"
              + " defined for one label.");
    }
    Comparator<Wrong> surest = Comparator.comparingDouble(Wrong::probability);
    PriorityQueue<Wrong> kept = new PriorityQueue<>(surest);
    long[] counts = new long[2];
    try (Stream<Example> all = examples.examples()) {
      // The stream is read by the batch: the examples of a batch wait for their answers.
      List<Example> waiting = new ArrayList<>();
      int[] next = new int[1];
      try (Stream<Prediction> answers = classifier.classifyAll(all.peek(waiting::add))) {
        answers.forEachOrdered(
            answer -> {
              Example example = waiting.get(next[0]++);
              if (next[0] == waiting.size()) {
                waiting.clear();
                next[0] = 0;
              }
              counts[1]++;
              String truth = String.join(", ", example.requireLabels());
              if (!truth.equals(answer.label())) {
                counts[0]++;
                kept.add(wrong(classifier, example, truth, answer));
                if (kept.size() > most) {
                  kept.remove();
                }
              }
            });
      }
    }
    List<Wrong> errors = new ArrayList<>(kept);
    errors.sort(surest.reversed().thenComparing(Wrong::origin).thenComparing(Wrong::text));
    return new ConfidentErrors(errors, counts[0], counts[1]);
  }

  private static Wrong wrong(
      Classifier classifier, Example example, String truth, Prediction answer) {
    return new Wrong(
        example.origin(),
        text(example),
        truth,
        answer.label(),
        answer.probability(),
        classifier.labels().contains(truth) ? answer.probability(truth) : Double.NaN);
  }

  private static String text(Example example) {
    Object text = example.fields().get(Example.TEXT);
    return example.fields().size() == 1 && text instanceof String
        ? (String) text
        : new TreeMap<>(example.fields())
            .entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue())
                .collect(Collectors.joining("; "));
  }
}
