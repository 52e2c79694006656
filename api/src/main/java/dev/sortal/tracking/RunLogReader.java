package dev.sortal.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.DataException;
import dev.sortal.error.SortalException;
import dev.sortal.spec.SpecJson;
import dev.sortal.training.Epoch;
import dev.sortal.training.History.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads logs, of which the last line may be half. */
final class RunLogReader {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Path file;
  private @Nullable ObjectNode start;
  private final List<Epoch> epochs = new ArrayList<>();
  private int bestEpoch;
  private @Nullable End end;

  private RunLogReader(Path file) {
    this.file = file;
  }

  static List<LoggedRun> readAll(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<LoggedRun> runs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path one : files.sorted().toList()) {
        if (one.toString().endsWith(RunLog.SUFFIX)) {
          List<String> lines = lines(one);
          if (!lines.isEmpty()) {
            runs.add(new RunLogReader(one).read(lines));
          }
        }
      }
    } catch (IOException failure) {
      throw new SortalException("Could not read " + folder + ": " + failure, failure);
    }
    return runs;
  }

  static LoggedRun read(Path file) {
    return new RunLogReader(file).read(lines(file));
  }

  /** The complete lines. */
  private static List<String> lines(Path file) {
    try {
      // Not readString, which refuses half of a character at the end.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException failure) {
      throw new SortalException("Could not read " + file + ": " + failure, failure);
    }
  }

  private LoggedRun read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      try {
        event(lines.get(i));
      } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
        throw new DataException(
            file
                + ":"
                + (i + 1)
                + " is not a line of a log of a training: "
                + (e instanceof JsonProcessingException json
                    ? json.getOriginalMessage()
                    : e.getMessage())
                + " Remove the file if it is not one.");
      }
    }
    if (start == null) {
      throw new DataException(
          file + " has no complete line: expected one that begins {\"event\":\"start\".");
    }
    return new LoggedRun(
        start.get("run").asText(),
        Instant.parse(start.get("time").asText()),
        start,
        epochs,
        bestEpoch,
        end);
  }

  private void event(String line) throws JsonProcessingException {
    if (!(JSON.readTree(line) instanceof ObjectNode json)) {
      throw new IllegalArgumentException("expected a JSON object, got something else.");
    }
    String event = json.path("event").asText();
    if ((start == null) != event.equals("start")) {
      throw new IllegalArgumentException(
          "expected the event \"start\" in the first line and no other, got \"" + event + "\".");
    }
    switch (event) {
      case "start" -> start = start(json);
      case "epoch" -> epochs.add(epoch(json));
      case "end" -> {
        end = End.valueOf(json.path("end").asText());
        bestEpoch = json.path("bestEpoch").asInt();
      }
      default -> {
        // An event of a later version.
      }
    }
  }

  private static ObjectNode start(ObjectNode json) {
    int schema = json.path("schema").asInt();
    if (schema != RunLog.SCHEMA) {
      throw new IllegalArgumentException(
          "expected schema " + RunLog.SCHEMA + ", got " + json.path("schema") + ".");
    }
    for (String name : Set.of("run", "time")) {
      if (!json.path(name).isTextual()) {
        throw new IllegalArgumentException("expected \"" + name + "\", got " + json.path(name));
      }
    }
    Instant.parse(json.get("time").asText());
    return json;
  }

  private static Epoch epoch(ObjectNode json) {
    ObjectNode figures = json.objectNode();
    json.properties()
        .forEach(
            figure -> {
              JsonNode value = figure.getValue();
              figures.set(figure.getKey(), value.isNull() ? json.numberNode(Double.NaN) : value);
            });
    return SpecJson.read(figures.without(List.of("event", "time")), Epoch.class);
  }
}
