package dev.sortal.backend.java;

import dev.sortal.engine.Extent;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Node;
import dev.sortal.update.Updater;
import java.util.Arrays;

/**
 * gamma (x - mean) / deviation + beta for each channel: by the statistics of the batch, in which
 * every position of every row counts, or by the moving ones.
 *
 * <p>Ioffe and Szegedy, "Batch Normalization" (2015), the chain rule in section 3, with its sums
 * written together.
 */
final class Normalising extends Operation {
  private final Node node;
  private final double epsilon;
  private final boolean byBatch;
  private final Value input;
  private final Value value;
  private final Parameters parameters;

  private final float[] mean;
  private final float[] variance;
  private final double[] slope;
  private final double[] byGamma;
  private final double[] byBeta;

  /** For how many positions of rows a vector stands. */
  private int[] times = new int[0];

  Normalising(
      Node node,
      Layer.BatchNorm layer,
      boolean byBatch,
      Value input,
      Value value,
      Parameters parameters) {
    this.node = node;
    this.epsilon = layer.epsilon();
    this.byBatch = byBatch;
    this.input = input;
    this.value = value;
    this.parameters = parameters;
    int channels = value.channels;
    mean = new float[channels];
    variance = new float[channels];
    slope = new double[channels];
    byGamma = new double[channels];
    byBeta = new double[channels];
  }

  @Override
  void forward() {
    value.extent.fillBoth(input.extent, input.extent);
    value.reserve();
    if (byBatch) {
      countTimes();
      measure();
    } else {
      System.arraycopy(parameters.values(node.movingMean()), 0, mean, 0, mean.length);
      System.arraycopy(parameters.values(node.movingVariance()), 0, variance, 0, mean.length);
    }
    float[] gamma = parameters.values(node.weight());
    float[] beta = parameters.values(node.bias());
    int channels = value.channels;
    for (int c = 0; c < channels; c++) {
      slope[c] = 1 / Math.sqrt(variance[c] + epsilon);
    }
    for (int i = 0; i < value.extent.stored(); i++) {
      int from = source(i) * channels;
      for (int c = 0; c < channels; c++) {
        value.data[i * channels + c] = (float) (gamma[c] * unit(from, c) + beta[c]);
      }
    }
  }

  /** A number of the vector at an index of the input, before gamma and beta. */
  private double unit(int from, int channel) {
    return (input.data[from + channel] - mean[channel]) * slope[channel];
  }

  private int source(int place) {
    return input.vector(value.extent.rowOf(place), value.extent.positionOf(place));
  }

  /** For how many positions of all rows each stored position of the output stands. */
  private void countTimes() {
    Extent extent = value.extent;
    if (times.length < extent.stored()) {
      times = new int[extent.stored() * 3 / 2];
    }
    Arrays.fill(times, 0, extent.stored(), 0);
    for (int row = 0; row < extent.rows(); row++) {
      for (int part = 0; part < extent.parts(row); part++) {
        times[extent.part(row, part)] += extent.times(row, part);
      }
    }
  }

  private double count() {
    return (double) value.extent.rows() * value.extent.positions();
  }

  private void measure() {
    int channels = value.channels;
    double[] sums = byGamma;
    Arrays.fill(sums, 0);
    for (int i = 0; i < value.extent.stored(); i++) {
      int from = source(i) * channels;
      for (int c = 0; c < channels; c++) {
        sums[c] += (double) times[i] * input.data[from + c];
      }
    }
    for (int c = 0; c < channels; c++) {
      mean[c] = (float) (sums[c] / count());
    }
    double[] squares = byBeta;
    Arrays.fill(squares, 0);
    for (int c = 0; c < channels; c++) {
      sums[c] /= count();
    }
    for (int i = 0; i < value.extent.stored(); i++) {
      int from = source(i) * channels;
      for (int c = 0; c < channels; c++) {
        double distance = input.data[from + c] - sums[c];
        squares[c] += times[i] * distance * distance;
      }
    }
    for (int c = 0; c < channels; c++) {
      variance[c] = (float) (squares[c] / count());
    }
  }

  @Override
  void backward(Updater updater) {
    int channels = value.channels;
    Arrays.fill(byGamma, 0);
    Arrays.fill(byBeta, 0);
    for (int i = 0; i < value.extent.stored(); i++) {
      int from = source(i) * channels;
      for (int c = 0; c < channels; c++) {
        byGamma[c] += value.gradient[i * channels + c] * unit(from, c);
        byBeta[c] += value.gradient[i * channels + c];
      }
    }
    if (input.learns) {
      addInput();
    }
    give(updater, node.weight().name(), byGamma);
    give(updater, node.bias().name(), byBeta);
    if (byBatch) {
      put(mean, updater.batchStatistic(node.movingMean().name()));
      put(variance, updater.batchStatistic(node.movingVariance().name()));
    }
  }

  private void addInput() {
    int channels = value.channels;
    float[] gamma = parameters.values(node.weight());
    double count = count();
    for (int i = 0; i < value.extent.stored(); i++) {
      int from = source(i) * channels;
      double share = byBatch ? times[i] / count : 0;
      for (int c = 0; c < channels; c++) {
        double less = share * (byBeta[c] + byGamma[c] * unit(from, c));
        input.gradient[from + c] +=
            (float) (gamma[c] * slope[c] * (value.gradient[i * channels + c] - less));
      }
    }
  }

  private static void give(Updater updater, String parameter, double[] gradient) {
    if (updater.isTrained(parameter)) {
      float[] into = updater.gradient(parameter);
      for (int c = 0; c < into.length; c++) {
        into[c] = (float) gradient[c];
      }
    }
  }

  private static void put(float[] values, float[] into) {
    System.arraycopy(values, 0, into, 0, values.length);
  }
}
