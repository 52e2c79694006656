package dev.sortal.benchmarks;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * What a block of work took.
 *
 * @param cpu seconds of processor time of all threads of the process, also of those that ended
 * @param wall seconds that passed
 */
record Cost(double cpu, double wall) {
  static Cost of(Runnable work) {
    double cpu = ProcessClock.seconds();
    long wall = System.nanoTime();
    work.run();
    return new Cost(ProcessClock.seconds() - cpu, (System.nanoTime() - wall) * 1e-9);
  }

  /** What a part of the work took, where all of it is alike. */
  Cost scaled(double share) {
    return new Cost(cpu * share, wall * share);
  }

  /** The clock of POSIX: the one that the JVM offers ticks a hundred times a second. */
  private static final class ProcessClock {
    private static final int CLOCK_PROCESS_CPUTIME_ID = Platform.isMac() ? 12 : 2;

    static {
      Native.register(ProcessClock.class, Platform.C_LIBRARY_NAME);
    }

    private ProcessClock() {}

    private static native int clock_gettime(int clock, long[] secondsAndNanos);

    static double seconds() {
      long[] time = new long[2];
      if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, time) != 0) {
        throw new IllegalStateException("The system has no clock of the process's own time.");
      }
      return time[0] + time[1] * 1e-9;
    }
  }
}
