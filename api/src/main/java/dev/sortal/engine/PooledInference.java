package dev.sortal.engine;

import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.InferenceSession;
import java.nio.FloatBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Inference for any number of threads: calls share the engine's network and take turns with the
 * memory of a call.
 *
 * <p>{@link #close} waits for calls in progress.
 *
 * <pre>{@code
 * return new PooledInference(Device.cpu(), () -> new MyCall(loaded), loaded::close);
 * }</pre>
 */
public final class PooledInference implements InferenceSession {
  /** How many calls' memory is kept; more is made, and let go, while more calls overlap. */
  private static final int POOLED = 64;

  /** The memory of one call at a time. */
  public interface Call extends AutoCloseable {
    /** As {@link InferenceSession#logits}. */
    void logits(Batch batch, FloatBuffer into);

    @Override
    void close();
  }

  private final Device device;
  private final Supplier<? extends Call> calls;
  private final Runnable closeEngine;
  private final BlockingQueue<Call> pool = new ArrayBlockingQueue<>(POOLED);
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * A session around a loaded network.
   *
   * @param device what it runs on, never {@code auto}
   * @param calls makes the memory of a call; safe for threads
   * @param closeEngine frees the network; called once, after the memory of all calls
   */
  public PooledInference(Device device, Supplier<? extends Call> calls, Runnable closeEngine) {
    this.device = device;
    this.calls = calls;
    this.closeEngine = closeEngine;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public void logits(Batch batch, FloatBuffer into) {
    lifetime.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("This inference session is closed. Open a new one.");
      }
      Call call = pool.poll();
      if (call == null) {
        call = calls.get();
      }
      boolean kept = false;
      try {
        call.logits(batch, into);
        kept = pool.offer(call);
      } finally {
        if (!kept) {
          call.close();
        }
      }
    } finally {
      lifetime.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lifetime.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        pool.forEach(Call::close);
        pool.clear();
        closeEngine.run();
      }
    } finally {
      lifetime.writeLock().unlock();
    }
  }
}
