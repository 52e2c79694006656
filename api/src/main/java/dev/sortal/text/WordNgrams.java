package dev.sortal.text;

/** The buckets of the n-grams of one word; for one thread. */
final class WordNgrams {
  private final HashedSubwords encoder;
  private final NgramHashes hashes;
  private final IdList buckets = new IdList();

  WordNgrams(HashedSubwords encoder) {
    this.encoder = encoder;
    this.hashes = new NgramHashes(encoder.buckets());
  }

  /** The buckets of a word's n-grams, valid until the next call. */
  IdList of(char[] chars, int start, int end) {
    buckets.clear();
    hashes.characters(chars, start, end, encoder.shortest(), encoder.longest(), buckets);
    return buckets;
  }

  /** Counts the buckets of a word by its number. */
  void count(WordTable table, int number, BucketCounts counts) {
    IdList ngrams = of(table.chars(), table.start(number), table.end(number));
    for (int i = 0; i < ngrams.count(); i++) {
      counts.count(ngrams.get(i));
    }
  }
}
