package dev.sortal.backend.java;

import dev.sortal.spi.TrainingBackend;
import dev.sortal.tck.BackendCompliance;

/** Runs in a JVM with the module {@code jdk.incubator.vector}. */
class VectorComplianceTest extends BackendCompliance {
  @Override
  public TrainingBackend backend() {
    return new JavaBackend(() -> VectorKernels::new);
  }
}
