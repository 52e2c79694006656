package dev.sortal.backend.java;

import dev.sortal.tensor.SplitMix64;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/**
 * Whether kernels are worth having on this machine: they give what the plain loops give, faster,
 * and leave nothing on the heap.
 *
 * <p>Which code the JIT compiler makes of the Vector API is not known beforehand: some builds of
 * some JVMs put vectors on the heap, and are far slower than plain loops.
 */
final class KernelCheck {
  /** Sizes that leave rests in every part into which kernels may cut the work. */
  private static final int COUNT = 67;

  private static final int WIDTH = 109;

  /** The sums are of numbers below 1, some 200 of them. */
  private static final float TOLERANCE = 1e-3f;

  private static final int CALLS = 20;

  /** What asking for them may leave, for each call; a vector on the heap takes more. */
  private static final int BYTES = 64;

  private final Kernels plain = new PlainKernels();
  private final Kernels kernels;
  private final Duration patience;
  private final SplitMix64 random = new SplitMix64(1);
  private final float[][] matrix = new float[WIDTH][];
  private final Vectors vectors = new Vectors();
  private final float[] positive = new float[WIDTH];

  /**
   * A check of kernels.
   *
   * @param patience how long to run them until the JIT compiler has done its work
   */
  KernelCheck(Kernels kernels, Duration patience) {
    this.kernels = kernels;
    this.patience = patience;
    Arrays.setAll(matrix, i -> drawn(WIDTH));
    for (int i = 0; i < WIDTH; i++) {
      positive[i] = (i + 1) % 3;
    }
    float[] data = drawn(COUNT * WIDTH);
    for (int i = 0; i < COUNT; i++) {
      vectors.add(data, i * WIDTH);
    }
  }

  private float[] drawn(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.uniform() - 0.5);
    }
    return values;
  }

  private static Vectors zeros() {
    Vectors zeros = new Vectors();
    for (int i = 0; i < COUNT; i++) {
      zeros.add(new float[WIDTH], 0);
    }
    return zeros;
  }

  /** What speaks against the kernels; empty if nothing does. */
  String objection() {
    Vectors expected = zeros();
    Vectors sums = zeros();
    work(plain, expected);
    work(kernels, sums);
    for (int i = 0; i < COUNT; i++) {
      for (int j = 0; j < WIDTH; j++) {
        float difference = expected.arrays[i][j] - sums.arrays[i][j];
        if (!(Math.abs(difference) <= TOLERANCE)) {
          return "a sum of products differs by " + difference;
        }
      }
    }
    return slowness(sums);
  }

  private String slowness(Vectors sums) {
    long start = System.nanoTime();
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < CALLS; i++) {
      fastest = Math.min(fastest, nanos(plain, sums));
    }
    String objection;
    do {
      fastest = Math.min(fastest, nanos(plain, sums));
      long before = allocated();
      long nanos = nanos(kernels, sums);
      long bytes = (allocated() - before) / CALLS;
      if (bytes <= BYTES && nanos < fastest) {
        return "";
      }
      objection =
          bytes > BYTES
              ? "they leave " + bytes + " bytes on the heap in a call"
              : "they take " + (float) nanos / fastest + " times as long";
    } while (System.nanoTime() - start < patience.toNanos());
    return objection;
  }

  private void work(Kernels kernels, Vectors sums) {
    kernels.multiply(vectors, WIDTH, matrix, 0, sums);
    kernels.addOuter(vectors, vectors, WIDTH, sums);
    kernels.addAll(matrix, COUNT, sums.arrays[0]);
    for (int i = 0; i < COUNT; i++) {
      kernels.add(matrix[i], sums.arrays[i]);
      kernels.addTimes(0.5f, matrix[i], sums.arrays[i]);
      kernels.keepWherePositive(positive, sums.arrays[i], WIDTH);
    }
  }

  private long nanos(Kernels kernels, Vectors sums) {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      work(kernels, sums);
    }
    return System.nanoTime() - start;
  }

  /** The bytes that this thread has allocated; always 0 in a runtime that does not count them. */
  private static long allocated() {
    return ModuleLayer.boot().findModule("jdk.management").isPresent() ? Counting.bytes() : 0;
  }

  /** Linked only where its module is. */
  private static final class Counting {
    static long bytes() {
      return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
          ? threads.getCurrentThreadAllocatedBytes()
          : 0;
    }
  }
}
