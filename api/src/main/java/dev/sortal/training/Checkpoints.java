package dev.sortal.training;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where and how often a training saves what it needs to go on; an immutable value.
 *
 * <p>A training with checkpoints goes on from the last one in the folder, if there is one. Since
 * only a checkpoint of the same data and settings is taken, that cannot change what comes of it:
 * with one thread the classifier is equal to the bit to that of a training that was never
 * interrupted. After a power cut or a kill, run the same program again.
 *
 * <p>By default one is saved after every epoch, and the last two are kept. One is also saved when
 * the training ends, by an interrupt too. A damaged one is passed over for the one before it, with
 * a warning. The best epoch so far is beside them as a classifier that can be loaded: {@code
 * best.sortal}.
 *
 * <pre>{@code
 * Pipeline.text()
 *     .checkpoints(Checkpoints.in(Path.of("run-1")).every(Duration.ofMinutes(10)).keep(3))
 *     .train(parts);
 * }</pre>
 */
public final class Checkpoints {
  private final Path folder;
  private final int everyEpochs;
  private final long everySteps;
  private final @Nullable Duration every;
  private final int keep;
  private final boolean startsAnew;

  private Checkpoints(
      Path folder,
      int everyEpochs,
      long everySteps,
      @Nullable Duration every,
      int keep,
      boolean startsAnew) {
    this.folder = folder;
    this.everyEpochs = everyEpochs;
    this.everySteps = everySteps;
    this.every = every;
    this.keep = keep;
    this.startsAnew = startsAnew;
  }

  /** In that folder, which is made if there is none; for one training. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, 1, 0, null, 2, false);
  }

  /** After every n-th epoch, at least 1; by default after every one. */
  public Checkpoints everyEpochs(int epochs) {
    require(epochs, "epochs");
    return new Checkpoints(folder, epochs, everySteps, every, keep, startsAnew);
  }

  /** After every n-th step too, at least 1. */
  public Checkpoints everySteps(long steps) {
    require(steps, "steps");
    return new Checkpoints(folder, everyEpochs, steps, every, keep, startsAnew);
  }

  /** After a step too, when the last one is so long ago. */
  public Checkpoints every(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(
          "The time between checkpoints must be above 0, got " + time + ".");
    }
    return new Checkpoints(folder, everyEpochs, everySteps, time, keep, startsAnew);
  }

  /** Keeping the last k of them, at least 1; by default 2. */
  public Checkpoints keep(int checkpoints) {
    require(checkpoints, "checkpoints to keep");
    return new Checkpoints(folder, everyEpochs, everySteps, every, checkpoints, startsAnew);
  }

  /** Deleting the checkpoints that are there when the training begins, whatever they are of. */
  public Checkpoints startingAnew() {
    return new Checkpoints(folder, everyEpochs, everySteps, every, keep, true);
  }

  /** In a folder of that name inside this one: for one of several trainings. */
  public Checkpoints inside(String name) {
    return new Checkpoints(folder.resolve(name), everyEpochs, everySteps, every, keep, startsAnew);
  }

  private static void require(long count, String what) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "The number of " + what + " must be at least 1, got " + count + ".");
    }
  }

  /** Where they are. */
  public Path folder() {
    return folder;
  }

  /** How many are kept. */
  public int keep() {
    return keep;
  }

  /** Whether those that are there are deleted. */
  public boolean startsAnew() {
    return startsAnew;
  }

  boolean isDueAfterEpoch(int epoch) {
    return epoch % everyEpochs == 0;
  }

  boolean isDueAfterStep(long step, long nanosSinceLast) {
    return (everySteps > 0 && step % everySteps == 0)
        || (every != null && nanosSinceLast >= every.toNanos());
  }
}
