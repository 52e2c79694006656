package dev.sortal.training;

import dev.sortal.data.ByLength;
import dev.sortal.error.BackendException;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.TrainingSession;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The passes over the validation rows: in batches of similar length within windows of rows, of
 * which the answers are put back in the order of the rows.
 */
final class Validation {
  private final ValidationRows rows;
  private final Monitor monitor;
  private final int[] order;

  /** The rows of a window; whole batches. */
  private final int window;

  private final int classes;

  Validation(ValidationRows rows, Monitor monitor) {
    this.rows = rows;
    this.monitor = monitor;
    this.classes = rows.labels().size();
    this.window = ByLength.window(classes);
    this.order = new int[rows.set().rows()];
    Arrays.setAll(order, row -> row);
    ByLength byLength = new ByLength(rows.set().lengths());
    for (int from = 0; from < order.length; from += window) {
      byLength.sort(order, from, end(from));
    }
  }

  private int end(int from) {
    return (int) Math.min(order.length, (long) from + window);
  }

  /** Whether epochs can be compared: there are rows. */
  boolean isPossible() {
    return order.length > 0;
  }

  /**
   * Judges the session's weights.
   *
   * @param logits room for {@link ByLength#BATCH} rows
   */
  Judged judge(TrainingSession session, int epoch, FloatBuffer logits) throws InterruptedException {
    Judged judged = new Judged(rows, monitor.needsAnswers());
    FloatBuffer inOrder = FloatBuffer.allocate(Math.min(window, order.length) * classes);
    int from = 0;
    int seen = 0;
    try (BatchFeed feed = new BatchFeed(rows.set(), 0, order, 0, ByLength.BATCH)) {
      for (LabelledBatch batch = feed.next(); batch != null; batch = feed.next()) {
        try {
          session.logits(batch.batch(), logits);
        } catch (BackendException failure) {
          throw TrainingLoop.failed("the validation of epoch " + epoch, failure);
        }
        for (int i = 0; i < batch.batch().rows(); i++) {
          inOrder.put((order[seen++] - from) * classes, logits, i * classes, classes);
        }
        if (seen == end(from)) {
          judged.add(inOrder, seen - from);
          from = seen;
        }
      }
    }
    return judged;
  }
}
