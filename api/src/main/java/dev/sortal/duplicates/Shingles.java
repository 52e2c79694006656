package dev.sortal.duplicates;

import dev.sortal.data.Example;
import dev.sortal.data.Image;
import dev.sortal.format.Hashes;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.text.BufferedSink;
import dev.sortal.text.Tokenizer;
import dev.sortal.text.Words;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;

/**
 * The set of runs of tokens of an example, each as 64 bits; reused from one example to the next.
 *
 * <p>A text of fewer tokens than a run holds is one run. A number or an image is one as well.
 */
final class Shingles {
  private static final Tokenizer WORDS = new Words(false);

  private final int length;
  private final Tokens tokens = new Tokens();
  private long[] hashes = new long[256];
  private int count;

  /**
   * For runs.
   *
   * @param length how many tokens a run holds
   */
  Shingles(int length) {
    this.length = length;
  }

  /** How many distinct ones there are. */
  int count() {
    return count;
  }

  /** One of them, in rising order. */
  long get(int index) {
    return hashes[index];
  }

  void read(Example example) {
    count = 0;
    for (Map.Entry<String, Object> field : example.fields().entrySet()) {
      long name = field.getKey().hashCode();
      if (field.getValue() instanceof String text) {
        addText(name, text);
      } else if (field.getValue() instanceof Image image) {
        MessageDigest digest = Hashes.sha256();
        image.digest(digest);
        add(SplitMix64.mix(name) ^ ByteBuffer.wrap(digest.digest()).getLong());
      } else {
        add(SplitMix64.mix(SplitMix64.mix(name) ^ field.getValue().hashCode()));
      }
    }
    Arrays.sort(hashes, 0, count);
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || hashes[i] != hashes[i - 1]) {
        hashes[distinct++] = hashes[i];
      }
    }
    count = distinct;
  }

  private void addText(long name, String text) {
    tokens.size = 0;
    WORDS.tokenize(text, tokens);
    if (tokens.size > 0) {
      int run = Math.min(length, tokens.size);
      for (int i = 0; i + run <= tokens.size; i++) {
        long hash = name;
        for (int j = i; j < i + run; j++) {
          hash = SplitMix64.mix(hash + SplitMix64.GAMMA) ^ tokens.hashes[j];
        }
        add(SplitMix64.mix(hash));
      }
    }
  }

  private void add(long hash) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, count * 2);
    }
    hashes[count++] = hash;
  }

  /** The tokens of a text as hashes. */
  private static final class Tokens extends BufferedSink {
    private long[] hashes = new long[256];
    private int size;

    @Override
    public void token(char[] chars, int start, int end) {
      long hash = (long) end - start;
      for (int i = start; i < end; i++) {
        hash = (hash ^ chars[i]) * SplitMix64.GAMMA;
        hash ^= hash >>> 32;
      }
      if (size == hashes.length) {
        hashes = Arrays.copyOf(hashes, size * 2);
      }
      hashes[size++] = SplitMix64.mix(hash);
    }
  }
}
