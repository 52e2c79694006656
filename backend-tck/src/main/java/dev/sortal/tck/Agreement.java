package dev.sortal.tck;

import dev.sortal.spec.Network;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Set;

/** When two engines' numbers agree: |a - b| at most t * max|b| + 1e-6 over a tensor. */
public final class Agreement {
  /** The tolerance for everything but networks with batch normalisation. */
  static final double TOLERANCE = 1e-4;

  private static final double NORM_TOLERANCE = 1e-3;

  private static final double FLOOR = 1e-6;
  private static final double LOSS_FLOOR = 1e-5;

  private Agreement() {}

  /** How far apart the trajectories of a network may be. */
  public static double tolerance(Network network) {
    return NormCases.isIn(network) ? NORM_TOLERANCE : TOLERANCE;
  }

  /** Every tensor of two sets of weights. */
  public static void assertAgree(String what, Weights actual, Weights expected) {
    expected
        .asMap()
        .forEach((name, tensor) -> assertAgree(what + ", " + name, actual.get(name), tensor));
  }

  /** These tensors of two sets of weights, within that tolerance. */
  public static void assertAgree(
      double tolerance, String what, Set<String> names, Weights actual, Weights expected) {
    for (String name : names) {
      Tensor tensor = expected.get(name);
      assertAgree(
          tolerance,
          what + ", " + name,
          actual.get(name).buffer(),
          tensor.buffer(),
          tensor.shape().size());
    }
  }

  /** All elements of two tensors. */
  public static void assertAgree(String what, Tensor actual, Tensor expected) {
    assertAgree(what, actual.buffer(), expected.buffer(), expected.shape().size());
  }

  /** The first {@code count} elements of two buffers. */
  public static void assertAgree(String what, FloatBuffer actual, FloatBuffer expected, int count) {
    assertAgree(TOLERANCE, what, actual, expected, count);
  }

  /** The first {@code count} elements of two buffers, within that tolerance. */
  public static void assertAgree(
      double tolerance, String what, FloatBuffer actual, FloatBuffer expected, int count) {
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(expected.get(i)));
    }
    double allowed = tolerance * largest + FLOOR;
    for (int i = 0; i < count; i++) {
      double distance = Math.abs((double) actual.get(i) - expected.get(i));
      if (!(distance <= allowed)) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "%s, element %d:%n  expected %.9g (within %.3g)%n  but was  %.9g",
                what,
                i,
                expected.get(i),
                allowed,
                actual.get(i)));
      }
    }
  }

  /** Two losses: |a - b| at most t * |b| + 1e-5. */
  public static void assertLossesAgree(String what, double actual, double expected) {
    assertLossesAgree(TOLERANCE, what, actual, expected);
  }

  /** Two losses, within that tolerance. */
  public static void assertLossesAgree(
      double tolerance, String what, double actual, double expected) {
    double allowed = tolerance * Math.abs(expected) + LOSS_FLOOR;
    if (!(Math.abs(actual - expected) <= allowed)) {
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "%s:%n  expected loss %.9g (within %.3g)%n  but was       %.9g",
              what,
              expected,
              allowed,
              actual));
    }
  }
}
