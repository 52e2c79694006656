package dev.sortal.backend.java;

import dev.sortal.spi.TrainingBackend;
import dev.sortal.tck.BackendCompliance;

class JavaComplianceTest extends BackendCompliance {
  @Override
  public TrainingBackend backend() {
    return new JavaBackend(() -> PlainKernels::new);
  }
}
