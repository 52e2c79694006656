package dev.sortal;

import dev.sortal.search.Proposal;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Runs trials: the one at hand on the caller's thread, or several on threads of their own. */
abstract class TrialRunner implements AutoCloseable {
  /**
   * A trial that is over.
   *
   * @param number from 0
   * @param value NaN where it failed
   * @param message why it failed, else empty
   */
  record Done(
      int number, Proposal proposal, int epochs, double value, double seconds, String message) {}

  private int running;

  private TrialRunner() {}

  static TrialRunner of(int parallel) {
    return parallel == 1 ? new OneByOne() : new AtOnce(parallel);
  }

  /** How many trials were started and not yet taken. */
  final int running() {
    return running;
  }

  final void start(Callable<Done> trial) {
    running++;
    begin(trial);
  }

  /**
   * A trial that is over, waited for.
   *
   * @throws InterruptedException if the caller, or the training, was interrupted
   */
  final Done take() throws InterruptedException {
    Done done = next();
    running--;
    return done;
  }

  abstract void begin(Callable<Done> trial);

  abstract Done next() throws InterruptedException;

  /** Ends what still runs and waits for it, so that no native memory outlives the search. */
  @Override
  public abstract void close();

  private static RuntimeException thrown(@Nullable Throwable failure) throws InterruptedException {
    if (failure instanceof InterruptedException interrupt) {
      throw interrupt;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(failure);
  }

  private static final class OneByOne extends TrialRunner {
    private final Queue<Callable<Done>> waiting = new ArrayDeque<>();

    @Override
    void begin(Callable<Done> trial) {
      waiting.add(trial);
    }

    @Override
    Done next() throws InterruptedException {
      try {
        return waiting.remove().call();
      } catch (Exception failure) {
        throw thrown(failure);
      }
    }

    @Override
    public void close() {
      waiting.clear();
    }
  }

  private static final class AtOnce extends TrialRunner {
    private final ExecutorService pool;
    private final CompletionService<Done> trials;

    AtOnce(int threads) {
      pool = Workers.pool("sortal-trial", threads);
      trials = new ExecutorCompletionService<>(pool);
    }

    @Override
    void begin(Callable<Done> trial) {
      trials.submit(trial);
    }

    @Override
    Done next() throws InterruptedException {
      try {
        return trials.take().get();
      } catch (ExecutionException failure) {
        throw thrown(failure.getCause());
      }
    }

    @Override
    public void close() {
      Workers.end(pool);
    }
  }
}
