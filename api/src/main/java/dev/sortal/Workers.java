package dev.sortal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that train, for as long as one call lasts. */
final class Workers {
  private Workers() {}

  static ExecutorService pool(String name, int threads) {
    AtomicInteger named = new AtomicInteger();
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          Thread thread = new Thread(task, name + "-" + named.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Interrupts what still trains and waits for it; the caller's own interrupt is kept. */
  static void end(ExecutorService pool) {
    pool.shutdownNow();
    boolean isInterrupted = Thread.interrupted();
    boolean isOver = false;
    while (!isOver) {
      try {
        isOver = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException again) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
