package dev.sortal.image;

/**
 * Resizing with a triangle filter: bilinear interpolation when an image grows, and when it shrinks
 * an average over all pixels that become one, weighted by their distance (antialiased).
 */
final class Resampling {
  /** For each target place the first source place, and the weights from there on. */
  private record Weights(int[] first, float[][] weights) {}

  private Resampling() {}

  /** The part of an image that begins at (x, y) as samples of height x width. */
  static float[] resize(
      Decoder.Samples image,
      double x,
      double y,
      double fromWidth,
      double fromHeight,
      int width,
      int height) {
    Weights columns = weights(image.width(), x, fromWidth, width);
    Weights rows = weights(image.height(), y, fromHeight, height);
    int channels = image.channels();
    float[] narrow = new float[image.height() * width * channels];
    for (int line = 0; line < image.height(); line++) {
      for (int target = 0; target < width; target++) {
        accumulate(
            image.values(),
            (line * image.width() + columns.first[target]) * channels,
            channels,
            columns.weights[target],
            narrow,
            (line * width + target) * channels,
            channels);
      }
    }
    float[] resized = new float[height * width * channels];
    for (int target = 0; target < height; target++) {
      accumulate(
          narrow,
          rows.first[target] * width * channels,
          width * channels,
          rows.weights[target],
          resized,
          target * width * channels,
          width * channels);
    }
    return resized;
  }

  /** into[at + i] = sum over k of weights[k] * from[start + k * stride + i]. */
  private static void accumulate(
      float[] from, int start, int stride, float[] weights, float[] into, int at, int count) {
    for (int k = 0; k < weights.length; k++) {
      int place = start + k * stride;
      for (int i = 0; i < count; i++) {
        into[at + i] += weights[k] * from[place + i];
      }
    }
  }

  private static Weights weights(int size, double from, double length, int target) {
    double scale = length / target;
    double support = Math.max(1, scale);
    int[] first = new int[target];
    float[][] weights = new float[target][];
    for (int i = 0; i < target; i++) {
      double center = from + (i + 0.5) * scale;
      int low = Math.max(0, (int) (center - support + 0.5));
      int high = Math.min(size, (int) (center + support + 0.5));
      double[] exact = new double[high - low];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        double distance = Math.abs((low + k + 0.5 - center) / support);
        exact[k] = Math.max(0, 1 - distance);
        sum += exact[k];
      }
      first[i] = low;
      weights[i] = new float[exact.length];
      for (int k = 0; k < exact.length; k++) {
        weights[i][k] = (float) (exact[k] / sum);
      }
    }
    return new Weights(first, weights);
  }
}
