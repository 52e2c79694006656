package dev.sortal.backend.java;

class PlainKernelsTest extends KernelsContract {
  @Override
  Kernels kernels() {
    return new PlainKernels();
  }
}
