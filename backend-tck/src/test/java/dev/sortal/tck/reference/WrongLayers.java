package dev.sortal.tck.reference;

import dev.sortal.spec.Activation;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Network;
import dev.sortal.spec.Node;
import dev.sortal.spec.Padding;
import dev.sortal.spec.Side;
import dev.sortal.spec.Windows;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Mistakes in the passes through a network. */
final class WrongLayers {
  private WrongLayers() {}

  /** Makes a forward pass. */
  interface ForwardPass {
    Forward run(Pass pass);
  }

  /** Makes a backward pass. */
  interface BackwardPass {
    Backward run(Forward forward, double[] byLogits);
  }

  static TrainingBackend forward(ForwardPass made) {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          Forward forward(Pass pass) {
            return made.run(pass);
          }
        });
  }

  static TrainingBackend backward(BackwardPass pass) {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          Backward backward(Forward forward, double[] byLogits) {
            return pass.run(forward, byLogits);
          }
        });
  }

  static TrainingBackend droppedBias() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected double bias(double bias) {
                return 0;
              }
            });
  }

  static TrainingBackend flippedKernel() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected int tap(int place, int kernel) {
                return kernel - 1 - place;
              }
            });
  }

  /** Reads [filters, kernel, in] where [filters, in, kernel] is written. */
  static TrainingBackend transposedKernel() {
    return new AlteredBackend() {
      @Override
      public InferenceSession open(Network network, Weights weights, Execution execution) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(weights.asMap());
        tensors.replaceAll(
            (name, tensor) -> name.endsWith("conv1d.weight") ? transposed(tensor) : tensor);
        return super.open(network, Weights.of(tensors), execution);
      }
    };
  }

  private static Tensor transposed(Tensor weight) {
    int in = weight.shape().dimension(1);
    int kernel = weight.shape().dimension(2);
    float[] values = new float[weight.shape().size()];
    for (int i = 0; i < values.length; i++) {
      int filter = i / in / kernel;
      values[i] = weight.get((filter * kernel + i % kernel) * in + i / kernel % in);
    }
    return Tensor.of(weight.shape(), values);
  }

  static TrainingBackend strideOutOfPhase() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected int start(Padding padding, int length, int size, int stride, int window) {
                int phase = padding == Padding.FULL ? stride - 1 : 0;
                return super.start(padding, length, size, stride, window) + phase;
              }
            });
  }

  static TrainingBackend samePaddedOnTheOtherSide() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected int start(Padding padding, int length, int size, int stride, int window) {
                return window * stride - padding.after(length, size, stride);
              }
            });
  }

  static TrainingBackend channelsFirstFlatten() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              public double[] flatten(Layer.Flatten layer, Node node) {
                double[] in = values[node.operand()];
                double[] out = new double[in.length];
                int size = node.input().size();
                int channels = node.input().last();
                for (int i = 0; i < in.length; i++) {
                  int position = i % size / channels;
                  out[i / size * size + i % channels * (size / channels) + position] = in[i];
                }
                return out;
              }
            });
  }

  /** The approximation of Hendrycks and Gimpel (2016), section 2. */
  static TrainingBackend geluByTanh() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected double activate(Activation activation, double x) {
                return activation == Activation.GELU
                    ? x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
                    : super.activate(activation, x);
              }
            });
  }

  static TrainingBackend paddedOnTheOtherSide() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected Side side(Side padding) {
                return padding == Side.PRE ? Side.POST : Side.PRE;
              }
            });
  }

  static TrainingBackend dropoutAtInference() {
    return forward(pass -> new Forward(pass.isTraining() ? pass : pass.withStep(1)));
  }

  static TrainingBackend oneMask() {
    return forward(pass -> new Forward(pass.withStep(Math.min(pass.step(), 1))));
  }

  static TrainingBackend unscaledDropout() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected float[] mask(Layer.Dropout layer, Node node) {
                float[] mask = super.mask(layer, node);
                for (int i = 0; i < mask.length; i++) {
                  mask[i] = Math.min(1, mask[i]);
                }
                return mask;
              }
            });
  }

  static TrainingBackend masksFromARunningGenerator() {
    return new AlteredBackend(
        new Behaviour() {
          private long passes;

          @Override
          Forward forward(Pass pass) {
            return new Forward(pass.withSeed(pass.seed() + passes++));
          }
        });
  }

  static TrainingBackend paddingAveraged() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected double share(Windows windows, int window) {
                return 1.0 / windows.size();
              }
            });
  }

  /** Reads a kernel of [height, width] as one of [width, height]. */
  static TrainingBackend mapsOnTheirSide() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              int tap(Windows windows, int filter, int channel, int place) {
                int height = windows.down().size();
                int width = windows.across().size();
                return super.tap(windows, filter, channel, place % width * height + place / width);
              }
            });
  }

  static TrainingBackend lastMaximumWins() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected boolean isLarger(double later, double best) {
                return later >= best;
              }
            });
  }

  static TrainingBackend equalMaximaTakeAll() {
    return backward(
        (forward, byLogits) ->
            new Backward(forward, byLogits) {
              @Override
              protected double share(double gradient, int equal, int place) {
                return gradient;
              }
            });
  }

  /** Wrong where nothing is said of it; see {@link FirstMaximumComplianceTest}. */
  static TrainingBackend firstMaximumTakesAll() {
    return backward(
        (forward, byLogits) ->
            new Backward(forward, byLogits) {
              @Override
              protected double share(double gradient, int equal, int place) {
                return place == 0 ? gradient : 0;
              }
            });
  }

  static TrainingBackend batchStatisticsAtInference() {
    return normalising(true);
  }

  static TrainingBackend movingStatisticsInTraining() {
    return normalising(false);
  }

  private static TrainingBackend normalising(boolean byBatch) {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected boolean normalisesByBatch(Node node) {
                return byBatch;
              }
            });
  }

  static TrainingBackend batchStatisticsWhereFrozen() {
    return forward(
        pass ->
            new Forward(pass) {
              @Override
              protected boolean normalisesByBatch(Node node) {
                return pass.isTraining();
              }
            });
  }

  static TrainingBackend statisticsWithoutGradient() {
    return backward(
        (forward, byLogits) ->
            new Backward(forward, byLogits) {
              @Override
              protected boolean dependsOnBatch(Statistics by) {
                return false;
              }
            });
  }

  static TrainingBackend unbiasedMovingVariance() {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          double[] movedTowards(Statistics batch) {
            double[] unbiased = batch.variance().clone();
            for (int i = 0; i < unbiased.length; i++) {
              unbiased[i] *= batch.count() / (batch.count() - 1.0);
            }
            return unbiased;
          }
        });
  }

  static TrainingBackend momentumOfTheBatch() {
    return new AlteredBackend(
        new Behaviour() {
          @Override
          double kept(Layer.BatchNorm layer) {
            return 1 - layer.momentum();
          }
        });
  }

  static TrainingBackend overwrittenEmbeddingGradient() {
    return backward(
        (forward, byLogits) ->
            new Backward(forward, byLogits) {
              @Override
              protected double embeddingSum(double sum, double more) {
                return more;
              }
            });
  }
}
