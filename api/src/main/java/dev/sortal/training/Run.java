package dev.sortal.training;

import dev.sortal.spec.OptimizerState;
import dev.sortal.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a training is: with the engine's weights and slots, all that it needs to go on.
 *
 * <p>What a run decides from is here or in its settings, nowhere else, so that a checkpoint of this
 * loses nothing.
 */
final class Run {
  /** Steps done. */
  long step;

  /** The epoch in progress, from 1; after the last one more than there are. */
  int epoch = 1;

  /** How many of the epoch's rows were visited. */
  int position;

  /** The figures of the epoch so far. */
  Tally tally;

  /** The seconds that the epoch took before this process went on with it. */
  private double secondsBefore;

  /** When this process began with the epoch, as {@link System#nanoTime} gives it. */
  long start = System.nanoTime();

  /** The complete epochs. */
  final List<Epoch> epochs = new ArrayList<>();

  /** The number of the best epoch, 0 before the first. */
  int best;

  /** The weights of the best epoch; none where nothing is compared. */
  @Nullable Weights bestWeights;

  /** What optimizers remembered then, where that is to be kept. */
  @Nullable OptimizerState bestOptimizers;

  /** The number of the epoch that patience counts from, 0 before the first. */
  int improved;

  /** The number of the epoch that a plateau is measured from, 0 before the first. */
  int plateau;

  /** Epochs without improvement since then, or since the last reduction. */
  int waited;

  /** How often the rate was reduced on a plateau. */
  int reductions;

  /** The average of weights, once it has begun. */
  @Nullable Weights average;

  private final int classes;

  Run(int classes) {
    this.classes = classes;
    this.tally = new Tally(classes);
  }

  /** The seconds that the epoch in progress took so far. */
  double seconds() {
    return secondsBefore + Math.max(System.nanoTime() - start, 1) * 1e-9;
  }

  /** What a checkpoint saves of it. */
  RunState state() {
    return new RunState(
        step,
        epoch,
        position,
        tally.sums(),
        position == 0 ? 0 : seconds(),
        epochs,
        best,
        improved,
        plateau,
        waited,
        reductions);
  }

  /** The run that a checkpoint was made of. */
  static Run of(Checkpoint checkpoint, int classes) {
    RunState state = checkpoint.run();
    Run run = new Run(classes);
    run.step = state.step();
    run.epoch = state.epoch();
    run.position = state.position();
    run.tally = Tally.from(classes, state.tally());
    run.secondsBefore = state.seconds();
    run.epochs.addAll(state.epochs());
    run.best = state.best();
    run.bestWeights = checkpoint.best();
    run.bestOptimizers = checkpoint.bestOptimizers();
    run.improved = state.improved();
    run.plateau = state.plateau();
    run.waited = state.waited();
    run.reductions = state.reductions();
    run.average = checkpoint.average();
    return run;
  }

  @Nullable Epoch best() {
    return best == 0 ? null : epochs.get(best - 1);
  }

  /**
   * Takes the figures of the epoch in progress, which is complete, and begins the next.
   *
   * @return whether the epoch is the best so far
   */
  boolean finish(Epoch figures, TrainingSettings settings, boolean isCompared) {
    Stopping stopping = settings.stopping();
    epochs.add(figures);
    boolean isBest = !isCompared || stopping.monitor().isBetter(figures, best());
    if (!isCompared || isImprovement(figures, improved, stopping)) {
      improved = figures.number();
    }
    if (isImprovement(figures, plateau, stopping)) {
      plateau = figures.number();
      waited = 0;
    } else {
      waited++;
      if (waited == settings.schedule().plateau().patience()) {
        reductions++;
        waited = 0;
      }
    }
    epoch++;
    position = 0;
    tally = new Tally(classes);
    secondsBefore = 0;
    return isBest;
  }

  private boolean isImprovement(Epoch figures, int since, Stopping stopping) {
    return since == 0
        || stopping.monitor().isBetter(figures, epochs.get(since - 1), stopping.leastImprovement());
  }

  boolean isPatienceOver(int patience) {
    return patience > 0 && epochs.size() - improved >= patience;
  }
}
