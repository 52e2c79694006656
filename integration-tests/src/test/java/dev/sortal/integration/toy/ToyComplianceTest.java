package dev.sortal.integration.toy;

import dev.sortal.spi.TrainingBackend;
import dev.sortal.tck.BackendCompliance;

class ToyComplianceTest extends BackendCompliance {
  @Override
  public TrainingBackend backend() {
    return new ToyBackend();
  }
}
