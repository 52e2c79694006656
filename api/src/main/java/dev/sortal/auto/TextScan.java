package dev.sortal.auto;

import dev.sortal.text.BufferedSink;
import dev.sortal.text.Tokenizer;
import dev.sortal.text.Words;
import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks at a systematic sample of the texts of a field: every text at first, then every second,
 * every fourth and so on, so that it is spread over all of them however many there are.
 */
final class TextScan extends BufferedSink {
  private static final int MOST = 20_000;
  private static final int MOST_DIFFERENT = 1000;
  private static final int LONGEST_OF_CATEGORIES = 100;
  private static final double WHOLE = 0.95;

  private final Tokenizer tokenizer = new Words(true);
  private int[] lengths = new int[1024];
  private int count;
  private long seen;
  private long stride = 1;
  private long visible;
  private long unspaced;
  private int tokens;
  private int longest;
  private final Set<String> different = new HashSet<>();

  void add(String text) {
    if (different.size() <= MOST_DIFFERENT) {
      different.add(text.length() > LONGEST_OF_CATEGORIES ? text.substring(0, 100) : text);
    }
    if (seen++ % stride != 0) {
      return;
    }
    if (count == MOST) {
      for (int i = 0; i < MOST / 2; i++) {
        lengths[i] = lengths[2 * i];
      }
      count = MOST / 2;
      stride *= 2;
    }
    if (count == lengths.length) {
      lengths = Arrays.copyOf(lengths, Math.min(MOST, 2 * count));
    }
    tokens = 0;
    tokenizer.tokenize(text, this);
    lengths[count++] = tokens;
    longest = Math.max(longest, tokens);
    text.codePoints().forEach(this::look);
  }

  private void look(int point) {
    if (!Character.isWhitespace(point)) {
      visible++;
      boolean isUnspaced =
          point >= 0x0E00
              && switch (UnicodeScript.of(point)) {
                case HAN, HIRAGANA, KATAKANA, HANGUL, THAI -> true;
                default -> false;
              };
      unspaced += isUnspaced ? 1 : 0;
    }
  }

  @Override
  public void token(char[] chars, int start, int end) {
    tokens++;
  }

  /** The share of visible characters of scripts that are written without spaces. */
  double unspaced() {
    return visible == 0 ? 0 : (double) unspaced / visible;
  }

  /** The number of tokens that 95 of 100 texts do not exceed. */
  int length() {
    int[] sorted = Arrays.copyOf(lengths, count);
    Arrays.sort(sorted);
    return count == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(WHOLE * count) - 1)];
  }

  int longest() {
    return longest;
  }

  /** How many different texts there are, at most 1,001. */
  int different() {
    return different.size();
  }
}
