package dev.sortal.engine;

import dev.sortal.spi.Batch;
import dev.sortal.spi.Device;
import dev.sortal.spi.InferenceSession;
import java.nio.FloatBuffer;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Inference for any number of threads: calls share the engine's network and take turns with the
 * memory of a call.
 *
 * <p>The memory of at most 64 calls is kept, none of a call of more than 256 rows: give larger
 * batches in parts. {@link #close} waits for calls in progress.
 *
 * <pre>{@code
 * return new PooledInference(Device.cpu(), () -> new MyCall(loaded), loaded::close);
 * }</pre>
 */
public final class PooledInference implements InferenceSession {
  /** How many calls' memory is kept; more is made, and let go, while more calls overlap. */
  private static final int POOLED = 64;

  /** Memory that has grown for a larger batch is not kept: few calls need as much. */
  private static final int LARGEST_KEPT = 256;

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
  private final Pool<Call> pool = new Pool<>(POOLED);
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
      Call call = pool.take();
      if (call == null) {
        call = calls.get();
      }
      boolean kept = false;
      try {
        call.logits(batch, into);
        kept = batch.rows() <= LARGEST_KEPT && pool.give(call);
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
        for (Call call = pool.take(); call != null; call = pool.take()) {
          call.close();
        }
        closeEngine.run();
      }
    } finally {
      lifetime.writeLock().unlock();
    }
  }
}
