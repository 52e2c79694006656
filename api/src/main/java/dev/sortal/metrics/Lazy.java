package dev.sortal.metrics;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed at its first use, once; safe for threads. */
final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> computation;
  private volatile @Nullable T value;

  Lazy(Supplier<T> computation) {
    this.computation = computation;
  }

  @Override
  public T get() {
    T known = value;
    if (known == null) {
      synchronized (this) {
        known = value;
        if (known == null) {
          known = computation.get();
          value = known;
        }
      }
    }
    return known;
  }
}
