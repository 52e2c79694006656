package dev.sortal;

import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Progress;
import dev.sortal.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Tells of the trainings of branches, one after the other, as of one training whose last epoch is
 * that of the whole network: a second training on all rows is part of it.
 */
final class AutoListener implements TrainingListener {
  private final TrainingListener listener;
  private final int epochsOfBranch;
  private final int branches;
  private final boolean isSecond;
  private final List<Epoch> epochs = new ArrayList<>();
  private UnaryOperator<Weights> whole = UnaryOperator.identity();
  private int before;

  /**
   * For trainings of that many branches.
   *
   * @param isSecond whether they are on all rows, after a first one
   */
  AutoListener(TrainingListener listener, int branches, int epochsOfBranch, boolean isSecond) {
    this.listener = listener;
    this.branches = branches;
    this.epochsOfBranch = epochsOfBranch;
    this.isSecond = isSecond;
  }

  /**
   * Another branch begins.
   *
   * @param whole makes weights of the whole network of those of the branch
   */
  void next(int branch, UnaryOperator<Weights> whole) {
    this.before = branch * epochsOfBranch;
    this.whole = whole;
  }

  /** The epochs of all branches so far. */
  List<Epoch> epochs() {
    return epochs;
  }

  @Override
  public void onStep(Progress progress) {
    int last = branches * epochsOfBranch + 1;
    int rows = progress.totalRows();
    boolean fits = (long) rows * (last - 1) < Integer.MAX_VALUE;
    int done = before + progress.epoch() - 1;
    listener.onStep(
        new Progress(
            progress.step(),
            progress.learningRate(),
            isSecond ? last : before + progress.epoch(),
            last,
            isSecond && fits ? done * rows + progress.rows() : progress.rows(),
            isSecond && fits ? (last - 1) * rows : rows,
            progress.loss(),
            progress.accuracy(),
            progress.rowsPerSecond()));
  }

  @Override
  public void onEpoch(Epoch epoch, Supplier<Weights> weights) {
    Epoch numbered = numbered(epoch, before + epoch.number());
    epochs.add(numbered);
    if (!isSecond) {
      listener.onEpoch(numbered, () -> whole.apply(weights.get()));
    }
  }

  private static Epoch numbered(Epoch epoch, int number) {
    return new Epoch(
        number,
        epoch.loss(),
        epoch.accuracy(),
        epoch.validationLoss(),
        epoch.validationAccuracy(),
        epoch.validationBalancedAccuracy(),
        epoch.monitored(),
        epoch.learningRate(),
        epoch.seconds(),
        epoch.rowsPerSecond());
  }

  /** The whole training ends later. */
  @Override
  public void onEnd(History history) {
    before = 0;
  }
}
