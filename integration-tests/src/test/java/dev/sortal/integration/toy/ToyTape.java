package dev.sortal.integration.toy;

import dev.sortal.engine.BagRows;
import dev.sortal.spec.Activation;
import dev.sortal.spec.BagMode;
import dev.sortal.spec.Node;
import dev.sortal.update.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * The engine proper: operations on arrays, and automatic differentiation. Each operation puts on
 * the tape how the gradient of its result becomes that of what it read; the backward pass plays the
 * tape from its end.
 */
final class ToyTape {
  /** A factor for each element. */
  interface Factors {
    float of(int element);
  }

  private final List<Consumer<Updater>> tape = new ArrayList<>();

  /** Gives the gradients of all trained parameters to the updater. */
  void backward(Updater updater) {
    for (int i = tape.size() - 1; i >= 0; i--) {
      tape.get(i).accept(updater);
    }
  }

  /** y[i] = x[source(i)] for i below count, or 0 where source(i) is negative. */
  ToyValue gather(ToyValue x, int count, IntUnaryOperator source) {
    ToyValue y = new ToyValue(count);
    for (int i = 0; i < count; i++) {
      int from = source.applyAsInt(i);
      y.data[i] = from < 0 ? 0 : x.data[from];
    }
    tape.add(
        updater -> {
          for (int i = 0; i < count; i++) {
            int from = source.applyAsInt(i);
            if (from >= 0) {
              x.gradient[from] += y.gradient[i];
            }
          }
        });
    return y;
  }

  /** y[target(i)] += factor(i) * x[i] for every i. */
  void spread(ToyValue x, ToyValue y, IntUnaryOperator target, Factors factors) {
    for (int i = 0; i < x.data.length; i++) {
      y.data[target.applyAsInt(i)] += factors.of(i) * x.data[i];
    }
    tape.add(
        updater -> {
          for (int i = 0; i < x.data.length; i++) {
            x.gradient[i] += factors.of(i) * y.gradient[target.applyAsInt(i)];
          }
        });
  }

  /** The rows of a table that the first ids name. */
  ToyValue lookUp(Node node, float[] table, int[] ids, int count) {
    String name = node.weight().name();
    int width = node.output().last();
    ToyValue y = new ToyValue(count * width);
    for (int i = 0; i < count; i++) {
      System.arraycopy(table, ids[i] * width, y.data, i * width, width);
    }
    tape.add(
        updater -> {
          if (updater.isTrained(name)) {
            updater.addRows(name, ids, y.gradient, count);
          }
        });
    return y;
  }

  /** The sum or mean of the rows of a table that each bag names, times their weights. */
  ToyValue addUp(Node node, BagMode mode, float[] table, BagRows bags) {
    String name = node.weight().name();
    int width = node.output().last();
    ToyValue y = new ToyValue(bags.count() * width);
    for (int bag = 0; bag < bags.count(); bag++) {
      float share = bags.share(mode, bag);
      for (int i = bags.offsets()[bag]; i < bags.offsets()[bag + 1]; i++) {
        float factor = bags.weights()[i] * share;
        for (int j = 0; j < width; j++) {
          y.data[bag * width + j] += factor * table[bags.ids()[i] * width + j];
        }
      }
    }
    tape.add(
        updater -> {
          if (updater.isTrained(name)) {
            for (int bag = 0; bag < bags.count(); bag++) {
              float share = bags.share(mode, bag);
              for (int j = bag * width; j < (bag + 1) * width; j++) {
                y.gradient[j] *= share;
              }
            }
            updater.addBags(
                name, bags.ids(), bags.weights(), bags.offsets(), bags.count(), y.gradient);
          }
        });
    return y;
  }

  /** x W' + b, with the node's weight and bias. */
  ToyValue affine(Node node, ToyValue x, Function<String, float[]> parameters) {
    String weight = node.weight().name();
    String bias = node.bias().name();
    ToyMatrix matrix = new ToyMatrix(parameters.apply(weight), node.output().last());
    ToyValue y = new ToyValue(matrix.rows(x.data) * node.output().last());
    matrix.multiply(x.data, parameters.apply(bias), y.data);
    tape.add(
        updater -> {
          matrix.addGradient(y.gradient, x.gradient);
          if (updater.isTrained(weight)) {
            matrix.weightGradient(y.gradient, x.data, updater.gradient(weight));
          }
          if (updater.isTrained(bias)) {
            matrix.biasGradient(y.gradient, updater.gradient(bias));
          }
        });
    return y;
  }

  /**
   * gamma (x - mean) / deviation + beta for each channel, with the node's parameters.
   *
   * @param byBatch whether the statistics are x's own: the updater gets them and gradients pass
   */
  ToyValue normalise(
      Node node,
      ToyValue x,
      ToyStatistics by,
      double epsilon,
      boolean byBatch,
      Function<String, float[]> parameters) {
    String gamma = node.weight().name();
    String beta = node.bias().name();
    float[] scale = parameters.apply(gamma).clone();
    float[] shift = parameters.apply(beta);
    int channels = scale.length;
    float[] unit = new float[x.data.length];
    ToyValue y = new ToyValue(x.data.length);
    for (int i = 0; i < unit.length; i++) {
      int c = i % channels;
      unit[i] = (float) ((x.data[i] - by.mean()[c]) * by.slope(c, epsilon));
      y.data[i] = scale[c] * unit[i] + shift[c];
    }
    tape.add(
        updater -> {
          float[] byGamma = new float[channels];
          float[] byBeta = new float[channels];
          for (int i = 0; i < unit.length; i++) {
            byGamma[i % channels] += y.gradient[i] * unit[i];
            byBeta[i % channels] += y.gradient[i];
          }
          double share = byBatch ? (double) channels / unit.length : 0;
          for (int i = 0; i < unit.length; i++) {
            int c = i % channels;
            double rest = y.gradient[i] - share * (byBeta[c] + byGamma[c] * unit[i]);
            x.gradient[i] += (float) (scale[c] * by.slope(c, epsilon) * rest);
          }
          give(updater, gamma, byGamma);
          give(updater, beta, byBeta);
          if (byBatch) {
            put(by.mean(), updater.batchStatistic(node.movingMean().name()));
            put(by.variance(), updater.batchStatistic(node.movingVariance().name()));
          }
        });
    return y;
  }

  private static void give(Updater updater, String parameter, float[] gradient) {
    if (updater.isTrained(parameter)) {
      put(gradient, updater.gradient(parameter));
    }
  }

  private static void put(float[] values, float[] into) {
    System.arraycopy(values, 0, into, 0, values.length);
  }

  /** activation(x), element by element. */
  ToyValue activate(Activation activation, ToyValue x) {
    ToyValue y = new ToyValue(x.data.length);
    for (int i = 0; i < y.data.length; i++) {
      y.data[i] = (float) ToyActivation.of(activation, x.data[i]);
    }
    tape.add(
        updater -> {
          for (int i = 0; i < y.data.length; i++) {
            x.gradient[i] += (float) (y.gradient[i] * ToyActivation.slope(activation, x.data[i]));
          }
        });
    return y;
  }
}
