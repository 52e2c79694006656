package dev.sortal.text;

import dev.sortal.data.Encoder;
import java.util.function.Consumer;

/**
 * A text as one bag: the buckets of its n-grams of words and of characters, for a wide layer.
 *
 * <p>For {@code embeddingBag(width, SUM)}; without a vocabulary, so that it costs the same however
 * many n-grams there are. It has two blocks: n-grams of words (by default words and pairs), and
 * n-grams of the characters of each word (by default 2 to 5) with {@code <} and {@code >} at its
 * ends; a word of one character has none of these, of a long one the first 30 are read. The weight
 * of an n-gram is how often it occurs in the text, or with {@link #tfIdf()} (1 + ln count) * (ln((1
 * + texts) / (1 + texts with it)) + 1), each block then divided by its Euclidean norm. An n-gram
 * whose bucket was empty in training is left out. Of the encoder of the text, what concerns
 * vocabulary and padding has no effect.
 *
 * <p>Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (2009); Joulin et al.,
 * "Bag of Tricks for Efficient Text Classification" (2017). The hash is MurmurHash3 of 32 bits over
 * UTF-8.
 *
 * <pre>{@code
 * Pipeline.text(HashedNgrams.of(Words.withPunctuation().maxLength(1000)).tfIdf())
 *     .network(embeddingBag(64, SUM));
 * }</pre>
 *
 * @param name the name of the network's input
 * @param text splits texts, and says how much of a text is read
 * @param words the n-grams of words
 * @param characters the n-grams of characters
 * @param marks whether n-grams of at least two words go over the beginning and the end of a text
 * @param gaps whether pairs of words with one left out between them count among n-grams of words
 * @param characterWeight what the weights of n-grams of characters are multiplied with, above 0
 * @param weighted whether weights tell how rare an n-gram is
 * @param buckets how many buckets n-grams share, from 1 to 2^24
 * @param packed whether only buckets that were met in training have ids
 * @param constant whether every bag has one more id, the last, with weight 1
 */
public record HashedNgrams(
    String name,
    TextEncoder text,
    Lengths words,
    Lengths characters,
    boolean marks,
    boolean gaps,
    double characterWeight,
    boolean weighted,
    int buckets,
    boolean packed,
    boolean constant)
    implements Encoder {

  /**
   * How long n-grams are; none where both are 0.
   *
   * @param shortest the least parts of an n-gram
   * @param longest the most parts of an n-gram
   */
  public record Lengths(int shortest, int longest) {
    private static final Lengths NONE = new Lengths(0, 0);

    boolean isNone() {
      return longest == 0;
    }
  }

  private static final int MOST_WORDS = 10;

  public HashedNgrams {
    if (!words.isNone()) {
      Ngrams.requireLengths("words", words.shortest(), words.longest(), MOST_WORDS);
    }
    if (!characters.isNone()) {
      int most = NgramHashes.MOST_CHARACTERS + 2;
      Ngrams.requireLengths("characters", characters.shortest(), characters.longest(), most);
    }
    Ngrams.requireBuckets(buckets);
    text.augmentation().requireNone();
    if (words.isNone() && characters.isNone()) {
      throw new IllegalArgumentException(
          "Nothing is left of the text: expected n-grams of words or of characters, got neither.");
    }
    if (words.isNone() && (marks || gaps)) {
      throw new IllegalArgumentException(
          "Marks and gaps are of n-grams of words: expected words(1, 2), got withoutWords().");
    }
    if (!(characterWeight > 0 && Double.isFinite(characterWeight))) {
      throw new IllegalArgumentException(
          "characterWeight must be above 0, got " + characterWeight + ".");
    }
  }

  /** N-grams whose buckets are their ids, without a constant. */
  public HashedNgrams(
      String name,
      TextEncoder text,
      Lengths words,
      Lengths characters,
      boolean marks,
      boolean gaps,
      double characterWeight,
      boolean weighted,
      int buckets) {
    this(
        name,
        text,
        words,
        characters,
        marks,
        gaps,
        characterWeight,
        weighted,
        buckets,
        false,
        false);
  }

  /**
   * Words, pairs of words and 2 to 5 characters on 2^18 buckets, for an input named as the field of
   * that encoder.
   */
  public static HashedNgrams of(TextEncoder text) {
    return new HashedNgrams(
        text.field(),
        text,
        new Lengths(1, 2),
        new Lengths(2, 5),
        false,
        false,
        1,
        false,
        Ngrams.BUCKETS);
  }

  /** This encoder for an input of that name; by default that of the field. */
  public HashedNgrams name(String input) {
    return with(d -> d.name = input);
  }

  /** This encoder with n-grams of that many words, from 1 to 10; by default 1 to 2. */
  public HashedNgrams words(int shortest, int longest) {
    Ngrams.requireLengths("words", shortest, longest, MOST_WORDS);
    Lengths lengths = new Lengths(shortest, longest);
    return with(d -> d.words = lengths);
  }

  /** This encoder without n-grams of words. */
  public HashedNgrams withoutWords() {
    return with(d -> d.words = Lengths.NONE);
  }

  /** This encoder with n-grams of that many characters, the marks counted; by default 2 to 5. */
  public HashedNgrams characters(int shortest, int longest) {
    Lengths lengths = new Lengths(shortest, longest);
    int most = NgramHashes.MOST_CHARACTERS + 2;
    Ngrams.requireLengths("characters", shortest, longest, most);
    return with(d -> d.characters = lengths);
  }

  /** This encoder without n-grams of characters. */
  public HashedNgrams withoutCharacters() {
    return with(d -> d.characters = Lengths.NONE);
  }

  /** This encoder, telling which words a text begins and ends with. */
  public HashedNgrams withMarks() {
    return with(d -> d.marks = true);
  }

  /** This encoder with pairs of words that have one left out between them. */
  public HashedNgrams withGaps() {
    return with(d -> d.gaps = true);
  }

  /** This encoder, multiplying the weights of n-grams of characters; above 0, by default 1. */
  public HashedNgrams characterWeight(double factor) {
    return with(d -> d.characterWeight = factor);
  }

  /** This encoder with weights by which rare n-grams count more, and texts of any length alike. */
  public HashedNgrams tfIdf() {
    return with(d -> d.weighted = true);
  }

  /** This encoder with that many buckets, from 1 to 2^24; by default 2^18. */
  public HashedNgrams buckets(int buckets) {
    return with(d -> d.buckets = buckets);
  }

  /**
   * This encoder, numbering only the buckets that were met in training: a table without rows that
   * nothing is learned of, so that many buckets cost nothing.
   */
  public HashedNgrams withPackedIds() {
    return with(d -> d.packed = true);
  }

  /**
   * This encoder with one more id in every bag, the last, of weight 1: its row is a bias that
   * counts among the weights of a linear model.
   */
  public HashedNgrams withConstant() {
    return with(d -> d.constant = true);
  }

  /** All components, in a form that is easy to copy with one changed. */
  private static final class Draft {
    String name;
    final TextEncoder text;
    Lengths words;
    Lengths characters;
    boolean marks;
    boolean gaps;
    double characterWeight;
    boolean weighted;
    int buckets;
    boolean packed;
    boolean constant;

    Draft(HashedNgrams of) {
      name = of.name;
      text = of.text;
      words = of.words;
      characters = of.characters;
      marks = of.marks;
      gaps = of.gaps;
      characterWeight = of.characterWeight;
      weighted = of.weighted;
      buckets = of.buckets;
      packed = of.packed;
      constant = of.constant;
    }

    HashedNgrams finish() {
      return new HashedNgrams(
          name,
          text,
          words,
          characters,
          marks,
          gaps,
          characterWeight,
          weighted,
          buckets,
          packed,
          constant);
    }
  }

  private HashedNgrams with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finish();
  }

  @Override
  public Drafting draft() {
    return learning().draft();
  }

  @Override
  public Fitting start() {
    return learning().start();
  }

  private NgramLearning learning() {
    return new NgramLearning(this, BucketCounts.none());
  }
}
