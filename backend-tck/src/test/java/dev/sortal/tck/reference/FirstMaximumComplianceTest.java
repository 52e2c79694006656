package dev.sortal.tck.reference;

import dev.sortal.spi.TrainingBackend;
import dev.sortal.tck.BackendCompliance;

/** An engine may give a global pool's gradient to the first of equal maxima, if it says so. */
class FirstMaximumComplianceTest extends BackendCompliance {
  @Override
  public TrainingBackend backend() {
    return WrongLayers.firstMaximumTakesAll();
  }

  @Override
  public boolean sharesGradientAmongEqualMaxima() {
    return false;
  }

  @Override
  public boolean isSinglePrecision() {
    return false;
  }
}
