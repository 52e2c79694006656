package dev.sortal.cli;

import dev.sortal.Pipeline;
import dev.sortal.tracking.RunLog;
import dev.sortal.tracking.TensorBoard;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a training is written down while it runs. */
final class TrackOptions {
  @Option(
      names = "--log",
      paramLabel = "DIR",
      description = "A folder for a log of the training, JSON Lines in a new file.")
  @Nullable Path log;

  @Option(
      names = "--tensorboard",
      paramLabel = "DIR",
      description = "A folder for event files that TensorBoard opens, in a new folder.")
  @Nullable Path tensorBoard;

  Pipeline apply(Pipeline pipeline) {
    Pipeline tracked = log == null ? pipeline : pipeline.listener(RunLog.in(log));
    return tensorBoard == null ? tracked : tracked.listener(TensorBoard.in(tensorBoard));
  }
}
