package dev.sortal.backend.tf;

import dev.sortal.spi.TrainingBackend;
import dev.sortal.tck.BackendCompliance;

class TensorFlowComplianceTest extends BackendCompliance {
  @Override
  public TrainingBackend backend() {
    return new TensorFlowBackend();
  }
}
