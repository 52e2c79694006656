package dev.sortal;

import dev.sortal.bundle.Decision;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
  private final boolean isOutOfScope;
  private final boolean isAbstained;
  private final FittedEncoder.Note note;

  /** Takes the probabilities, in the order of the labels, without a copy. */
  Prediction(
      Labels labels,
      Decision decision,
      int positive,
      float[] probabilities,
      FittedEncoder.Note note) {
    this.labels = labels;
    this.decision = decision;
    this.probabilities = probabilities;
    this.note = note;
    if (decision instanceof Decision.OneLabel one) {
      best = one.label(probabilities, positive);
      isOutOfScope = !one.outOfScope().isEmpty() && one.outOfScope().contains(best);
      isAbstained = isOutOfScope || probabilities[best] < one.abstainBelow();
    } else {
      best = Decision.likeliest(probabilities);
      isOutOfScope = false;
      isAbstained = false;
    }
  }

  /**
   * The label that fits best, even where the classifier abstains: the likeliest, of equally likely
   * ones the first; of two labels the positive one where it reaches its threshold, if it has one.
   *
   * <p>{@link #decided()} is the one to act on where a classifier may abstain.
   */
  public String label() {
    return labels.name(best);
  }

  /**
   * The label, unless the classifier abstains.
   *
   * <pre>{@code
   * prediction.decided().ifPresentOrElse(queue::put, () -> askSomebody(prediction.top(3)));
   * }</pre>
   */
  public Optional<String> decided() {
    return isAbstained ? Optional.empty() : Optional.of(label());
  }

  /**
   * Whether the classifier gives no label: {@link #probability()} is below the confidence that it
   * abstains below, or {@link #isOutOfScope()}. Never of a model that gives several labels.
   */
  public boolean isAbstained() {
    return isAbstained;
  }

  /** Whether {@link #label()} is one that stands for all that no other label is about. */
  public boolean isOutOfScope() {
    return isOutOfScope;
  }

  /**
   * The labels that are given, likeliest first: of a model with one label an example that one, or
   * none where it abstains, else each whose probability reaches its threshold, none perhaps.
   */
  public List<Scored> labels() {
    if (decision instanceof Decision.SeveralLabels several) {
      List<Scored> taken = new ArrayList<>(top(probabilities.length));
      taken.removeIf(
          one -> one.probability() < several.thresholds().get(labels.index(one.label())));
      return List.copyOf(taken);
    }
    return isAbstained ? List.of() : List.of(new Scored(label(), probability()));
  }

  /** The probability of {@link #label()}, in [0, 1]. */
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
        "%s (%.4f)%s%s%s",
        label(),
        probability(),
        isAbstained ? ", abstained" : "",
        isCut() ? ", cut" : "",
        isUnknown() ? ", unknown" : "");
  }
}
