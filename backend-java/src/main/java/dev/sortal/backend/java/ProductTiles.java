package dev.sortal.backend.java;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The parts into which {@link VectorKernels} cut vectors times a matrix: sums stay in registers
 * while all inputs are added.
 *
 * <p>Of each part i is its first vector, j its first output. {@code lanes} is what the lanes of the
 * matrix are multiplied with.
 */
final class ProductTiles {
  private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
  private static final int LANES = VectorKernels.LANES;

  private ProductTiles() {}

  /** Four vectors by four times the vector length. */
  static void tile(Vectors x, int i, int inputs, float[][] matrix, int first, Vectors sums, int j) {
    float[] x0 = x.arrays[i];
    int from0 = x.from[i];
    float[] x1 = x.arrays[i + 1];
    int from1 = x.from[i + 1];
    float[] x2 = x.arrays[i + 2];
    int from2 = x.from[i + 2];
    float[] x3 = x.arrays[i + 3];
    int from3 = x.from[i + 3];
    float[] sums0 = sums.arrays[i];
    int at0 = sums.from[i] + j;
    float[] sums1 = sums.arrays[i + 1];
    int at1 = sums.from[i + 1] + j;
    float[] sums2 = sums.arrays[i + 2];
    int at2 = sums.from[i + 2] + j;
    float[] sums3 = sums.arrays[i + 3];
    int at3 = sums.from[i + 3] + j;
    FloatVector s00 = FloatVector.fromArray(SPECIES, sums0, at0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, sums0, at0 + LANES);
    FloatVector s02 = FloatVector.fromArray(SPECIES, sums0, at0 + 2 * LANES);
    FloatVector s03 = FloatVector.fromArray(SPECIES, sums0, at0 + 3 * LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, sums1, at1);
    FloatVector s11 = FloatVector.fromArray(SPECIES, sums1, at1 + LANES);
    FloatVector s12 = FloatVector.fromArray(SPECIES, sums1, at1 + 2 * LANES);
    FloatVector s13 = FloatVector.fromArray(SPECIES, sums1, at1 + 3 * LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, sums2, at2);
    FloatVector s21 = FloatVector.fromArray(SPECIES, sums2, at2 + LANES);
    FloatVector s22 = FloatVector.fromArray(SPECIES, sums2, at2 + 2 * LANES);
    FloatVector s23 = FloatVector.fromArray(SPECIES, sums2, at2 + 3 * LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, sums3, at3);
    FloatVector s31 = FloatVector.fromArray(SPECIES, sums3, at3 + LANES);
    FloatVector s32 = FloatVector.fromArray(SPECIES, sums3, at3 + 2 * LANES);
    FloatVector s33 = FloatVector.fromArray(SPECIES, sums3, at3 + 3 * LANES);
    for (int k = 0; k < inputs; k++) {
      float[] m = matrix[first + k];
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, j);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, j + LANES);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, j + 2 * LANES);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, j + 3 * LANES);
      FloatVector a = FloatVector.broadcast(SPECIES, x0[from0 + k]);
      s00 = a.fma(m0, s00);
      s01 = a.fma(m1, s01);
      s02 = a.fma(m2, s02);
      s03 = a.fma(m3, s03);
      a = FloatVector.broadcast(SPECIES, x1[from1 + k]);
      s10 = a.fma(m0, s10);
      s11 = a.fma(m1, s11);
      s12 = a.fma(m2, s12);
      s13 = a.fma(m3, s13);
      a = FloatVector.broadcast(SPECIES, x2[from2 + k]);
      s20 = a.fma(m0, s20);
      s21 = a.fma(m1, s21);
      s22 = a.fma(m2, s22);
      s23 = a.fma(m3, s23);
      a = FloatVector.broadcast(SPECIES, x3[from3 + k]);
      s30 = a.fma(m0, s30);
      s31 = a.fma(m1, s31);
      s32 = a.fma(m2, s32);
      s33 = a.fma(m3, s33);
    }
    s00.intoArray(sums0, at0);
    s01.intoArray(sums0, at0 + LANES);
    s02.intoArray(sums0, at0 + 2 * LANES);
    s03.intoArray(sums0, at0 + 3 * LANES);
    s10.intoArray(sums1, at1);
    s11.intoArray(sums1, at1 + LANES);
    s12.intoArray(sums1, at1 + 2 * LANES);
    s13.intoArray(sums1, at1 + 3 * LANES);
    s20.intoArray(sums2, at2);
    s21.intoArray(sums2, at2 + LANES);
    s22.intoArray(sums2, at2 + 2 * LANES);
    s23.intoArray(sums2, at2 + 3 * LANES);
    s30.intoArray(sums3, at3);
    s31.intoArray(sums3, at3 + LANES);
    s32.intoArray(sums3, at3 + 2 * LANES);
    s33.intoArray(sums3, at3 + 3 * LANES);
  }

  /** Four vectors by the vector length. */
  static void column(
      Vectors x,
      int i,
      int inputs,
      float[][] matrix,
      int first,
      Vectors sums,
      int j,
      float[] lanes) {
    float[] x0 = x.arrays[i];
    int from0 = x.from[i];
    float[] x1 = x.arrays[i + 1];
    int from1 = x.from[i + 1];
    float[] x2 = x.arrays[i + 2];
    int from2 = x.from[i + 2];
    float[] x3 = x.arrays[i + 3];
    int from3 = x.from[i + 3];
    FloatVector used = FloatVector.fromArray(SPECIES, lanes, 0);
    float[] sums0 = sums.arrays[i];
    int at0 = sums.from[i] + j;
    float[] sums1 = sums.arrays[i + 1];
    int at1 = sums.from[i + 1] + j;
    float[] sums2 = sums.arrays[i + 2];
    int at2 = sums.from[i + 2] + j;
    float[] sums3 = sums.arrays[i + 3];
    int at3 = sums.from[i + 3] + j;
    FloatVector s00 = FloatVector.fromArray(SPECIES, sums0, at0);
    FloatVector s10 = FloatVector.fromArray(SPECIES, sums1, at1);
    FloatVector s20 = FloatVector.fromArray(SPECIES, sums2, at2);
    FloatVector s30 = FloatVector.fromArray(SPECIES, sums3, at3);
    for (int k = 0; k < inputs; k++) {
      float[] m = matrix[first + k];
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, j).mul(used);
      FloatVector a = FloatVector.broadcast(SPECIES, x0[from0 + k]);
      s00 = a.fma(m0, s00);
      a = FloatVector.broadcast(SPECIES, x1[from1 + k]);
      s10 = a.fma(m0, s10);
      a = FloatVector.broadcast(SPECIES, x2[from2 + k]);
      s20 = a.fma(m0, s20);
      a = FloatVector.broadcast(SPECIES, x3[from3 + k]);
      s30 = a.fma(m0, s30);
    }
    s00.intoArray(sums0, at0);
    s10.intoArray(sums1, at1);
    s20.intoArray(sums2, at2);
    s30.intoArray(sums3, at3);
  }

  /** One vector by four times the vector length. */
  static void row(Vectors x, int i, int inputs, float[][] matrix, int first, Vectors sums, int j) {
    float[] x0 = x.arrays[i];
    int from0 = x.from[i];
    float[] sums0 = sums.arrays[i];
    int at0 = sums.from[i] + j;
    FloatVector s00 = FloatVector.fromArray(SPECIES, sums0, at0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, sums0, at0 + LANES);
    FloatVector s02 = FloatVector.fromArray(SPECIES, sums0, at0 + 2 * LANES);
    FloatVector s03 = FloatVector.fromArray(SPECIES, sums0, at0 + 3 * LANES);
    for (int k = 0; k < inputs; k++) {
      float[] m = matrix[first + k];
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, j);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, j + LANES);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, j + 2 * LANES);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, j + 3 * LANES);
      FloatVector a = FloatVector.broadcast(SPECIES, x0[from0 + k]);
      s00 = a.fma(m0, s00);
      s01 = a.fma(m1, s01);
      s02 = a.fma(m2, s02);
      s03 = a.fma(m3, s03);
    }
    s00.intoArray(sums0, at0);
    s01.intoArray(sums0, at0 + LANES);
    s02.intoArray(sums0, at0 + 2 * LANES);
    s03.intoArray(sums0, at0 + 3 * LANES);
  }

  /** One vector by the vector length. */
  static void one(
      Vectors x,
      int i,
      int inputs,
      float[][] matrix,
      int first,
      Vectors sums,
      int j,
      float[] lanes) {
    float[] x0 = x.arrays[i];
    int from0 = x.from[i];
    FloatVector used = FloatVector.fromArray(SPECIES, lanes, 0);
    float[] sums0 = sums.arrays[i];
    int at0 = sums.from[i] + j;
    FloatVector s00 = FloatVector.fromArray(SPECIES, sums0, at0);
    for (int k = 0; k < inputs; k++) {
      float[] m = matrix[first + k];
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, j).mul(used);
      FloatVector a = FloatVector.broadcast(SPECIES, x0[from0 + k]);
      s00 = a.fma(m0, s00);
    }
    s00.intoArray(sums0, at0);
  }
}
