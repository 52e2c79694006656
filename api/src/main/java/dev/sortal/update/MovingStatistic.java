package dev.sortal.update;

/** The mean or variance that a batch normalisation keeps from the batches that it has seen. */
final class MovingStatistic {
  /** That of the next step's batch: what an engine writes. */
  final float[] batch;

  private final float[] values;
  private final float kept;

  /**
   * A statistic.
   *
   * @param values what is kept, changed in place
   * @param momentum how much of it a step keeps
   */
  MovingStatistic(float[] values, double momentum) {
    this.values = values;
    this.kept = (float) momentum;
    this.batch = new float[values.length];
  }

  /** One step towards the batch. */
  void follow() {
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * kept + batch[i] * (1 - kept);
    }
  }
}
