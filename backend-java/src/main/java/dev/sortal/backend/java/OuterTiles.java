package dev.sortal.backend.java;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The parts into which {@link VectorKernels} cut sums of outer products: they stay in registers
 * while all pairs of vectors are added.
 *
 * <p>Of each part k is its first sum, j the first number of each. {@code lanes} is what the lanes
 * of y are multiplied with.
 */
final class OuterTiles {
  private static final VectorSpecies<Float> SPECIES = VectorKernels.SPECIES;
  private static final int LANES = VectorKernels.LANES;

  private OuterTiles() {}

  /** Four sums by four times the vector length. */
  static void tile(Vectors x, int k, Vectors y, Vectors sums, int j) {
    float[] sums0 = sums.arrays[k];
    int at0 = sums.from[k] + j;
    float[] sums1 = sums.arrays[k + 1];
    int at1 = sums.from[k + 1] + j;
    float[] sums2 = sums.arrays[k + 2];
    int at2 = sums.from[k + 2] + j;
    float[] sums3 = sums.arrays[k + 3];
    int at3 = sums.from[k + 3] + j;
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
    for (int i = 0; i < x.size(); i++) {
      float[] m = y.arrays[i];
      int at = y.from[i] + j;
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, at);
      FloatVector m1 = FloatVector.fromArray(SPECIES, m, at + LANES);
      FloatVector m2 = FloatVector.fromArray(SPECIES, m, at + 2 * LANES);
      FloatVector m3 = FloatVector.fromArray(SPECIES, m, at + 3 * LANES);
      float[] factors = x.arrays[i];
      int from = x.from[i] + k;
      FloatVector a = FloatVector.broadcast(SPECIES, factors[from]);
      s00 = a.fma(m0, s00);
      s01 = a.fma(m1, s01);
      s02 = a.fma(m2, s02);
      s03 = a.fma(m3, s03);
      a = FloatVector.broadcast(SPECIES, factors[from + 1]);
      s10 = a.fma(m0, s10);
      s11 = a.fma(m1, s11);
      s12 = a.fma(m2, s12);
      s13 = a.fma(m3, s13);
      a = FloatVector.broadcast(SPECIES, factors[from + 2]);
      s20 = a.fma(m0, s20);
      s21 = a.fma(m1, s21);
      s22 = a.fma(m2, s22);
      s23 = a.fma(m3, s23);
      a = FloatVector.broadcast(SPECIES, factors[from + 3]);
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

  /** Four sums by the vector length. */
  static void column(Vectors x, int k, Vectors y, Vectors sums, int j, float[] lanes) {
    FloatVector used = FloatVector.fromArray(SPECIES, lanes, 0);
    float[] sums0 = sums.arrays[k];
    int at0 = sums.from[k] + j;
    float[] sums1 = sums.arrays[k + 1];
    int at1 = sums.from[k + 1] + j;
    float[] sums2 = sums.arrays[k + 2];
    int at2 = sums.from[k + 2] + j;
    float[] sums3 = sums.arrays[k + 3];
    int at3 = sums.from[k + 3] + j;
    FloatVector s00 = FloatVector.fromArray(SPECIES, sums0, at0);
    FloatVector s10 = FloatVector.fromArray(SPECIES, sums1, at1);
    FloatVector s20 = FloatVector.fromArray(SPECIES, sums2, at2);
    FloatVector s30 = FloatVector.fromArray(SPECIES, sums3, at3);
    for (int i = 0; i < x.size(); i++) {
      float[] m = y.arrays[i];
      int at = y.from[i] + j;
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, at).mul(used);
      float[] factors = x.arrays[i];
      int from = x.from[i] + k;
      FloatVector a = FloatVector.broadcast(SPECIES, factors[from]);
      s00 = a.fma(m0, s00);
      a = FloatVector.broadcast(SPECIES, factors[from + 1]);
      s10 = a.fma(m0, s10);
      a = FloatVector.broadcast(SPECIES, factors[from + 2]);
      s20 = a.fma(m0, s20);
      a = FloatVector.broadcast(SPECIES, factors[from + 3]);
      s30 = a.fma(m0, s30);
    }
    s00.intoArray(sums0, at0);
    s10.intoArray(sums1, at1);
    s20.intoArray(sums2, at2);
    s30.intoArray(sums3, at3);
  }

  /** One sum by the vector length. */
  static void one(Vectors x, int k, Vectors y, Vectors sums, int j, float[] lanes) {
    FloatVector used = FloatVector.fromArray(SPECIES, lanes, 0);
    float[] sums0 = sums.arrays[k];
    int at0 = sums.from[k] + j;
    FloatVector s00 = FloatVector.fromArray(SPECIES, sums0, at0);
    for (int i = 0; i < x.size(); i++) {
      float[] m = y.arrays[i];
      int at = y.from[i] + j;
      FloatVector m0 = FloatVector.fromArray(SPECIES, m, at).mul(used);
      float[] factors = x.arrays[i];
      int from = x.from[i] + k;
      FloatVector a = FloatVector.broadcast(SPECIES, factors[from]);
      s00 = a.fma(m0, s00);
    }
    s00.intoArray(sums0, at0);
  }
}
