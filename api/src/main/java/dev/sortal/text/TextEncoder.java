package dev.sortal.text;

import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import dev.sortal.spec.Side;
import java.util.function.Consumer;

/**
 * Settings by which texts become token ids; an immutable value.
 *
 * <p>It comes from {@link Words}, {@link KerasWords} or {@link Characters}; every method gives a
 * new one. The vocabulary is learned from training texts only.
 *
 * <pre>{@code
 * TextEncoder encoder = Words.standard().maxLength(100).minCount(2).maxSize(20_000);
 * }</pre>
 *
 * @param field the field that holds the text; also the name of the network's input
 * @param tokenizer splits a text
 * @param maxLength the most tokens that are read of a text, at least 1
 * @param padding the side on which short texts are padded
 * @param truncation the side on which long texts are cut
 * @param minCount how often a word must occur in training to be learned, at least 1
 * @param maxSize the most ids, with padding and unknown, so that there is room for one word at
 *     least
 * @param unknown whether words that were not learned have an id in common; else they are dropped
 * @param normalization what is done to a text before it is split
 * @param augmentation how the words of training texts are altered at random
 */
public record TextEncoder(
    String field,
    Tokenizer tokenizer,
    int maxLength,
    Side padding,
    Side truncation,
    int minCount,
    int maxSize,
    boolean unknown,
    Normalization normalization,
    TextAugmentation augmentation)
    implements Encoder {
  public TextEncoder {
    requireAtLeast(1, "maxLength", maxLength);
    requireAtLeast(1, "minCount", minCount);
    int reserved = Vocabulary.reserved(unknown);
    if (maxSize <= reserved) {
      throw new IllegalArgumentException(
          "maxSize must be at least "
              + (reserved + 1)
              + " (padding, "
              + (unknown ? "unknown, " : "")
              + "one word), got "
              + maxSize
              + ".");
    }
    if (augmentation.mask() > 0 && !unknown) {
      throw new IllegalArgumentException(
          "Masked words become unknown: expected an encoder withUnknown(), got one"
              + " withoutUnknown(). Leave words out with drop("
              + augmentation.mask()
              + ").");
    }
  }

  private static void requireAtLeast(int least, String what, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          what + " must be at least " + least + ", got " + value + ".");
    }
  }

  static TextEncoder of(Tokenizer tokenizer) {
    return new TextEncoder(
        Example.TEXT,
        tokenizer,
        100,
        Side.POST,
        Side.POST,
        1,
        Integer.MAX_VALUE,
        true,
        Normalization.none(),
        TextAugmentation.none());
  }

  /** All settings, in a form that is easy to copy with one changed. */
  private static final class Draft {
    String field;
    Tokenizer tokenizer;
    int maxLength;
    Side padding;
    Side truncation;
    int minCount;
    int maxSize;
    boolean unknown;
    Normalization normalization;
    TextAugmentation augmentation;

    Draft(TextEncoder encoder) {
      field = encoder.field;
      tokenizer = encoder.tokenizer;
      maxLength = encoder.maxLength;
      padding = encoder.padding;
      truncation = encoder.truncation;
      minCount = encoder.minCount;
      maxSize = encoder.maxSize;
      unknown = encoder.unknown;
      normalization = encoder.normalization;
      augmentation = encoder.augmentation;
    }

    TextEncoder encoder() {
      return new TextEncoder(
          field,
          tokenizer,
          maxLength,
          padding,
          truncation,
          minCount,
          maxSize,
          unknown,
          normalization,
          augmentation);
    }
  }

  private TextEncoder with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.encoder();
  }

  /** This encoder, reading the text in that field; by default {@link Example#TEXT}. */
  public TextEncoder field(String name) {
    return with(draft -> draft.field = name);
  }

  /** This encoder, reading at most that many tokens of a text; at least 1, by default 100. */
  public TextEncoder maxLength(int tokens) {
    return with(draft -> draft.maxLength = tokens);
  }

  /** This encoder, padding short texts on that side. */
  public TextEncoder padding(Side side) {
    return with(draft -> draft.padding = side);
  }

  /** This encoder, cutting long texts on that side. */
  public TextEncoder truncation(Side side) {
    return with(draft -> draft.truncation = side);
  }

  /**
   * This encoder with pairs of characters of Chinese, Japanese, Korean and Thai as tokens; by
   * default each character is one of its own.
   *
   * @throws IllegalArgumentException if the tokenizer is not {@link Words}
   */
  public TextEncoder bigrams(Bigrams bigrams) {
    if (tokenizer instanceof Words words) {
      return with(draft -> draft.tokenizer = new Words(words.punctuation(), bigrams));
    }
    throw new IllegalArgumentException(
        "Only Words makes pairs of characters: expected an encoder of Words, got one of "
            + tokenizer
            + ".");
  }

  /** This encoder, learning only words that occur that often; at least 1, the default. */
  public TextEncoder minCount(int count) {
    return with(draft -> draft.minCount = count);
  }

  /** This encoder with at most that many ids, padding and unknown included; by default no limit. */
  public TextEncoder maxSize(int ids) {
    return with(draft -> draft.maxSize = ids);
  }

  /** This encoder with an id that all words share which were not learned. */
  public TextEncoder withUnknown() {
    return with(draft -> draft.unknown = true);
  }

  /** This encoder, dropping words that were not learned. */
  public TextEncoder withoutUnknown() {
    return with(draft -> draft.unknown = false);
  }

  /**
   * This encoder, doing that to each text before it is split, in training and in prediction; by
   * default nothing. It is saved with the classifier.
   */
  public TextEncoder normalize(Normalization normalization) {
    return with(draft -> draft.normalization = normalization);
  }

  /**
   * This encoder, altering the words of training texts at random, another way in each epoch; by
   * default it does not.
   */
  public TextEncoder augment(TextAugmentation augmentation) {
    return with(draft -> draft.augmentation = augmentation);
  }

  /** The normalised text of an example; a missing category is an empty text. */
  String textOf(Example example) {
    boolean isMissing = tokenizer instanceof WholeText && !example.has(field);
    String text = isMissing ? "" : example.textOf(field);
    return normalization.isNone() ? text : normalized(text, example);
  }

  private String normalized(String text, Example example) {
    try {
      return normalization.apply(text);
    } catch (RuntimeException failure) {
      throw new DataException(
          example.origin() + " cannot be normalised. " + failure.getMessage(), failure);
    }
  }

  @Override
  public Fitting start() {
    return learning().start();
  }

  @Override
  public Drafting draft() {
    return learning().draft();
  }

  private TextLearning learning() {
    return new TextLearning(this, Vocabulary.empty(unknown));
  }
}
