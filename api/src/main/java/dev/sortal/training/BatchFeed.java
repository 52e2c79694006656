package dev.sortal.training;

import dev.sortal.data.EncodedSet;
import dev.sortal.spi.LabelledBatch;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the batches of one pass on a thread of its own, a few ahead of the one who takes them.
 *
 * <p>The order of the batches is the order of the rows it is given. A batch is valid until the next
 * is taken.
 */
final class BatchFeed implements AutoCloseable {
  private static final int AHEAD = 4;

  private final BlockingQueue<Slot> free = new ArrayBlockingQueue<>(AHEAD);
  private final BlockingQueue<Slot> filled = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;
  private @Nullable Slot taken;
  private int left;

  /** A reader with its buffers, and the batch in them or why there is none. */
  private static final class Slot {
    final EncodedSet.Reader reader;
    @Nullable LabelledBatch batch;
    @Nullable Throwable failure;

    Slot(EncodedSet.Reader reader) {
      this.reader = reader;
    }
  }

  /**
   * Begins at once.
   *
   * @param start how many of the rows are left out at the beginning
   */
  BatchFeed(EncodedSet set, int pass, int[] rows, int start, int batchSize) {
    left = (rows.length - start + batchSize - 1) / batchSize;
    for (int i = 0; i < Math.min(AHEAD, left); i++) {
      free.add(new Slot(set.reader(pass)));
    }
    thread = new Thread(() -> fill(rows, start, batchSize), "sortal-batches");
    thread.setDaemon(true);
    thread.start();
  }

  private void fill(int[] rows, int start, int batchSize) {
    try {
      for (int from = start; from < rows.length; from += batchSize) {
        Slot slot = free.take();
        try {
          slot.batch = slot.reader.read(rows, from, Math.min(rows.length, from + batchSize));
        } catch (RuntimeException | Error failure) {
          slot.failure = failure;
        }
        filled.put(slot);
        if (slot.failure != null) {
          return;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The next batch, or null after the last.
   *
   * @throws InterruptedException if the taking thread is interrupted
   */
  @Nullable LabelledBatch next() throws InterruptedException {
    if (taken != null) {
      free.add(taken);
      taken = null;
    }
    if (left == 0) {
      return null;
    }
    Slot slot = filled.take();
    if (slot.failure != null) {
      throw new IllegalStateException("A batch could not be assembled.", slot.failure);
    }
    left--;
    taken = slot;
    return slot.batch;
  }

  /** Ends the thread. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
