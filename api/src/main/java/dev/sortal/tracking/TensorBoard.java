package dev.sortal.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sortal.format.Proto;
import dev.sortal.tensor.Weights;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.TrainingListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes trainings as event files for TensorBoard, each into a folder of its own.
 *
 * <p>By epoch: loss and accuracy of training and validation, learning rate, rows a second, and a
 * histogram of each parameter's weights; once: the settings as hyper-parameters. Each epoch is
 * written when it is over. {@code tensorboard --logdir runs} shows them, while they run too.
 *
 * <pre>{@code
 * pipeline.listener(TensorBoard.in(Path.of("runs"))).train(parts);
 * pipeline.listener(TensorBoard.withoutHistograms(Path.of("runs"))).train(parts);
 * }</pre>
 */
public final class TensorBoard {
  private TensorBoard() {}

  /**
   * A listener that writes into new folders in a folder, which is made when a training begins. If
   * it cannot be written the training does not begin; a failure later on, as on a full disk, is a
   * warning.
   */
  public static TrainingListener in(Path folder) {
    return Lenient.of(new Writer(folder, true));
  }

  /** As {@link #in}, without weights, which cost a copy of all of them each epoch. */
  public static TrainingListener withoutHistograms(Path folder) {
    return Lenient.of(new Writer(folder, false));
  }

  /** Several trainings at once are told apart by their threads. */
  private static final class Writer implements TrainingListener {
    private final Path folder;
    private final boolean hasHistograms;
    private final ThreadLocal<EventFile> file = new ThreadLocal<>();

    Writer(Path folder, boolean hasHistograms) {
      this.folder = folder;
      this.hasHistograms = hasHistograms;
    }

    @Override
    public void onStart(Start start) {
      Instant now = Instant.now();
      String id = RunId.next(now);
      Path run = folder.resolve(id);
      Appending.folder(run);
      EventFile events = new EventFile(run, now);
      file.set(events);
      events.add(now, 0, List.of(Summaries.sessionStart(parameters(start), id, now)));
    }

    private static Map<String, JsonNode> parameters(Start start) {
      Map<String, JsonNode> parameters = new TreeMap<>();
      flatten("", start.settings(), parameters);
      parameters.put("engine", new TextNode(start.engine()));
      return parameters;
    }

    /** Members of members get the names of both; lists stay JSON. */
    private static void flatten(String prefix, ObjectNode json, Map<String, JsonNode> into) {
      for (Map.Entry<String, JsonNode> member : json.properties()) {
        String name = prefix + member.getKey();
        if (member.getValue() instanceof ObjectNode object) {
          flatten(name + ".", object, into);
        } else if (member.getValue().isArray()) {
          into.put(name, new TextNode(member.getValue().toString()));
        } else if (!member.getValue().isNull()) {
          into.put(name, member.getValue());
        }
      }
    }

    @Override
    public void onEpoch(Epoch epoch, Supplier<Weights> weights) {
      List<Proto> values = new ArrayList<>();
      add(values, "loss/training", epoch.loss());
      add(values, "loss/validation", epoch.validationLoss());
      add(values, "accuracy/training", epoch.accuracy());
      add(values, "accuracy/validation", epoch.validationAccuracy());
      add(values, "learning_rate", epoch.learningRate());
      add(values, "rows_per_second", epoch.rowsPerSecond());
      if (hasHistograms) {
        weights
            .get()
            .asMap()
            .forEach(
                (name, tensor) -> {
                  @Nullable Proto one = Summaries.histogram("weights/" + name, tensor.buffer());
                  if (one != null) {
                    values.add(one);
                  }
                });
      }
      file.get().add(Instant.now(), epoch.number(), values);
    }

    private static void add(List<Proto> values, String tag, double figure) {
      if (Double.isFinite(figure)) {
        values.add(Summaries.scalar(tag, figure));
      }
    }

    @Override
    public void onEnd(History history) {
      Instant now = Instant.now();
      int step = history.epochs().size();
      file.get().add(now, step, List.of(Summaries.sessionEnd(history.end(), now)));
    }

    @Override
    public String toString() {
      return "TensorBoard in " + folder;
    }
  }
}
