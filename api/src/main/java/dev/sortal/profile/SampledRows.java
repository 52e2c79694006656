package dev.sortal.profile;

import dev.sortal.data.Example;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.BufferedSink;
import dev.sortal.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of one label as hashed words and pairs of words: all of them, or a sample in which each row
 * is as likely as the other (Vitter's algorithm R).
 */
final class SampledRows extends BufferedSink {
  /** The features of a text that are kept, so that long texts do not take all memory: 128 words. */
  private static final int MOST_FEATURES = 256;

  private final int capacity;
  private final Tokenizer tokenizer;
  private final SplitMix64 random;
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Integer> labels = new LinkedHashMap<>();
  private int[] features = new int[MOST_FEATURES];
  private int count;
  private long before;
  private long seen;

  SampledRows(int capacity, Tokenizer tokenizer, long seed) {
    this.capacity = capacity;
    this.tokenizer = tokenizer;
    this.random = new SplitMix64(SplitMix64.derive(seed, 0x5a3b1e));
  }

  /** A row, of 5 bytes for each feature; the array is not copied. */
  static final class Row {
    private final String origin;
    private final int label;
    private final String text;
    private final int[] features;
    private final byte[] counts;
    private final int group;

    /** Of features with repetition, which are sorted here. */
    private Row(String origin, int label, String text, int[] all, int group) {
      Arrays.sort(all);
      int[] distinct = new int[all.length];
      byte[] times = new byte[all.length];
      int size = 0;
      for (int feature : all) {
        if (size == 0 || distinct[size - 1] != feature) {
          distinct[size++] = feature;
        }
        times[size - 1] = (byte) Math.min(Byte.MAX_VALUE, times[size - 1] + 1);
      }
      this.origin = origin;
      this.label = label;
      this.text = text;
      this.features = Arrays.copyOf(distinct, size);
      this.counts = Arrays.copyOf(times, size);
      this.group = group;
    }

    String origin() {
      return origin;
    }

    /** The number of its label. */
    int label() {
      return label;
    }

    String text() {
      return text;
    }

    /** Hashes of its distinct words and pairs of words. */
    int[] features() {
      return features;
    }

    /** How often one of the features occurs, at most 127. */
    int count(int index) {
      return counts[index];
    }

    /** A number that rows of equal words have in common, below 2^31. */
    int group() {
      return group;
    }
  }

  void add(Example example) {
    List<String> its = example.labels();
    if (its == null || its.size() != 1) {
      return;
    }
    seen++;
    int place = rows.size();
    if (place == capacity) {
      long chosen = (long) (random.uniform() * seen);
      if (chosen >= capacity) {
        return;
      }
      place = (int) chosen;
    }
    Row row = row(example, its.get(0));
    if (place == rows.size()) {
      rows.add(row);
    } else {
      rows.set(place, row);
    }
  }

  private Row row(Example example, String label) {
    count = 0;
    long group = 0;
    for (Map.Entry<String, Object> field : example.fields().entrySet()) {
      if (field.getValue() instanceof String text) {
        before = SplitMix64.mix(field.getKey().hashCode());
        tokenizer.tokenize(text, this);
      }
    }
    for (int i = 0; i < count; i++) {
      group = SplitMix64.mix(group + features[i]);
    }
    Object text = example.fields().get(Example.TEXT);
    return new Row(
        example.origin(),
        labels.computeIfAbsent(label, unused -> labels.size()),
        Beginning.of(text instanceof String string ? string : example.fields().toString()),
        Arrays.copyOf(features, count),
        (int) (group >>> 33));
  }

  @Override
  public void token(char[] chars, int start, int end) {
    if (count + 2 > features.length) {
      return;
    }
    long hash = (long) end - start;
    for (int i = start; i < end; i++) {
      hash = (hash ^ chars[i]) * SplitMix64.GAMMA;
      hash ^= hash >>> 32;
    }
    long word = SplitMix64.mix(hash);
    features[count++] = (int) (word >>> 32);
    features[count++] = (int) (SplitMix64.mix((before + SplitMix64.GAMMA) ^ word) >>> 32);
    before = word;
  }

  List<Row> rows() {
    return rows;
  }

  /** How many rows of one label there are, sampled or not. */
  long seen() {
    return seen;
  }

  /** The labels by their numbers. */
  List<String> labels() {
    return List.copyOf(labels.keySet());
  }
}
