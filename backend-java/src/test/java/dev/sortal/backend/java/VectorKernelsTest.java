package dev.sortal.backend.java;

/** Runs in a JVM with the module {@code jdk.incubator.vector}. */
class VectorKernelsTest extends KernelsContract {
  @Override
  Kernels kernels() {
    return new VectorKernels();
  }
}
