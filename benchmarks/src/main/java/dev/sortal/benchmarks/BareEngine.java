package dev.sortal.benchmarks;

/**
 * The reference model on one engine, written against the engine alone: the other side of every
 * figure that says what the SDK costs.
 *
 * <p>Starts from the weights of {@link ReferenceModel#weights()}, trains with Keras's dense Adam,
 * one engine thread; for one thread at a time.
 */
interface BareEngine extends AutoCloseable {
  /**
   * One step of Adam.
   *
   * @param ids row-major [rows, {@link ReferenceModel#LENGTH}]
   * @param classes a class for each row
   * @return the loss before the update
   */
  float step(int[] ids, int[] classes);

  /**
   * The logits of one row.
   *
   * @param ids [{@link ReferenceModel#LENGTH}], padded with 0
   * @return [2]
   */
  float[] logits(int[] ids);

  @Override
  void close();
}
