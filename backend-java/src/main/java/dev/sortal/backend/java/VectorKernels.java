package dev.sortal.backend.java;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API: sums stay in registers, in tiles of four vectors by four times the
 * machine's vector length.
 *
 * <p>Tiles are methods of their own without a branch in the loop: with one, sums that are alive
 * across it may leave the registers for the heap. Columns that fill no vector are the last lanes of
 * one that reaches back over columns that are done; its other lanes are multiplied by 0. Rows
 * shorter than a vector are left to {@link PlainKernels}.
 *
 * <p>Loaded only where the module {@code jdk.incubator.vector} is.
 */
final class VectorKernels implements Kernels {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  private static final int TILE = 4;

  private final Kernels plain = new PlainKernels();

  /** 1 for each lane, and what the last lanes are multiplied with. */
  private final float[] ones = new float[LANES];

  private final float[] last = new float[LANES];

  VectorKernels() {
    Arrays.fill(ones, 1);
  }

  @Override
  public String name() {
    return "vector instructions (" + SPECIES.vectorBitSize() + " bits)";
  }

  @Override
  public void add(float[] x, float[] sum) {
    int j = 0;
    for (; j <= sum.length - LANES; j += LANES) {
      FloatVector.fromArray(SPECIES, sum, j)
          .add(FloatVector.fromArray(SPECIES, x, j))
          .intoArray(sum, j);
    }
    for (; j < sum.length; j++) {
      sum[j] += x[j];
    }
  }

  /** The sum stays in registers while all rows are added. */
  @Override
  public void addAll(float[][] rows, int count, float[] sum) {
    int j = 0;
    for (; j <= sum.length - LANES; j += LANES) {
      FloatVector sums = FloatVector.fromArray(SPECIES, sum, j);
      for (int i = 0; i < count; i++) {
        sums = sums.add(FloatVector.fromArray(SPECIES, rows[i], j));
      }
      sums.intoArray(sum, j);
    }
    for (; j < sum.length; j++) {
      for (int i = 0; i < count; i++) {
        sum[j] += rows[i][j];
      }
    }
  }

  @Override
  public void addTimes(float factor, float[] x, float[] sum) {
    FloatVector factors = FloatVector.broadcast(SPECIES, factor);
    int j = 0;
    for (; j <= sum.length - LANES; j += LANES) {
      factors
          .fma(FloatVector.fromArray(SPECIES, x, j), FloatVector.fromArray(SPECIES, sum, j))
          .intoArray(sum, j);
    }
    for (; j < sum.length; j++) {
      sum[j] += factor * x[j];
    }
  }

  @Override
  public void multiply(Vectors x, int inputs, float[][] matrix, int row, Vectors sums) {
    int width = inputs == 0 ? 0 : matrix[row].length;
    if (width < LANES) {
      plain.multiply(x, inputs, matrix, row, sums);
      return;
    }
    int tiled = width - width % (TILE * LANES);
    int full = width - width % LANES;
    markLast(width);
    int i = 0;
    for (; i <= x.size() - TILE; i += TILE) {
      for (int j = 0; j < tiled; j += TILE * LANES) {
        ProductTiles.tile(x, i, inputs, matrix, row, sums, j);
      }
      for (int j = tiled; j < full; j += LANES) {
        ProductTiles.column(x, i, inputs, matrix, row, sums, j, ones);
      }
      if (full < width) {
        ProductTiles.column(x, i, inputs, matrix, row, sums, width - LANES, last);
      }
    }
    for (; i < x.size(); i++) {
      for (int j = 0; j < tiled; j += TILE * LANES) {
        ProductTiles.row(x, i, inputs, matrix, row, sums, j);
      }
      for (int j = tiled; j < full; j += LANES) {
        ProductTiles.one(x, i, inputs, matrix, row, sums, j, ones);
      }
      if (full < width) {
        ProductTiles.one(x, i, inputs, matrix, row, sums, width - LANES, last);
      }
    }
  }

  @Override
  public void addOuter(Vectors x, Vectors y, int width, Vectors sums) {
    if (width < LANES) {
      plain.addOuter(x, y, width, sums);
      return;
    }
    int tiled = width - width % (TILE * LANES);
    int full = width - width % LANES;
    markLast(width);
    int k = 0;
    for (; k <= sums.size() - TILE; k += TILE) {
      for (int j = 0; j < tiled; j += TILE * LANES) {
        OuterTiles.tile(x, k, y, sums, j);
      }
      for (int j = tiled; j < full; j += LANES) {
        OuterTiles.column(x, k, y, sums, j, ones);
      }
      if (full < width) {
        OuterTiles.column(x, k, y, sums, width - LANES, last);
      }
    }
    for (; k < sums.size(); k++) {
      for (int j = 0; j < full; j += LANES) {
        OuterTiles.one(x, k, y, sums, j, ones);
      }
      if (full < width) {
        OuterTiles.one(x, k, y, sums, width - LANES, last);
      }
    }
  }

  @Override
  public void keepWherePositive(float[] results, float[] gradient, int count) {
    FloatVector zeros = FloatVector.zero(SPECIES);
    int j = 0;
    for (; j <= count - LANES; j += LANES) {
      FloatVector kept = FloatVector.fromArray(SPECIES, gradient, j);
      zeros
          .blend(
              kept, FloatVector.fromArray(SPECIES, results, j).compare(VectorOperators.GT, zeros))
          .intoArray(gradient, j);
    }
    for (; j < count; j++) {
      gradient[j] = results[j] > 0 ? gradient[j] : 0;
    }
  }

  private void markLast(int width) {
    for (int lane = 0; lane < LANES; lane++) {
      last[lane] = lane < LANES - width % LANES ? 0 : 1;
    }
  }
}
