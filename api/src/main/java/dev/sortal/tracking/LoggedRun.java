package dev.sortal.tracking;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.training.Epoch;
import dev.sortal.training.History.End;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log tells of a training; immutable, but for {@code start}, which is to be read only.
 *
 * <pre>{@code
 * LoggedRun run = RunLog.read(file);
 * if (run.end() == null) {
 *   System.out.println(run.id() + " died after epoch " + run.epochs().size());
 * }
 * }</pre>
 *
 * @param id the name of the run, which no other has
 * @param started when it began
 * @param start all of the first line: {@code engine}, {@code device}, {@code rows}, {@code
 *     validationRows}, {@code sha256} of the data, {@code settings}, {@code machine}
 * @param epochs the complete epochs in order; figures that were not finite are NaN
 * @param bestEpoch the number of the epoch that was kept, 0 if that is not told
 * @param end why it ended, or null if it did not come to its end, or not yet
 */
public record LoggedRun(
    String id,
    Instant started,
    ObjectNode start,
    List<Epoch> epochs,
    int bestEpoch,
    @Nullable End end) {
  public LoggedRun {
    epochs = List.copyOf(epochs);
  }
}
