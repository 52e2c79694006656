package dev.sortal.training;

import java.util.List;

/**
 * What happened in a training.
 *
 * <pre>{@code
 * for (Epoch epoch : classifier.history().epochs()) {
 *   System.out.println(epoch.number() + ": " + epoch.validationAccuracy());
 * }
 * }</pre>
 *
 * @param epochs the complete epochs in order
 * @param bestEpoch the number of the epoch whose weights were kept; 0 if none was complete
 * @param end why it ended
 */
public record History(List<Epoch> epochs, int bestEpoch, End end) {
  /** Why a training ended. */
  public enum End {
    /** All epochs were run. */
    COMPLETED,
    /** No improvement for as many epochs as patience allows. */
    STOPPED_EARLY,
    /** The training thread was interrupted. */
    INTERRUPTED,
    /** A step failed; the epochs before it are complete. */
    FAILED
  }

  public History {
    epochs = List.copyOf(epochs);
  }
}
