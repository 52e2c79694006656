package dev.sortal.tracking;

import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Progress;
import dev.sortal.training.TrainingListener;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener whose failure does not end a training that has begun.
 *
 * <p>What another listener throws ends the training. Where it only takes notes, hours of training
 * are worth more than the rest of them: this one lets a failure before the first step through, as
 * that is found at once and costs nothing, and logs the first one after it as a warning, whereupon
 * the listener is told no more of that training.
 *
 * <pre>{@code
 * pipeline.listener(Lenient.of(new MlflowListener(server)));
 * }</pre>
 */
public final class Lenient implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(Lenient.class);

  private final TrainingListener listener;

  /** One training after another runs on a thread, several at once on several. */
  private final ThreadLocal<Boolean> hasFailed = ThreadLocal.withInitial(() -> false);

  private Lenient(TrainingListener listener) {
    this.listener = listener;
  }

  /** A listener that takes notes. */
  public static Lenient of(TrainingListener listener) {
    return new Lenient(listener);
  }

  @Override
  public void onStart(Start start) {
    hasFailed.set(false);
    listener.onStart(start);
  }

  @Override
  public void onStep(Progress progress) {
    guard(() -> listener.onStep(progress));
  }

  @Override
  public void onEpoch(Epoch epoch, Supplier<Weights> weights) {
    guard(() -> listener.onEpoch(epoch, weights));
  }

  @Override
  public void onEnd(History history) {
    guard(() -> listener.onEnd(history));
  }

  private void guard(Runnable call) {
    if (hasFailed.get()) {
      return;
    }
    try {
      call.run();
    } catch (RuntimeException failure) {
      hasFailed.set(true);
      LOG.warn(
          "{} failed and is told no more of this training, which goes on: {}",
          listener,
          failure.getMessage(),
          failure);
    }
  }
}
