package dev.sortal.profile;

import java.util.List;

/**
 * Lengths, vocabulary and scripts of the texts; immutable.
 *
 * @param texts how many there are
 * @param tokens how many tokens they have in all
 * @param lengths their lengths in tokens
 * @param histogram how many texts have how many tokens, by rising length: up to 40 bins of equal
 *     width, and one for the texts that are longer than the last of them if there are any, which
 *     are at most 1 %
 * @param cuts what several limits of length would cut
 * @param recommendedLength the least multiple of 8 that leaves 99 % of the texts whole
 * @param words how many distinct tokens there are
 * @param wordsOnce those of them that occur once
 * @param growth how many distinct tokens there are after so many rows
 * @param scripts the scripts of the letters, the most frequent first
 */
public record TextProfile(
    long texts,
    long tokens,
    Lengths lengths,
    List<Bin> histogram,
    List<Cut> cuts,
    int recommendedLength,
    long words,
    long wordsOnce,
    List<Growth> growth,
    List<Script> scripts) {
  public TextProfile {
    histogram = List.copyOf(histogram);
    cuts = List.copyOf(cuts);
    growth = List.copyOf(growth);
    scripts = List.copyOf(scripts);
  }

  /**
   * The least length that so many texts do not exceed; above 4096 tokens rounded up by 1.6 % at
   * most.
   *
   * @param least the shortest
   * @param mean the mean
   * @param half the length that half of the texts do not exceed
   * @param p90 the length that 90 % do not exceed
   * @param p95 the length that 95 % do not exceed
   * @param p99 the length that 99 % do not exceed
   * @param most the longest
   */
  public record Lengths(int least, double mean, int half, int p90, int p95, int p99, int most) {}

  /**
   * Texts of about the same length.
   *
   * @param from the least number of tokens
   * @param to the largest number of tokens, itself included
   * @param texts how many there are
   */
  public record Bin(int from, int to, long texts) {}

  /**
   * What a limit of length would cut.
   *
   * @param length tokens that are read of a text
   * @param texts the share of texts that lose something, in [0, 1]
   * @param tokens the share of tokens that are lost, in [0, 1]
   */
  public record Cut(int length, double texts, double tokens) {}

  /**
   * The vocabulary on the way.
   *
   * @param rows after how many texts
   * @param words how many distinct tokens
   */
  public record Growth(long rows, long words) {}

  /**
   * A script of Unicode: it tells languages apart as far as they are written differently, and no
   * more is guessed.
   *
   * @param name Unicode's name of the script: {@code LATIN}
   * @param share its share of the letters, in [0, 1]
   */
  public record Script(String name, double share) {}
}
