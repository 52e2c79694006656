package dev.sortal.tck.reference;

import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.InferenceSession;
import java.nio.FloatBuffer;

/** An inference session of the reference, for subclasses to change one thing of. */
class AlteredInference implements InferenceSession {
  private final InferenceSession session;

  AlteredInference(InferenceSession session) {
    this.session = session;
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    session.logits(batch, into);
  }

  @Override
  public Device device() {
    return session.device();
  }

  @Override
  public void close() {
    session.close();
  }
}
