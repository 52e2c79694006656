package dev.sortal.text;

import dev.sortal.data.BagColumn;

/** Writes blocks of n-grams with their weights; for one thread. */
final class NgramWeights {
  private final boolean tfIdf;
  private final BucketCounts counts;
  private final BagColumn.Builder column;
  private final boolean packed;
  private final boolean constant;
  private int known;

  NgramWeights(HashedNgrams encoder, BucketCounts counts, BagColumn.Builder column) {
    this.tfIdf = encoder.weighted();
    this.counts = counts;
    this.column = column;
    this.packed = encoder.packed();
    this.constant = encoder.constant();
  }

  /** How many ids there are. */
  static int ids(HashedNgrams encoder, BucketCounts counts) {
    return (encoder.packed() ? counts.met() : encoder.buckets()) + (encoder.constant() ? 1 : 0);
  }

  /** Ends the row of a text, all of whose blocks are written. */
  void endRow() {
    if (constant) {
      column.id(packed ? counts.met() : counts.buckets(), 1);
    }
    column.endRow();
  }

  /**
   * Writes a block.
   *
   * @param block buckets in rising order, one for each occurrence
   * @param factor what the weights are multiplied with
   * @return how many different buckets were written
   */
  int write(IdList block, double factor) {
    known = 0;
    double scale = factor;
    if (tfIdf) {
      double squares = 0;
      for (int at = 0; at < block.count(); at = next(block, at)) {
        double weight = weight(block, at);
        squares += weight * weight;
      }
      if (squares == 0) {
        return 0;
      }
      scale = factor / Math.sqrt(squares);
    }
    for (int at = 0; at < block.count(); at = next(block, at)) {
      double weight = weight(block, at);
      if (weight > 0) {
        int bucket = block.get(at);
        column.id(packed ? counts.rank(bucket) : bucket, (float) (weight * scale));
        known++;
      }
    }
    return known;
  }

  /** Where the occurrences of the next bucket begin. */
  private static int next(IdList block, int at) {
    int next = at + 1;
    while (next < block.count() && block.get(next) == block.get(at)) {
      next++;
    }
    return next;
  }

  private double weight(IdList block, int at) {
    int texts = counts.of(block.get(at));
    if (texts == 0) {
      return 0;
    }
    int occurrences = next(block, at) - at;
    if (!tfIdf) {
      return occurrences;
    }
    double rarity = Math.log((1.0 + counts.texts()) / (1.0 + texts)) + 1;
    return (1 + Math.log(occurrences)) * rarity;
  }
}
