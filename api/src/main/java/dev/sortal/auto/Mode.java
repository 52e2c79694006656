package dev.sortal.auto;

/**
 * How much time {@link dev.sortal.Pipeline#auto(Mode)} takes for how much accuracy.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.auto(Mode.FAST);
 * }</pre>
 */
public enum Mode {
  /**
   * A linear model of n-grams of words and characters: seconds for ten thousand texts, and already
   * better than most networks of that many.
   */
  FAST,
  /** That and a small convolutional network, which adds most where the order of words matters. */
  STANDARD,
  /** That and two convolutional networks: twice the time for a little more. */
  BEST
}
