package dev.sortal.benchmarks;

import dev.sortal.tensor.SplitMix64;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CSV rows as companies have them, each a function of its number: about 100 bytes; one in twenty
 * repeats an earlier one, one label in fifty has white space around it, one text in a hundred is
 * empty.
 *
 * <p>Words follow Zipf's law as it is in large corpora, with exponent 1 up to rank 6,000 and 2
 * beyond (Ferrer i Cancho and Solé, "Two Regimes in the Frequency of Words", 2001): the more rows,
 * the more words.
 */
final class MadeUpRows {
  private static final int KNEE = 6000;
  private static final int WORDS = 10_000_000;

  private MadeUpRows() {}

  static void write(int rows, Path csv) throws IOException {
    StringBuilder row = new StringBuilder();
    try (Writer out = Files.newBufferedWriter(csv)) {
      out.write("text,label\n");
      SplitMix64 choice = new SplitMix64(1);
      for (int i = 0; i < rows; i++) {
        boolean repeats = i > 0 && choice.below(20) == 0;
        row.setLength(0);
        append(row, repeats ? choice.below(i) : i);
        out.append(row);
      }
    }
  }

  private static void append(StringBuilder row, int number) {
    SplitMix64 random = new SplitMix64(SplitMix64.derive(7, number));
    int score = 0;
    if (random.below(100) > 0) {
      int words = 12 + random.below(15);
      for (int i = 0; i < words; i++) {
        int word = zipf(random);
        // Of each word it is known on which side it stands; the majority is the label.
        score += (SplitMix64.mix(word) & 1) == 0 ? 1 : -1;
        row.append(i == 0 ? "" : " ");
        appendWord(row, word);
      }
    }
    String label = score > 0 ? "positive" : "negative";
    row.append(',').append(random.below(50) == 0 ? "  " + label + " " : label).append('\n');
  }

  /** A rank from 0: the inverse of the distribution, taken as a continuous one. */
  private static int zipf(SplitMix64 random) {
    double u = random.uniform() * (Math.log(KNEE) + 1);
    double rank = u < Math.log(KNEE) ? Math.exp(u) : KNEE / (Math.log(KNEE) + 1 - u);
    return (int) Math.min(rank, WORDS) - 1;
  }

  /** Syllables, the number in base 60. */
  private static void appendWord(StringBuilder row, int word) {
    int rest = word;
    do {
      int syllable = rest % 60;
      row.append("bdfgklmnprst".charAt(syllable % 12)).append("aeiou".charAt(syllable / 12));
      rest /= 60;
    } while (rest > 0);
  }
}
