package dev.sortal.cli;

import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.Progress;
import dev.sortal.training.ProgressLines;
import dev.sortal.training.TrainingListener;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar for each epoch on a terminal, plain lines elsewhere. */
final class TrainingProgress implements TrainingListener {
  private static final int WIDTH = 100;

  private final PrintStream err;
  private @Nullable ProgressBar bar;

  private TrainingProgress(PrintStream err) {
    this.err = err;
  }

  static TrainingListener of(PrintWriter err) {
    return System.console() != null && err != null
        ? new TrainingProgress(System.err)
        : ProgressLines.to(System.err);
  }

  @Override
  public void onStart(Start start) {
    ProgressLines.to(err).onStart(start);
  }

  @Override
  public void onStep(Progress progress) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("epoch " + progress.epoch() + "/" + progress.epochs())
              .setInitialMax(progress.totalRows())
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .hideEta()
              .setConsumer(new DelegatingProgressBarConsumer(line -> err.print("\r" + line), WIDTH))
              .build();
    }
    bar.stepTo(progress.rows());
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            " %,.0f rows/s, loss %.4f, accuracy %.4f, %.0f s left",
            progress.rowsPerSecond(),
            progress.loss(),
            progress.accuracy(),
            progress.secondsLeft()));
  }

  @Override
  public void onEpoch(Epoch epoch) {
    closeBar();
    err.println(ProgressLines.line(epoch));
  }

  @Override
  public void onEnd(History history) {
    closeBar();
    ProgressLines.to(err).onEnd(history);
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
      err.print("\r" + " ".repeat(WIDTH) + "\r");
    }
  }
}
