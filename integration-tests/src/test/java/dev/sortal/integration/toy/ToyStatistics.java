package dev.sortal.integration.toy;

/** The mean and the biased variance of each channel. */
record ToyStatistics(float[] mean, float[] variance) {
  /** Those of values whose last axis is channels. */
  static ToyStatistics of(float[] values, int channels) {
    int count = values.length / channels;
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int i = c; i < values.length; i += channels) {
        sum += values[i];
      }
      double center = sum / count;
      double squares = 0;
      for (int i = c; i < values.length; i += channels) {
        squares += (values[i] - center) * (values[i] - center);
      }
      mean[c] = (float) center;
      variance[c] = (float) (squares / count);
    }
    return new ToyStatistics(mean, variance);
  }

  /** One over the deviation of a channel. */
  double slope(int channel, double epsilon) {
    return 1 / Math.sqrt(variance[channel] + epsilon);
  }
}
