package dev.sortal.backend.djl;

import dev.sortal.spi.TrainingBackend;
import dev.sortal.tck.BackendCompliance;

class DjlComplianceTest extends BackendCompliance {
  @Override
  public TrainingBackend backend() {
    return new DjlBackend();
  }
}
