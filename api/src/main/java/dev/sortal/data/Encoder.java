package dev.sortal.data;

/**
 * Settings by which examples become numbers, before it has learned from any.
 *
 * <p>Immutable. What it learns (a vocabulary, say) comes from training examples only; the training
 * examples are encoded in the same pass.
 *
 * <pre>{@code
 * Encoder.Fitting fitting = encoder.start();
 * training.forEach(fitting::add);
 * Encoder.Fitted fitted = fitting.finish();
 * }</pre>
 */
public interface Encoder {
  /** Begins to learn. */
  Fitting start();

  /** Learning in progress; for one thread. */
  interface Fitting {
    /** Takes a training example in. */
    void add(Example example);

    /** Ends the learning. */
    Fitted finish();
  }

  /**
   * What was learned, and the training examples as numbers.
   *
   * @param encoder encodes further examples
   * @param training a row for each training example, in the order in which they were added
   */
  record Fitted(FittedEncoder encoder, EncodedColumn training) {}
}
