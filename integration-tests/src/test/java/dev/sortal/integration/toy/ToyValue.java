package dev.sortal.integration.toy;

/** An array of the engine, {@code [rows, ..]} row-major, and the gradient of the loss by it. */
final class ToyValue {
  final float[] data;

  /** Whoever reads the value adds its share in the backward pass. */
  final float[] gradient;

  ToyValue(int size) {
    this.data = new float[size];
    this.gradient = new float[size];
  }
}
