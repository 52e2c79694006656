package dev.sortal.backend.onnx;

import dev.sortal.spi.TrainingBackend;
import dev.sortal.tck.BackendCompliance;

class OnnxComplianceTest extends BackendCompliance {
  @Override
  public TrainingBackend backend() {
    return new OnnxBackend();
  }
}
