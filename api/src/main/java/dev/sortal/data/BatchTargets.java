package dev.sortal.data;

import dev.sortal.spi.Targets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Gathers the targets of batches into reused direct buffers; for one thread. */
abstract class BatchTargets {
  static BatchTargets of(Truth truth) {
    return truth instanceof Truth.One one ? new OfOne(one) : new OfSeveral((Truth.Several) truth);
  }

  /** The targets of the rows rows[from..to), valid until the next call. */
  abstract Targets read(int[] rows, int from, int to);

  /** Whether the row has a target: false for an unknown class, which gets class 0. */
  abstract boolean isKnown(int row);

  private static ByteBuffer direct(int elements) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(elements, Integer.BYTES))
        .order(ByteOrder.nativeOrder());
  }

  private static final class OfOne extends BatchTargets {
    private final int[] classes;
    private IntBuffer buffer = IntBuffer.allocate(0);

    OfOne(Truth.One truth) {
      this.classes = truth.classes();
    }

    @Override
    Targets read(int[] rows, int from, int to) {
      if (buffer.capacity() < to - from) {
        buffer = direct(to - from).asIntBuffer();
      }
      for (int i = from; i < to; i++) {
        buffer.put(i - from, Math.max(0, classes[rows[i]]));
      }
      return new Targets.Classes(buffer);
    }

    @Override
    boolean isKnown(int row) {
      return classes[row] != Truth.UNKNOWN;
    }
  }

  private static final class OfSeveral extends BatchTargets {
    private final Truth.Several truth;
    private FloatBuffer buffer = FloatBuffer.allocate(0);

    OfSeveral(Truth.Several truth) {
      this.truth = truth;
    }

    @Override
    Targets read(int[] rows, int from, int to) {
      int size = Math.multiplyExact(to - from, truth.count());
      if (buffer.capacity() < size) {
        buffer = direct(size).asFloatBuffer();
      }
      for (int i = 0; i < size; i++) {
        buffer.put(i, 0);
      }
      for (int i = from; i < to; i++) {
        for (int label : truth.labels()[rows[i]]) {
          buffer.put((i - from) * truth.count() + label, 1);
        }
      }
      return new Targets.Values(buffer);
    }

    @Override
    boolean isKnown(int row) {
      return true;
    }
  }
}
