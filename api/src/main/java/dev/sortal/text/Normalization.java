package dev.sortal.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sortal.data.Example;
import dev.sortal.data.Source;
import dev.sortal.error.SortalException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done to a text before it is split into tokens: named steps, one after the other; an
 * immutable value.
 *
 * <p>It runs in training and in prediction and is saved with the classifier. No step depends on the
 * default locale, and each takes time in proportion to the text.
 *
 * <pre>{@code
 * TextEncoder encoder = Words.standard()
 *     .normalize(Normalization.none().htmlToText().nfkc().mask(Mask.URL, Mask.EMAIL));
 * }</pre>
 *
 * @param steps in the order in which they are applied
 */
public record Normalization(List<TextStep> steps) {
  private static final Logger LOG = LoggerFactory.getLogger(Normalization.class);
  private static final Normalization NONE = new Normalization(List.of());

  public Normalization {
    steps = List.copyOf(steps);
  }

  /** No steps: a text as it is. */
  public static Normalization none() {
    return NONE;
  }

  /**
   * The steps of these names.
   *
   * @param names {@code html}, {@code nfkc}, {@code control}, {@code whitespace}, {@code
   *     lowercase}, {@code accents}, {@code personal} for {@link #maskPersonalData()}, and the
   *     kinds of {@link Mask}: {@code email}
   * @throws IllegalArgumentException if there is no step of a name; the message lists all
   */
  public static Normalization of(List<String> names) {
    Normalization normalization = none();
    for (String name : names) {
      normalization = normalization.with(StepJson.named(name));
    }
    return normalization;
  }

  /**
   * These steps, then the text of HTML: without tags and comments, without scripts and styles and
   * what they hold, and with characters for their references. What is no markup stays. Put it
   * first.
   */
  public Normalization htmlToText() {
    return with(PlainStep.HTML);
  }

  /** These steps, then Unicode NFKC: one form for characters that look or mean the same. */
  public Normalization nfkc() {
    return with(PlainStep.NFKC);
  }

  /**
   * These steps, then without characters that cannot be seen: control characters other than white
   * space, soft hyphens, byte order marks, zero-width and direction marks. Joiners stay in scripts
   * that are written with them.
   */
  public Normalization controlCharacters() {
    return with(PlainStep.CONTROL);
  }

  /** These steps, then each run of white space as one space, and none at the ends. */
  public Normalization whitespace() {
    return with(PlainStep.WHITESPACE);
  }

  /** These steps, then lower case by the default rules of Unicode. */
  public Normalization lowerCase() {
    return with(PlainStep.LOWER_CASE);
  }

  /**
   * These steps, then Latin and Greek letters without their accents: {@code café} becomes {@code
   * cafe}, {@code Straße} becomes {@code Strasse}. Marks of other scripts stay, where they are part
   * of the spelling.
   */
  public Normalization foldAccents() {
    return with(PlainStep.ACCENTS);
  }

  /**
   * These steps, then {@code <url>}, {@code <email>} or {@code <number>} for what is of these
   * kinds.
   *
   * <p>{@link Words} takes such a placeholder as one word, which is learned like any other; for
   * {@link KerasWords} it is the word between the brackets, for {@link Characters} its characters.
   */
  public Normalization mask(Mask... kinds) {
    return with(new Masking(Set.of(kinds)));
  }

  /**
   * These steps, then {@code <email>}, {@code <iban>}, {@code <card>}, {@code <ip>} and {@code
   * <phone>} for what identifies a person; {@link PersonalDataReport} tells where a data set holds
   * it.
   */
  public Normalization maskPersonalData() {
    return with(new Masking(PersonalDataReport.KINDS));
  }

  /**
   * These steps, then without these words, whatever their capitals. For the words that are frequent
   * in any language see {@link #stopWordsAbove}.
   *
   * @throws IllegalArgumentException if there is none, or one is not a single word
   */
  public Normalization stopWords(Collection<String> words) {
    return with(StopWords.of(words));
  }

  /**
   * These steps, then without the words that occur in more than a share of the training texts,
   * which are read here and now. None at all where no word is as frequent.
   *
   * <pre>{@code
   * Normalization steps =
   *     Normalization.none().nfkc().stopWordsAbove(0.4, parts.train()::examples);
   * }</pre>
   *
   * @param share in (0, 1)
   * @param training gives the training examples; never those that are judged with
   * @throws dev.sortal.error.DataException if there are no texts
   */
  public Normalization stopWordsAbove(double share, Source training) {
    return stopWordsAbove(share, training, Example.TEXT);
  }

  /** As {@link #stopWordsAbove(double, Source)}, of the texts in that field. */
  public Normalization stopWordsAbove(double share, Source training, String field) {
    List<String> words = StopWords.above(share, training, field, this);
    return words.isEmpty() ? this : stopWords(words);
  }

  /** These steps, then cut after so many code points, at least 1. */
  public Normalization maxCharacters(int most) {
    return with(new CharacterLimit(most));
  }

  /** These steps, then another, which is saved by its name if it is registered. */
  public Normalization with(TextStep step) {
    List<TextStep> all = new ArrayList<>(steps);
    all.add(Objects.requireNonNull(step, "step"));
    return new Normalization(all);
  }

  /**
   * These steps, then an own one without a name: it works in training and in prediction, but the
   * classifier cannot be saved.
   */
  public Normalization with(UnaryOperator<String> change) {
    return with(new UnnamedStep(change));
  }

  /** Whether there is no step. */
  public boolean isNone() {
    return steps.isEmpty();
  }

  /**
   * The text after all steps.
   *
   * @throws SortalException if an own step gives null
   */
  public String apply(String text) {
    String changed = text;
    for (TextStep step : steps) {
      String next = step.apply(changed);
      if (next == null) {
        throw new SortalException(
            "The text step \"" + step.name() + "\" must give a text, got null.");
      }
      changed = next;
    }
    return changed;
  }

  /**
   * The steps and their settings, from which {@link #read} makes them again.
   *
   * @throws SortalException if a step has no name or is not registered; the message says what to do
   */
  public ArrayNode toJson() {
    return StepJson.write(steps);
  }

  /**
   * The steps that gave this JSON.
   *
   * @throws IllegalArgumentException if it is not that of steps
   * @throws SortalException if an own step is not registered; the message names it
   */
  public static Normalization read(JsonNode json) {
    return new Normalization(StepJson.read(json));
  }

  /** Says it before the training, rather than after it, if the classifier cannot be saved. */
  void warnIfUnsaveable() {
    try {
      StepJson.write(steps);
    } catch (SortalException failure) {
      LOG.warn("{}", failure.getMessage());
    }
  }

  @Override
  public String toString() {
    return "Normalization" + steps;
  }
}
