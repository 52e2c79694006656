package dev.sortal.training;

import java.util.List;

/**
 * What a checkpoint says of a {@link Run} in its manifest; the weights are beside it.
 *
 * @param tally the sums of the epoch in progress
 * @param seconds that the epoch in progress took so far
 */
record RunState(
    long step,
    int epoch,
    int position,
    Tally.Sums tally,
    double seconds,
    List<Epoch> epochs,
    int best,
    int improved,
    int plateau,
    int waited,
    int reductions) {
  RunState {
    epochs = List.copyOf(epochs);
    int complete = epochs.size();
    boolean isSound =
        step >= 0
            && epoch == complete + 1
            && position >= 0
            && best >= 0
            && best <= complete
            && improved >= 0
            && improved <= complete
            && plateau >= 0
            && plateau <= complete
            && waited >= 0
            && reductions >= 0;
    for (int i = 0; i < complete; i++) {
      isSound &= epochs.get(i).number() == i + 1;
    }
    if (!isSound) {
      throw new IllegalArgumentException(
          "the state of a training contradicts itself: epoch "
              + epoch
              + " after "
              + complete
              + ", step "
              + step
              + ", position "
              + position
              + ", best epoch "
              + best);
    }
  }
}
