package dev.sortal.engine;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What one user at a time works with, kept for the next, at most so many; safe for threads.
 *
 * <p>Without locks, and nothing is allocated. Places are filled and emptied from the first, so that
 * few users share the few things that the processor's caches hold, however many there once were.
 *
 * <pre>{@code
 * Buffers buffers = pool.take();
 * buffers = buffers == null ? new Buffers() : buffers;
 * work(buffers);
 * pool.give(buffers);
 * }</pre>
 */
public final class Pool<T> {
  private final AtomicReferenceArray<@Nullable T> places;

  /** A pool for that many, at least 1. */
  public Pool(int most) {
    this.places = new AtomicReferenceArray<>(most);
  }

  /** One for the caller alone, or null if none is left. */
  public @Nullable T take() {
    for (int i = 0; i < places.length(); i++) {
      if (places.getPlain(i) != null) {
        T taken = places.getAndSet(i, null);
        if (taken != null) {
          return taken;
        }
      }
    }
    return null;
  }

  /**
   * Keeps one for others.
   *
   * @return false if there are enough, and it is the caller's to let go
   */
  public boolean give(T thing) {
    for (int i = 0; i < places.length(); i++) {
      if (places.getPlain(i) == null && places.compareAndSet(i, null, thing)) {
        return true;
      }
    }
    return false;
  }
}
