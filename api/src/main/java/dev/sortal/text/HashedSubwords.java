package dev.sortal.text;

import dev.sortal.data.Encoder;
import dev.sortal.spec.Side;

/**
 * Words as bags: each word's own id together with the buckets of its n-grams of characters, so that
 * a word that was never seen is known by its parts.
 *
 * <p>A row has a bag for each word, for {@code embeddingBag(width, MEAN)}: the id that the word has
 * in the vocabulary, if it was learned, and a bucket for each n-gram of its characters, with {@code
 * <} and {@code >} at its ends, all of weight 1. A word of one character has no n-grams; of a long
 * one the first 30 characters are read. A bucket on which no n-gram fell in training is left out:
 * nothing was learned of it. Ids are those of the words (0 and 1 are not used), then the buckets.
 *
 * <p>Bojanowski et al., "Enriching Word Vectors with Subword Information" (2017). The hash is
 * MurmurHash3 of 32 bits over UTF-8.
 *
 * <pre>{@code
 * Pipeline.text(HashedSubwords.of(Words.standard().maxLength(40)))
 *     .network(embeddingBag(64, MEAN), conv1d(100, 3, RELU), globalMaxPool());
 * }</pre>
 *
 * @param words splits texts and learns the words; padded at the end
 * @param shortest the least characters of an n-gram, at least 1
 * @param longest the most characters of an n-gram, at most 32
 * @param buckets how many buckets n-grams share, from 1 to 2^24
 * @param averaged whether the n-grams of a word have together the weight 1 of a word
 * @param packed whether only buckets that were met in training have ids
 */
public record HashedSubwords(
    TextEncoder words, int shortest, int longest, int buckets, boolean averaged, boolean packed)
    implements Encoder {
  public HashedSubwords {
    Ngrams.requireLengths("characters", shortest, longest, NgramHashes.MOST_CHARACTERS + 2);
    Ngrams.requireBuckets(buckets);
    words.augmentation().requireNone();
    if (words.padding() != Side.POST) {
      throw new IllegalArgumentException(
          "Rows of bags are padded at the end: expected padding(POST), got padding("
              + words.padding()
              + ").");
    }
  }

  /** Subwords of weight 1, whose buckets are ids after those of the words. */
  public HashedSubwords(TextEncoder words, int shortest, int longest, int buckets) {
    this(words, shortest, longest, buckets, false, false);
  }

  /** Subwords of 2 to 5 characters on 2^18 buckets, of the words of that encoder. */
  public static HashedSubwords of(TextEncoder words) {
    return new HashedSubwords(words, 2, 5, Ngrams.BUCKETS);
  }

  /** This encoder with n-grams of that many characters, the marks counted; by default 2 to 5. */
  public HashedSubwords characters(int shortest, int longest) {
    return new HashedSubwords(words, shortest, longest, buckets, averaged, packed);
  }

  /** This encoder with that many buckets, from 1 to 2^24; by default 2^18. */
  public HashedSubwords buckets(int buckets) {
    return new HashedSubwords(words, shortest, longest, buckets, averaged, packed);
  }

  /**
   * This encoder with weights of one over their number for the n-grams of a word: under {@code
   * embeddingBag(width, SUM)} a word is its own vector and the mean of those of its n-grams.
   */
  public HashedSubwords withAveragedNgrams() {
    return new HashedSubwords(words, shortest, longest, buckets, true, packed);
  }

  /**
   * This encoder, numbering only the buckets that were met in training: a table without rows that
   * nothing is learned of, so that many buckets cost nothing.
   */
  public HashedSubwords withPackedIds() {
    return new HashedSubwords(words, shortest, longest, buckets, averaged, true);
  }

  @Override
  public Drafting draft() {
    return learning().draft();
  }

  @Override
  public Fitting start() {
    return learning().start();
  }

  private SubwordLearning learning() {
    return new SubwordLearning(this, Vocabulary.empty(words.unknown()), BucketCounts.none());
  }
}
