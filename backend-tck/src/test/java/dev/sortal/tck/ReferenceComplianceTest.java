package dev.sortal.tck;

import dev.sortal.spi.TrainingBackend;
import dev.sortal.tck.reference.ReferenceBackend;

class ReferenceComplianceTest extends BackendCompliance {
  @Override
  public TrainingBackend backend() {
    return new ReferenceBackend();
  }

  @Override
  public boolean isSinglePrecision() {
    return false;
  }
}
