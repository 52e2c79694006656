package dev.sortal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.CleaningStep;
import dev.sortal.duplicates.EqualWords;
import dev.sortal.duplicates.NearDuplicates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cleaning steps in a file: an array with an object for each, of its kind and its settings. */
final class CleaningJson {
  private static final String STEP = "step";
  private static final String OWN = "own";

  private CleaningJson() {}

  static ArrayNode write(List<CleaningStep> steps) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (CleaningStep step : steps) {
      array.add(write(step));
    }
    return array;
  }

  private static ObjectNode write(CleaningStep step) {
    if (step instanceof EqualWords) {
      return JsonNodeFactory.instance.objectNode().put(STEP, "equalWords");
    }
    if (step instanceof NearDuplicates near) {
      return JsonNodeFactory.instance
          .objectNode()
          .put(STEP, "nearDuplicates")
          .put("similarity", near.threshold())
          .put("run", near.run())
          .put("seed", near.seed());
    }
    ObjectNode settings = step.settings();
    return settings != null
        ? settings
        : JsonNodeFactory.instance.objectNode().put(STEP, OWN).put("name", step.name());
  }

  static List<CleaningStep> read(JsonNode json, CleaningStep... own) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("Cleaning steps must be an array, got " + json + ".");
    }
    Map<String, CleaningStep> byName = new LinkedHashMap<>();
    for (CleaningStep step : own) {
      byName.put(step.name(), step);
    }
    List<CleaningStep> steps = new ArrayList<>();
    for (JsonNode step : json) {
      steps.add(step(step, byName));
    }
    return steps;
  }

  private static CleaningStep step(JsonNode json, Map<String, CleaningStep> own) {
    String kind = json.path(STEP).asText();
    return switch (kind) {
      case "emptyText" -> CleaningStep.dropEmptyTexts();
      case "noLabel" -> CleaningStep.dropUnlabelled();
      case "shorterThan" -> CleaningStep.dropShorterThan(integer(json, "characters"));
      case "longerThan" -> CleaningStep.dropLongerThan(integer(json, "characters"));
      case "fewerLettersThan" -> CleaningStep.dropFewerLettersThan(number(json, "share"));
      case "duplicate" -> CleaningStep.dropDuplicates();
      case "equalWords" -> EqualWords.standard();
      case "nearDuplicates" ->
          NearDuplicates.atLeast(number(json, "similarity"))
              .run(integer(json, "run"))
              .seed(require(json, "seed", json.path("seed").isIntegralNumber()).longValue());
      case "trimLabels" -> CleaningStep.trimLabels();
      case "rename" -> CleaningStep.rename(labels(json));
      case "foldLabels" ->
          json.has("names") ? CleaningStep.foldLabels(names(json)) : CleaningStep.foldLabels();
      case "labelsRarerThan" -> CleaningStep.dropLabelsRarerThan(integer(json, "examples"));
      case OWN -> own(json, own);
      default -> throw new IllegalArgumentException("There is no cleaning step " + json + ".");
    };
  }

  private static CleaningStep own(JsonNode json, Map<String, CleaningStep> own) {
    String name = json.path("name").asText();
    CleaningStep step = own.get(name);
    if (step == null) {
      throw new IllegalArgumentException(
          "The cleaning step \""
              + name
              + "\" is an own one: expected it to be handed to read(json, ...), got "
              + own.keySet()
              + ".");
    }
    return step;
  }

  private static Map<String, String> labels(JsonNode json) {
    Map<String, String> labels = new LinkedHashMap<>();
    require(json, "labels", json.path("labels").isObject())
        .properties()
        .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
    return labels;
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    require(json, "names", json.path("names").isArray()).forEach(name -> names.add(name.asText()));
    return names;
  }

  private static int integer(JsonNode json, String name) {
    return require(json, name, json.path(name).isInt()).intValue();
  }

  private static double number(JsonNode json, String name) {
    return require(json, name, json.path(name).isNumber()).doubleValue();
  }

  private static JsonNode require(JsonNode json, String name, boolean isThere) {
    if (!isThere) {
      throw new IllegalArgumentException(
          "A cleaning step needs a fitting \"" + name + "\", got " + json + ".");
    }
    return json.path(name);
  }
}
