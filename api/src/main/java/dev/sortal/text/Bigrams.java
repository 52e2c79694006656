package dev.sortal.text;

/**
 * Whether {@link Words} makes pairs of characters of the scripts that are written without spaces.
 *
 * <p>Two such characters are a pair where nothing stands between them: {@code 考研生} has the pairs
 * {@code 考研} and {@code 研生}.
 */
public enum Bigrams {
  /** Each character is a token: the default. */
  NONE,

  /** Pairs are tokens, and a character only where it has no neighbour of its kind. */
  INSTEAD,

  /** Each character is a token, with the pair that it ends before it: 考 考研 研 研生 生. */
  BESIDE
}
