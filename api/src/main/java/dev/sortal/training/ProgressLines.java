package dev.sortal.training;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints a line for each epoch, and within long epochs one every ten seconds.
 *
 * <pre>{@code
 * pipeline.listener(ProgressLines.to(System.err))
 * }</pre>
 */
public final class ProgressLines implements TrainingListener {
  private static final long QUIET_NANOS = 10_000_000_000L;

  private final PrintStream out;
  private long lastLine;

  private ProgressLines(PrintStream out) {
    this.out = out;
  }

  /** Lines to that stream. */
  public static ProgressLines to(PrintStream out) {
    return new ProgressLines(out);
  }

  @Override
  public void onStart(Start start) {
    lastLine = System.nanoTime();
    out.printf(
        Locale.ROOT,
        "Training on %s (%s): %,d rows, %,d for validation%n",
        start.engine(),
        start.device(),
        start.rows(),
        start.validationRows());
  }

  @Override
  public void onStep(Progress progress) {
    long now = System.nanoTime();
    if (now - lastLine >= QUIET_NANOS) {
      lastLine = now;
      out.printf(
          Locale.ROOT,
          "epoch %d/%d  %3.0f %%  loss %.4f  accuracy %.4f  %,.0f rows/s  %.0f s left%n",
          progress.epoch(),
          progress.epochs(),
          100.0 * progress.rows() / progress.totalRows(),
          progress.loss(),
          progress.accuracy(),
          progress.rowsPerSecond(),
          progress.secondsLeft());
    }
  }

  @Override
  public void onEpoch(Epoch epoch) {
    lastLine = System.nanoTime();
    out.println(line(epoch));
  }

  @Override
  public void onEnd(History history) {
    String kept =
        history.bestEpoch() == 0
            ? "kept the weights so far"
            : "kept the weights of epoch " + history.bestEpoch();
    out.println(
        switch (history.end()) {
          case COMPLETED -> "Trained " + history.epochs().size() + " epochs, " + kept + ".";
          case STOPPED_EARLY ->
              "Stopped after epoch "
                  + history.epochs().size()
                  + " without further improvement, "
                  + kept
                  + ".";
          case INTERRUPTED -> "Interrupted, " + kept + ".";
          case FAILED -> "Failed, " + kept + ".";
        });
  }

  /** An epoch in one line. */
  public static String line(Epoch epoch) {
    String text =
        String.format(
            Locale.ROOT,
            "epoch %2d  loss %.4f  accuracy %.4f",
            epoch.number(),
            epoch.loss(),
            epoch.accuracy());
    if (!Double.isNaN(epoch.validationAccuracy())) {
      text +=
          String.format(
              Locale.ROOT,
              "  validation loss %.4f  accuracy %.4f",
              epoch.validationLoss(),
              epoch.validationAccuracy());
    }
    return text
        + String.format(
            Locale.ROOT, "  %,.0f rows/s  %.1f s", epoch.rowsPerSecond(), epoch.seconds());
  }
}
