package dev.sortal.text;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * In how many of the training texts an n-gram fell on each bucket.
 *
 * <p>As a file: the numbers of buckets and of texts, then for each bucket with a count how many
 * places it is after the one before (after -1 for the first) and its count; all as base-128
 * varints, low groups first.
 */
final class BucketCounts {
  private final int[] counts;

  /** The last text that was counted for a bucket, from 1; empty where all are counted. */
  private final int[] last;

  private final BucketRanks ranks;
  private int texts;

  private BucketCounts(int[] counts, int[] last, BucketRanks ranks) {
    this.counts = counts;
    this.last = last;
    this.ranks = ranks;
  }

  /** No counts, to grow from. */
  static BucketCounts none() {
    return new BucketCounts(new int[0], new int[0], BucketRanks.NONE);
  }

  /** Counts of no text yet, to count on. */
  static BucketCounts ofBuckets(int buckets) {
    return new BucketCounts(new int[buckets], new int[buckets], BucketRanks.NONE);
  }

  /** Begins the next text. */
  void nextText() {
    texts++;
  }

  /** Counts the text for a bucket, once however often it is called. */
  void count(int bucket) {
    if (last[bucket] != texts) {
      last[bucket] = texts;
      counts[bucket]++;
    }
  }

  /**
   * These counts, which stay as they are, and on buckets without any those of further texts, at
   * most as many as there were texts: the weight of a known n-gram does not change.
   */
  BucketCounts grown(BucketCounts further) {
    if (texts == 0) {
      return finished(further.counts, further.texts);
    }
    int[] grown = counts.clone();
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] == 0) {
        grown[bucket] = Math.min(further.counts[bucket], texts);
      }
    }
    return finished(grown, texts);
  }

  private static BucketCounts finished(int[] counts, int texts) {
    BucketCounts finished = new BucketCounts(counts, new int[0], BucketRanks.of(counts));
    finished.texts = texts;
    return finished;
  }

  /**
   * Where the ids of buckets come from, of counts that have grown from these.
   *
   * @param packed whether only buckets with a count have ids
   * @return for each id of the grown counts its id here, -1 for what is new
   */
  int[] origins(BucketCounts grown, boolean packed) {
    int[] origins = new int[packed ? grown.met() : grown.buckets()];
    int id = 0;
    for (int bucket = 0; bucket < grown.buckets(); bucket++) {
      if (!packed) {
        origins[id++] = bucket;
      } else if (grown.of(bucket) > 0) {
        origins[id++] = of(bucket) > 0 ? rank(bucket) : -1;
      }
    }
    return origins;
  }

  int texts() {
    return texts;
  }

  int buckets() {
    return counts.length;
  }

  /** The number of texts with an n-gram on that bucket. */
  int of(int bucket) {
    return counts[bucket];
  }

  /** How many buckets have a count, when all are counted. */
  int met() {
    return ranks.size();
  }

  /** The place, from 0, of a bucket that has a count among those that have one. */
  int rank(int bucket) {
    return ranks.of(bucket);
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, counts.length);
    write(out, texts);
    int before = -1;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0) {
        write(out, bucket - before);
        write(out, counts[bucket]);
        before = bucket;
      }
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int number) {
    int rest = number;
    for (; rest > 0x7f; rest >>>= 7) {
      out.write((rest & 0x7f) | 0x80);
    }
    out.write(rest);
  }

  /**
   * The counts that {@link #bytes} wrote.
   *
   * @param buckets the number of buckets that is expected
   * @throws IllegalArgumentException if they are not as they must be
   */
  static BucketCounts read(byte[] bytes, int buckets) {
    Varints in = new Varints(bytes);
    int written = in.next();
    if (written != buckets) {
      throw new IllegalArgumentException(
          "The counts of n-grams are of " + written + " buckets, expected " + buckets + ".");
    }
    int[] counts = new int[buckets];
    int texts = in.next();
    long bucket = -1;
    while (in.hasNext()) {
      bucket += in.next();
      int count = in.next();
      if (bucket < 0 || bucket >= buckets || count < 1 || count > texts) {
        throw new IllegalArgumentException(
            "The counts of n-grams are damaged: expected buckets below "
                + buckets
                + " in "
                + texts
                + " texts, got bucket "
                + bucket
                + " in "
                + count
                + ".");
      }
      counts[(int) bucket] = count;
    }
    BucketCounts read = finished(counts, texts);
    if (!Arrays.equals(read.bytes(), bytes)) {
      throw new IllegalArgumentException("The counts of n-grams are not in their usual form.");
    }
    return read;
  }

  /** Reads numbers one after the other. */
  private static final class Varints {
    private final byte[] bytes;
    private int at;

    Varints(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasNext() {
      return at < bytes.length;
    }

    int next() {
      long number = 0;
      for (int shift = 0; shift < 35 && at < bytes.length; shift += 7) {
        int group = bytes[at++];
        number |= (long) (group & 0x7f) << shift;
        if (group >= 0) {
          return number > Integer.MAX_VALUE ? -1 : (int) number;
        }
      }
      throw new IllegalArgumentException("The counts of n-grams are cut off.");
    }
  }
}
