package dev.sortal.training;

import dev.sortal.error.BackendException;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingSession;
import java.nio.FloatBuffer;

/** The passes over the validation rows. */
final class Validation {
  static final int BATCH = 256;

  private final ValidationRows rows;
  private final Monitor monitor;
  private final int[] order;

  Validation(ValidationRows rows, Monitor monitor) {
    this.rows = rows;
    this.monitor = monitor;
    this.order = new int[rows.set().rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /** Whether epochs can be compared: there are rows. */
  boolean isPossible() {
    return order.length > 0;
  }

  /**
   * Judges the session's weights.
   *
   * @param logits room for {@link #BATCH} rows
   */
  Judged judge(TrainingSession session, int epoch, FloatBuffer logits) throws InterruptedException {
    Judged judged = new Judged(rows, monitor.needsAnswers());
    try (BatchFeed feed = new BatchFeed(rows.set(), 0, order, 0, BATCH)) {
      for (LabelledBatch batch = feed.next(); batch != null; batch = feed.next()) {
        try {
          session.logits(batch.batch(), logits);
        } catch (BackendException failure) {
          throw TrainingLoop.failed("the validation of epoch " + epoch, failure);
        }
        judged.add(logits, batch.batch().rows());
      }
    }
    return judged;
  }
}
