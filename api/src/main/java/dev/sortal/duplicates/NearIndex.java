package dev.sortal.duplicates;

import dev.sortal.data.Example;
import dev.sortal.keys.KeyTable;
import dev.sortal.keys.LongLog;
import dev.sortal.keys.Spill;

/**
 * Examples by the bands of their MinHash, in bounded memory.
 *
 * <p>A record in the log is a header, the shingles, and for each band the record that came before
 * in its bucket. Records are named by their place plus 1, so that 0 is none.
 */
final class NearIndex implements AutoCloseable {
  private static final int MOST_COMPARED = 1000;

  private static final int COUNT = 0;
  private static final int LABELS = 1;
  private static final int VALUE = 2;
  private static final int SIMILARITY = 3;
  private static final int VISITED = 4;
  private static final int HEADER = 5;

  private final double threshold;
  private final Shingles shingles;
  private final Bands bands;
  private final KeyTable buckets;
  private final LongLog log;
  private long visit;

  NearIndex(NearDuplicates settings) {
    Spill half = settings.spill().memory(Math.max(1 << 20, settings.spill().memory() / 2));
    threshold = settings.threshold();
    shingles = new Shingles(settings.run());
    bands = new Bands(threshold, settings.seed());
    buckets = new KeyTable(1, half);
    log = new LongLog(half);
  }

  /** Takes a similar record and says whether this is enough. */
  @FunctionalInterface
  interface Visitor {
    boolean isEnough(long record, double similarity);
  }

  /** Reads the example that is then looked for or added. */
  void read(Example example) {
    shingles.read(example);
    if (shingles.count() > 0) {
      bands.read(shingles);
    }
  }

  /**
   * Visits the records that are similar enough to the example that was read.
   *
   * @return whether the visitor had enough
   */
  boolean visit(Visitor visitor) {
    if (shingles.count() == 0) {
      return false;
    }
    visit++;
    int compared = 0;
    for (int band = 0; band < bands.count(); band++) {
      if (!buckets.find(bands.high(band), bands.low(band))) {
        continue;
      }
      for (long record = buckets.value(0);
          record != 0 && compared < MOST_COMPARED;
          record = before(record, band)) {
        if (get(record, VISITED) != visit) {
          put(record, VISITED, visit);
          compared++;
          double similarity = similarity(record);
          if (similarity >= threshold && visitor.isEnough(record, similarity)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Adds the example that was read, and returns its record. */
  long add(long labels) {
    long record = log.size() + 1;
    int count = shingles.count();
    log.append(count);
    log.append(labels);
    for (int i = VALUE; i < HEADER; i++) {
      log.append(0);
    }
    for (int i = 0; i < count; i++) {
      log.append(shingles.get(i));
    }
    for (int band = 0; count > 0 && band < bands.count(); band++) {
      buckets.add(bands.high(band), bands.low(band));
      log.append(buckets.value(0));
      buckets.put(0, record);
    }
    return record;
  }

  /** The labels that a record was added with. */
  long labels(long record) {
    return get(record, LABELS);
  }

  /** What was noted for a record last, or 0. */
  long value(long record) {
    return get(record, VALUE);
  }

  /** The similarity that was noted for a record last, or 0. */
  double noted(long record) {
    return Double.longBitsToDouble(get(record, SIMILARITY));
  }

  void note(long record, long value, double similarity) {
    put(record, VALUE, value);
    put(record, SIMILARITY, Double.doubleToLongBits(similarity));
  }

  private long before(long record, int band) {
    return get(record, HEADER + (int) get(record, COUNT) + band);
  }

  /** Common ones by all; both sets are in rising order. */
  private double similarity(long record) {
    int count = (int) get(record, COUNT);
    int common = 0;
    int i = 0;
    for (int j = 0; j < count && i < shingles.count(); ) {
      long one = shingles.get(i);
      long other = get(record, HEADER + j);
      if (one == other) {
        common++;
      }
      i += one <= other ? 1 : 0;
      j += other <= one ? 1 : 0;
    }
    return common / (double) (shingles.count() + count - common);
  }

  private long get(long record, int offset) {
    return log.get(record - 1 + offset);
  }

  private void put(long record, int offset, long value) {
    log.put(record - 1 + offset, value);
  }

  @Override
  public void close() {
    try (buckets) {
      log.close();
    }
  }
}
