package dev.sortal.text;

import dev.sortal.data.BagColumn;

/** Writes the bags of words: ids of their own and buckets of n-grams; for one thread. */
final class WordBags {
  private final HashedSubwords encoder;
  private final int firstWord;
  private final int firstBucket;
  private final BucketCounts counts;
  private final BagColumn.Builder column;
  private final NgramHashes hashes;
  private final IdList buckets = new IdList();

  WordBags(
      HashedSubwords encoder,
      Vocabulary vocabulary,
      BucketCounts counts,
      BagColumn.Builder column) {
    this.encoder = encoder;
    this.firstWord = Vocabulary.reserved(encoder.words().unknown());
    this.firstBucket = vocabulary.size();
    this.counts = counts;
    this.column = column;
    this.hashes = new NgramHashes(encoder.buckets());
  }

  /** Writes the bag of a training word, whose n-grams are counted. */
  void learn(int id, char[] chars, int start, int end) {
    hash(chars, start, end);
    for (int i = 0; i < buckets.count(); i++) {
      counts.count(buckets.get(i));
    }
    write(id);
  }

  /** Writes the bag of a word; gives whether anything was learned of it. */
  boolean add(int id, char[] chars, int start, int end) {
    hash(chars, start, end);
    return write(id);
  }

  private void hash(char[] chars, int start, int end) {
    buckets.clear();
    hashes.characters(chars, start, end, encoder.shortest(), encoder.longest(), buckets);
  }

  private boolean write(int id) {
    boolean isKnown = id >= firstWord;
    if (isKnown) {
      column.id(id, 1);
    }
    for (int i = 0; i < buckets.count(); i++) {
      int bucket = buckets.get(i);
      if (counts.of(bucket) > 0) {
        column.id(firstBucket + bucket, 1);
        isKnown = true;
      }
    }
    column.endBag();
    return isKnown;
  }
}
