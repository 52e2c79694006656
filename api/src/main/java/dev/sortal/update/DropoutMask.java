package dev.sortal.update;

import dev.sortal.tensor.SplitMix64;

/**
 * The masks of dropout: a pure function of seed, step, layer and element, the same on every engine.
 *
 * <p>Element i of a mask is kept iff the top 24 bits of mix(key + (i + 1) * GAMMA), times 2^-24,
 * are at least the rate; key = derive(derive(seed, step), layer). See {@link SplitMix64}. i counts
 * row by row over the padded, channels-last layout of the layer's input.
 *
 * <pre>{@code
 * float[] mask = new float[rows * 300];
 * DropoutMask.fill(seed, step, node.index(), 0.5, mask, mask.length);
 * }</pre>
 */
public final class DropoutMask {
  private DropoutMask() {}

  /**
   * Fills a mask of factors: 0 for a dropped element, 1 / (1 - rate) for a kept one.
   *
   * @param seed the seed of the training plan
   * @param step the number of the step, from 1
   * @param layer the index of the layer's node
   * @param rate the probability of 0, in [0, 1)
   * @param mask where the factors go
   * @param count how many to draw
   */
  public static void fill(long seed, long step, int layer, double rate, float[] mask, int count) {
    long key = SplitMix64.derive(SplitMix64.derive(seed, step), layer);
    float scale = (float) (1 / (1 - rate));
    for (int i = 0; i < count; i++) {
      long bits = SplitMix64.mix(key + (i + 1) * SplitMix64.GAMMA);
      mask[i] = (bits >>> 40) * 0x1.0p-24 >= rate ? scale : 0;
    }
  }
}
