package dev.sortal.backend.djl.tensorflow;

import dev.sortal.spi.Backend;
import dev.sortal.tck.InferenceCompliance;

class DjlTensorFlowComplianceTest extends InferenceCompliance {
  @Override
  public Backend backend() {
    return new DjlTensorFlowBackend();
  }
}
