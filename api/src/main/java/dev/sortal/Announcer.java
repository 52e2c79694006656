package dev.sortal;

import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Progress;
import dev.sortal.training.TrainingListener;
import java.util.List;
import java.util.function.Supplier;

/** Tells each of several listeners. */
record Announcer(List<TrainingListener> listeners) implements TrainingListener {
  @Override
  public void onStart(Start start) {
    listeners.forEach(one -> one.onStart(start));
  }

  @Override
  public void onStep(Progress progress) {
    listeners.forEach(one -> one.onStep(progress));
  }

  @Override
  public void onEpoch(Epoch epoch, Supplier<Weights> weights) {
    listeners.forEach(one -> one.onEpoch(epoch, weights));
  }

  @Override
  public void onEnd(History history) {
    listeners.forEach(one -> one.onEnd(history));
  }
}
