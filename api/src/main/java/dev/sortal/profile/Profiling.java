package dev.sortal.profile;

import dev.sortal.text.Tokenizer;
import dev.sortal.text.Words;

/**
 * How a profile is made; an immutable value.
 *
 * <pre>{@code
 * DataProfile profile = split.profile(Profiling.standard().near(0.8).sample(200_000));
 * }</pre>
 *
 * @param tokenizer what lengths and vocabulary are counted in
 * @param near the Jaccard similarity from which on two examples are nearly equal, in [0.5, 1], or 0
 *     if such ones are not looked for; see {@link dev.sortal.duplicates.NearDuplicates}
 * @param sample how many rows label errors are looked for among, 0 for not at all; a larger set is
 *     sampled
 * @param seed what sample, folds and hashes are drawn from
 */
public record Profiling(Tokenizer tokenizer, double near, int sample, long seed) {
  public Profiling {
    if (!(near == 0 || (near >= 0.5 && near <= 1))) {
      throw new IllegalArgumentException(
          "near must be a similarity in [0.5, 1], or 0 for none, got " + near + ".");
    }
    if (sample < 0) {
      throw new IllegalArgumentException("sample must be at least 0, got " + sample + ".");
    }
  }

  /** Words without punctuation, near duplicates from 0.9, label errors among 50,000 rows. */
  public static Profiling standard() {
    return new Profiling(new Words(false), 0.9, 50_000, 42);
  }

  /** With lengths and vocabulary counted in other tokens. */
  public Profiling tokenizer(Tokenizer tokenizer) {
    return new Profiling(tokenizer, near, sample, seed);
  }

  /** With another similarity of near duplicates in [0.5, 1], or 0 to leave them out. */
  public Profiling near(double similarity) {
    return new Profiling(tokenizer, similarity, sample, seed);
  }

  /** With label errors looked for among so many rows, 0 for not at all. */
  public Profiling sample(int rows) {
    return new Profiling(tokenizer, near, rows, seed);
  }

  /** Drawn from another seed. */
  public Profiling seed(long seed) {
    return new Profiling(tokenizer, near, sample, seed);
  }
}
