package dev.sortal.text;

import dev.sortal.data.BagColumn;

/** Writes the bags of words: ids of their own and buckets of n-grams; for one thread. */
final class WordBags {
  private final boolean averaged;
  private final boolean packed;
  private final int firstWord;
  private final int firstBucket;
  private final BucketCounts counts;
  private final BagColumn.Builder column;
  private final WordNgrams ngrams;

  WordBags(
      HashedSubwords encoder,
      Vocabulary vocabulary,
      BucketCounts counts,
      BagColumn.Builder column) {
    this.averaged = encoder.averaged();
    this.packed = encoder.packed();
    this.firstWord = Vocabulary.reserved(encoder.words().unknown());
    this.firstBucket = vocabulary.size();
    this.counts = counts;
    this.column = column;
    this.ngrams = new WordNgrams(encoder);
  }

  /** How many ids there are. */
  static int ids(HashedSubwords encoder, Vocabulary vocabulary, BucketCounts counts) {
    return Math.addExact(vocabulary.size(), encoder.packed() ? counts.met() : encoder.buckets());
  }

  /** Writes the bag of a word; gives whether anything was learned of it. */
  boolean add(int id, char[] chars, int start, int end) {
    boolean isKnown = id >= firstWord;
    if (isKnown) {
      column.id(id, 1);
    }
    IdList buckets = ngrams.of(chars, start, end);
    float weight = averaged ? 1f / known(buckets) : 1;
    for (int i = 0; i < buckets.count(); i++) {
      int bucket = buckets.get(i);
      if (counts.of(bucket) > 0) {
        column.id(firstBucket + (packed ? counts.rank(bucket) : bucket), weight);
        isKnown = true;
      }
    }
    column.endBag();
    return isKnown;
  }

  private int known(IdList buckets) {
    int known = 0;
    for (int i = 0; i < buckets.count(); i++) {
      known += counts.of(buckets.get(i)) > 0 ? 1 : 0;
    }
    return known;
  }
}
