package dev.sortal.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.spec.SpecJson;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.TrainingListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * Writes every training into a file of JSON Lines of its own, a line for each event.
 *
 * <p>The first line says what is trained: engine, device, rows, fingerprint of the data, settings
 * of the pipeline, machine. A line for each epoch follows, and one at the end. A line is written as
 * a whole when its event happens, so that a process that dies leaves complete lines. Figures that
 * are not finite are null. Any number of trainings may log into a folder, one after the other or at
 * once, by one log or several.
 *
 * <pre>{@code
 * pipeline.listener(RunLog.in(Path.of("runs"))).train(parts);
 * for (LoggedRun run : RunLog.readAll(Path.of("runs"))) {
 *   System.out.println(run.id() + ": " + run.epochs().size() + " epochs, " + run.end());
 * }
 * }</pre>
 */
public final class RunLog {
  static final String SUFFIX = ".jsonl";
  static final int SCHEMA = 1;

  private RunLog() {}

  /**
   * A listener that logs into a folder, which is made when a training begins. If the folder cannot
   * be written the training does not begin; a failure later on, as on a full disk, is a warning.
   */
  public static TrainingListener in(Path folder) {
    return Lenient.of(new Writer(folder));
  }

  /**
   * What a file tells, as far as it was written: of a training that died the events before.
   *
   * @throws dev.sortal.error.DataException if a complete line is not one of a log; the message
   *     names it
   * @throws dev.sortal.error.SortalException if the file cannot be read
   */
  public static LoggedRun read(Path file) {
    return RunLogReader.read(file);
  }

  /**
   * What all logs of a folder tell, the oldest first; empty if there is no folder. Files of other
   * names than {@code *.jsonl} and such without a complete first line are left out.
   *
   * @throws dev.sortal.error.DataException if a complete line is not one of a log
   * @throws dev.sortal.error.SortalException if the files cannot be read
   */
  public static List<LoggedRun> readAll(Path folder) {
    return RunLogReader.readAll(folder);
  }

  /** Several trainings at once are told apart by their threads. */
  private static final class Writer implements TrainingListener {
    private final Path folder;
    private final ThreadLocal<Path> file = new ThreadLocal<>();

    Writer(Path folder) {
      this.folder = folder;
    }

    @Override
    public void onStart(Start start) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      String id = RunId.next(now);
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("event", "start");
      json.put("schema", SCHEMA);
      json.put("run", id);
      json.put("time", now.toString());
      json.put("engine", start.engine());
      json.put("device", start.device().toString());
      json.put("rows", start.rows());
      json.put("validationRows", start.validationRows());
      json.put("sha256", start.sha256());
      json.set("settings", start.settings());
      json.set("machine", SpecJson.write(Machine.here()));
      Appending.folder(folder);
      file.set(folder.resolve(id + SUFFIX));
      append(json);
    }

    @Override
    public void onEpoch(Epoch epoch) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("event", "epoch");
      json.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
      for (Map.Entry<String, JsonNode> figure : SpecJson.write(epoch).properties()) {
        boolean isFinite = Double.isFinite(figure.getValue().doubleValue());
        json.set(figure.getKey(), isFinite ? figure.getValue() : json.nullNode());
      }
      append(json);
    }

    @Override
    public void onEnd(History history) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("event", "end");
      json.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
      json.put("end", history.end().name());
      json.put("bestEpoch", history.bestEpoch());
      append(json);
    }

    private void append(ObjectNode json) {
      Appending.append(file.get(), (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "RunLog in " + folder;
    }
  }
}
