package dev.sortal;

import dev.sortal.auto.Temperature;
import dev.sortal.data.EncodedSet;
import dev.sortal.spi.Backend;
import dev.sortal.spi.Execution;
import dev.sortal.spi.InferenceSession;
import dev.sortal.training.Epoch;
import dev.sortal.training.Tally;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** Judges a network of several branches as a whole. */
final class AutoJudge {
  private static final int ROWS_AT_ONCE = 256;

  private final Backend backend;
  private final Execution execution;

  AutoJudge(Backend backend, Execution execution) {
    this.backend = backend;
    this.execution = execution;
  }

  /**
   * What validation rows say.
   *
   * @param temperature what logits are to be multiplied with
   * @param rows how many there were; without any the figures are NaN
   */
  record Judged(
      double temperature, int rows, double loss, double accuracy, double balancedAccuracy) {}

  /** Takes logits of rows. */
  private interface Logits {
    /** Those of the rows [from, to), from index 0. */
    void take(FloatBuffer logits, int from, int to);
  }

  Judged validation(AutoTraining.Trained trained, Prepared data) {
    int classes = data.labels().size();
    EncodedSet rows = data.validation();
    Temperature temperature = new Temperature(classes, rows.truth());
    pass(trained, rows, classes, temperature::add);
    double best = temperature.best();
    Tally tally = new Tally(classes);
    pass(
        trained,
        rows,
        classes,
        (logits, from, to) -> {
          for (int i = 0; i < (to - from) * classes; i++) {
            logits.put(i, (float) (logits.get(i) * best));
          }
          tally.add(logits, rows.truth(), from, to);
        });
    return new Judged(best, rows.rows(), tally.loss(), tally.accuracy(), tally.balancedAccuracy());
  }

  /** The whole network as an epoch, the last: its own training rows, and what was validated. */
  Epoch epoch(AutoTraining.Trained trained, Prepared data, Judged judged, int number) {
    int classes = data.labels().size();
    EncodedSet rows = data.training();
    Tally tally = new Tally(classes);
    pass(trained, rows, classes, (logits, from, to) -> tally.add(logits, rows.truth(), from, to));
    return new Epoch(
        number,
        tally.loss(),
        tally.accuracy(),
        judged.loss(),
        judged.accuracy(),
        judged.balancedAccuracy(),
        judged.loss(),
        trained.rate(),
        trained.seconds(),
        rows.rows() / trained.seconds());
  }

  private void pass(AutoTraining.Trained trained, EncodedSet set, int classes, Logits into) {
    if (set.rows() == 0) {
      return;
    }
    FloatBuffer logits =
        ByteBuffer.allocateDirect(ROWS_AT_ONCE * classes * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    EncodedSet.Reader reader = set.reader(0);
    try (InferenceSession session = backend.open(trained.network(), trained.weights(), execution)) {
      for (int from = 0; from < set.rows(); from += ROWS_AT_ONCE) {
        int to = Math.min(set.rows(), from + ROWS_AT_ONCE);
        int[] rows = IntStream.range(from, to).toArray();
        session.logits(reader.read(rows, 0, rows.length).batch(), logits);
        into.take(logits, from, to);
      }
    }
  }
}
