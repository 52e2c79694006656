package dev.sortal.tck.reference;

/**
 * The mean and the biased variance of each channel.
 *
 * @param count over how many values; 0 where they are moving statistics, which do not depend on the
 *     batch
 */
record Statistics(double[] mean, double[] variance, int count) {
  /** Those of values whose last axis is channels. */
  static Statistics of(double[] values, int channels) {
    int count = values.length / channels;
    double[] mean = new double[channels];
    for (int i = 0; i < values.length; i++) {
      mean[i % channels] += values[i] / count;
    }
    double[] variance = new double[channels];
    for (int i = 0; i < values.length; i++) {
      double distance = values[i] - mean[i % channels];
      variance[i % channels] += distance * distance / count;
    }
    return new Statistics(mean, variance, count);
  }

  boolean isOfBatch() {
    return count > 0;
  }

  /** A value of a channel less the mean, over the deviation. */
  double normalised(double value, int channel, double epsilon) {
    return (value - mean[channel]) * slope(channel, epsilon);
  }

  /** One over the deviation of a channel. */
  double slope(int channel, double epsilon) {
    return 1 / Math.sqrt(variance[channel] + epsilon);
  }
}
