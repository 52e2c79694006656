package dev.sortal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.auto.Mode;
import dev.sortal.data.Encoder;
import dev.sortal.metrics.Calibration;
import dev.sortal.spec.GroupRule;
import dev.sortal.spec.Layer;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.SpecJson;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Device;
import dev.sortal.text.WordVectors;
import dev.sortal.training.MaxNorm;
import dev.sortal.training.Monitor;
import dev.sortal.training.Sampling;
import dev.sortal.training.Schedule;
import dev.sortal.training.WeightAverage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of a pipeline as JSON, which a saved classifier holds; what is not set is left out.
 *
 * <p>Not in it: encoders, which a saved classifier holds fitted; listeners and the folders of
 * caches, which change no result. Of an engine that was given itself it holds the name.
 */
final class PipelineSettingsJson {
  private static final Set<String> REQUIRED =
      Set.of("network", "optimizer", "epochs", "batchSize", "patience", "validation", "seed");

  private PipelineSettingsJson() {}

  static ObjectNode write(PipelineSettings settings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("network", network(settings));
    ArrayNode vectors = json.putArray("vectors");
    settings.vectors.forEach(one -> vectors.add(vectors(one)));
    settings.frozen.forEach(json.putArray("frozen")::add);
    json.set("optimizer", SpecJson.write(settings.optimizer));
    if (settings.learningRate != null) {
      json.put("learningRate", settings.learningRate);
    }
    ArrayNode groups = json.putArray("groups");
    settings.groups.forEach(rule -> groups.add(SpecJson.write(rule)));
    json.set("schedule", SpecJson.write(settings.schedule));
    if (settings.average != null) {
      json.set("average", SpecJson.write(settings.average));
    }
    if (settings.maxNorm != null) {
      json.set("maxNorm", SpecJson.write(settings.maxNorm));
    }
    json.put("epochs", settings.epochs);
    json.put("batchSize", settings.batchSize);
    json.put("bucketing", settings.bucketing);
    json.put("patience", settings.patience);
    json.put("leastImprovement", settings.leastImprovement);
    if (settings.monitor != null) {
      json.put("monitor", settings.monitor.name());
    }
    json.put("validation", settings.validation);
    json.put("labelSmoothing", settings.labelSmoothing);
    json.put("severalLabels", settings.severalLabels);
    json.put("threshold", settings.threshold);
    json.put("tunesThresholds", settings.tunesThresholds);
    if (settings.calibration != null) {
      json.put("calibration", settings.calibration.name());
    }
    json.put("abstainBelow", settings.abstainBelow);
    json.put("targetAccuracy", settings.targetAccuracy);
    settings.outOfScope.forEach(json.putArray("outOfScope")::add);
    if (Double.isFinite(settings.clipNorm)) {
      json.put("clipNorm", settings.clipNorm);
    }
    ObjectNode classWeights = json.putObject("classWeights");
    settings.classWeights.keySet().stream()
        .sorted()
        .forEach(label -> classWeights.put(label, settings.classWeights.get(label)));
    json.put("balancedWeights", settings.balancedWeights);
    if (settings.sampling != null) {
      json.set("sampling", SpecJson.write(settings.sampling));
    }
    if (settings.positive != null) {
      json.put("positive", settings.positive);
    }
    json.put("keepsOptimizers", settings.keepsOptimizers);
    json.put("seed", settings.seed);
    json.set("backend", backend(settings.backend));
    return json;
  }

  /** What the user said, not what came of it. */
  private static ObjectNode network(PipelineSettings settings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (settings.auto != null) {
      json.put("auto", settings.auto.name());
    } else if (settings.continuation != null) {
      json.put("continued", true);
    } else if (settings.layers != null) {
      ArrayNode layers = json.putArray("layers");
      settings.layers.forEach(layer -> layers.add(SpecJson.write(layer)));
    } else if (settings.preset != null) {
      json.put("preset", settings.preset);
    } else {
      json.put("fitting", true);
    }
    return json;
  }

  private static ObjectNode vectors(WordVectors vectors) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("file", vectors.path().toString());
    json.put("ignoringCase", vectors.isIgnoringCase());
    if (vectors.input() != null) {
      json.put("input", vectors.input());
    }
    return json;
  }

  private static ObjectNode backend(BackendChoice choice) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    String name = choice.instance() == null ? choice.name() : choice.instance().name();
    if (name != null) {
      json.put("name", name);
    }
    json.put("device", choice.execution().device().toString());
    json.put("threads", choice.execution().threads());
    return json;
  }

  /**
   * The settings that were written.
   *
   * @param encoders what reads the examples
   * @throws IllegalArgumentException if the JSON is not that of a pipeline; the message says where
   */
  static PipelineSettings read(JsonNode json, List<Encoder> encoders) {
    if (!(json instanceof ObjectNode object)) {
      throw new IllegalArgumentException(
          "The settings of a pipeline must be a JSON object, got " + json.getNodeType() + ".");
    }
    Set<String> missing = new TreeSet<>(REQUIRED);
    missing.removeIf(object::has);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("The settings of a pipeline lack " + missing + ".");
    }
    PipelineSettings settings = new PipelineSettings(encoders);
    // Settings that do not know of buckets are those of a training without.
    settings.bucketing = false;
    object
        .properties()
        .forEach(
            entry -> {
              try {
                read(entry.getKey(), entry.getValue(), settings);
              } catch (IllegalArgumentException failure) {
                throw new IllegalArgumentException(
                    "The setting \""
                        + entry.getKey()
                        + "\" of a pipeline cannot be read: "
                        + failure.getMessage(),
                    failure);
              }
            });
    settings.requireConsistent();
    return settings;
  }

  private static void read(String name, JsonNode value, PipelineSettings settings) {
    switch (name) {
      case "network" -> readNetwork(value, settings);
      case "vectors" -> settings.vectors = list(value, PipelineSettingsJson::readVectors);
      case "frozen" -> settings.frozen = list(value, PipelineSettingsJson::text);
      case "optimizer" -> settings.optimizer = SpecJson.read(value, Optimizer.class);
      case "learningRate" -> settings.learningRate = number(value);
      case "groups" -> settings.groups = list(value, rule -> SpecJson.read(rule, GroupRule.class));
      case "schedule" -> settings.schedule = SpecJson.read(value, Schedule.class);
      case "average" -> settings.average = SpecJson.read(value, WeightAverage.class);
      case "maxNorm" -> settings.maxNorm = SpecJson.read(value, MaxNorm.class);
      case "epochs" -> settings.epochs = whole(value);
      case "batchSize" -> settings.batchSize = whole(value);
      case "bucketing" -> settings.bucketing = truth(value);
      case "patience" -> settings.patience = whole(value);
      case "leastImprovement" -> settings.leastImprovement = number(value);
      case "monitor" -> settings.monitor = Monitor.remembered(text(value));
      case "validation" -> settings.validation = number(value);
      case "labelSmoothing" -> settings.labelSmoothing = number(value);
      case "severalLabels" -> settings.severalLabels = truth(value);
      case "threshold" -> settings.threshold = number(value);
      case "tunesThresholds" -> settings.tunesThresholds = truth(value);
      case "calibration" -> settings.calibration = Calibration.valueOf(text(value));
      case "abstainBelow" -> settings.abstainBelow = number(value);
      case "targetAccuracy" -> settings.targetAccuracy = number(value);
      case "outOfScope" -> settings.outOfScope = list(value, PipelineSettingsJson::text);
      case "clipNorm" -> settings.clipNorm = number(value);
      case "classWeights" -> settings.classWeights = weights(value);
      case "balancedWeights" -> settings.balancedWeights = truth(value);
      case "sampling" -> settings.sampling = SpecJson.read(value, Sampling.class);
      case "positive" -> settings.positive = text(value);
      case "keepsOptimizers" -> settings.keepsOptimizers = truth(value);
      case "seed" -> settings.seed = large(value);
      case "backend" -> settings.backend = readBackend(value);
      default -> throw new IllegalArgumentException("there is no such setting. Update Sortal.");
    }
  }

  private static void readNetwork(JsonNode json, PipelineSettings settings) {
    if (json.has("auto")) {
      settings.auto = Mode.valueOf(text(json.path("auto")));
    } else if (json.has("layers")) {
      settings.layers = list(json.path("layers"), layer -> SpecJson.read(layer, Layer.class));
    } else if (json.has("preset")) {
      settings.preset = text(json.path("preset"));
    } else {
      // The layers of a continued training are those of the classifier that it began at.
      truth(json.path(json.has("continued") ? "continued" : "fitting"));
    }
  }

  private static WordVectors readVectors(JsonNode json) {
    WordVectors vectors = WordVectors.file(Path.of(text(json.path("file"))));
    if (truth(json.path("ignoringCase"))) {
      vectors = vectors.ignoringCase();
    }
    return json.has("input") ? vectors.input(text(json.path("input"))) : vectors;
  }

  private static BackendChoice readBackend(JsonNode json) {
    BackendChoice choice =
        BackendChoice.any()
            .on(Device.parse(text(json.path("device"))))
            .threads(whole(json.path("threads")));
    return json.has("name") ? choice.name(text(json.path("name"))) : choice;
  }

  private static Map<String, Double> weights(JsonNode json) {
    Map<String, Double> weights = new LinkedHashMap<>();
    json.properties().forEach(entry -> weights.put(entry.getKey(), number(entry.getValue())));
    return Map.copyOf(weights);
  }

  /** Reads one element of an array. */
  private interface Element<T> {
    T read(JsonNode json);
  }

  private static <T> List<T> list(JsonNode json, Element<T> element) {
    require(json.isArray(), "an array", json);
    List<T> all = new ArrayList<>();
    for (Iterator<JsonNode> each = json.elements(); each.hasNext(); ) {
      all.add(element.read(each.next()));
    }
    return List.copyOf(all);
  }

  private static String text(JsonNode json) {
    require(json.isTextual(), "a text", json);
    return json.textValue();
  }

  private static double number(JsonNode json) {
    require(json.isNumber(), "a number", json);
    return json.doubleValue();
  }

  private static int whole(JsonNode json) {
    require(json.isInt(), "a whole number", json);
    return json.intValue();
  }

  private static long large(JsonNode json) {
    require(json.isIntegralNumber() && json.canConvertToLong(), "a whole number", json);
    return json.longValue();
  }

  private static boolean truth(JsonNode json) {
    require(json.isBoolean(), "true or false", json);
    return json.booleanValue();
  }

  private static void require(boolean holds, String expected, JsonNode received) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + ", got " + received + ".");
    }
  }
}
