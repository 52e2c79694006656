package dev.sortal;

import dev.sortal.bundle.Decision;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a classifier says of one example; immutable.
 *
 * <pre>{@code
 * Prediction prediction = classifier.classify("the plot never lets go");
 * prediction.label();        // positive
 * prediction.probability();  // 0.94
 * prediction.top(3);         // the three likeliest labels
 * }</pre>
 */
public final class Prediction {
  /**
   * A label with its probability.
   *
   * @param label the label
   * @param probability in [0, 1]; those of all labels sum to 1, unless an example may have several
   */
  public record Scored(String label, double probability) {}

  private final Labels labels;
  private final Decision decision;
  private final float[] probabilities;
  private final int best;
  private final FittedEncoder.Note note;

  /** Takes the probabilities, in the order of the labels, without a copy. */
  Prediction(Labels labels, Decision decision, float[] probabilities, FittedEncoder.Note note) {
    this.labels = labels;
    this.decision = decision;
    this.probabilities = probabilities;
    this.note = note;
    int largest = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[largest]) {
        largest = i;
      }
    }
    this.best = largest;
  }

  /** The likeliest label; of equally likely ones the first. */
  public String label() {
    return labels.name(best);
  }

  /**
   * The labels, likeliest first: of a model with one label an example that one, else each whose
   * probability reaches its threshold, none perhaps.
   */
  public List<Scored> labels() {
    List<Scored> taken = new ArrayList<>(top(probabilities.length));
    if (decision instanceof Decision.SeveralLabels several) {
      taken.removeIf(
          one -> one.probability() < several.thresholds().get(labels.index(one.label())));
      return List.copyOf(taken);
    }
    return List.of(taken.get(0));
  }

  /** The probability of the likeliest label, in [0, 1]. */
  public double probability() {
    return probabilities[best];
  }

  /**
   * The probability of a label, in [0, 1].
   *
   * @throws IllegalArgumentException if the model does not know the label
   */
  public double probability(String label) {
    int index = labels.index(label);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The model has no label \"" + label + "\", expected one of " + labels + ".");
    }
    return probabilities[index];
  }

  /** Every probability, in the order of {@link Classifier#labels()}, as a new array. */
  public float[] probabilities() {
    return probabilities.clone();
  }

  /**
   * The likeliest labels, best first; equally likely ones in the order of the labels.
   *
   * @param count how many, at least 1; all where there are fewer
   */
  public List<Scored> top(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, got " + count + ".");
    }
    List<Scored> all = new ArrayList<>(probabilities.length);
    for (int i = 0; i < probabilities.length; i++) {
      all.add(new Scored(labels.name(i), probabilities[i]));
    }
    all.sort(Comparator.comparingDouble(Scored::probability).reversed());
    return List.copyOf(all.subList(0, Math.min(count, all.size())));
  }

  /** The number of tokens in the text. */
  public int tokens() {
    return note.tokens();
  }

  /** How many of the text's tokens did not occur in training (or were too rare to be learned). */
  public int unknownTokens() {
    return note.unknown();
  }

  /** Whether the text was longer than the model reads, so that part of it had no say. */
  public boolean isCut() {
    return note.cut() > 0;
  }

  /**
   * Whether the example held nothing that the model has learned about: of a text no token or
   * unknown ones only, of other fields no value.
   */
  public boolean isUnknown() {
    return !note.isKnown();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s (%.4f)%s%s",
        label(),
        probability(),
        isCut() ? ", cut" : "",
        isUnknown() ? ", unknown" : "");
  }
}
