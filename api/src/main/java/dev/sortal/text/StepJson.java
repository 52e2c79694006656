package dev.sortal.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.SortalException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Text steps in a file: an array with an object for each, of its name and its settings. */
final class StepJson {
  private static final String STEP = "step";
  private static final String OWN = "own";
  private static final String PERSONAL = "personal";

  private StepJson() {}

  static ArrayNode write(List<TextStep> steps) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (TextStep step : steps) {
      write(step, array.addObject());
    }
    return array;
  }

  private static void write(TextStep step, ObjectNode json) {
    if (step instanceof PlainStep plain) {
      json.put(STEP, plain.name());
    } else if (step instanceof CharacterLimit limit) {
      json.put(STEP, CharacterLimit.NAME).put("most", limit.most());
    } else if (step instanceof Masking masking) {
      json.put(STEP, Masking.NAME);
      ArrayNode kinds = json.putArray("kinds");
      masking.kinds().forEach(kind -> kinds.add(kind.word()));
    } else if (step instanceof StopWords stop) {
      json.put(STEP, StopWords.NAME);
      stop.words().forEach(json.putArray("words")::add);
    } else {
      requireRegistered(step);
      json.put(STEP, OWN).put("name", step.name());
    }
  }

  private static void requireRegistered(TextStep step) {
    if (step instanceof UnnamedStep) {
      throw new SortalException(
          "The classifier cannot be saved: expected text steps with a name, got one without, which"
              + " no application could find again. Give it one with TextStep.named(...). "
              + RegisteredSteps.advice("..."));
    }
    Map<String, TextStep> registered = RegisteredSteps.find(step.getClass().getClassLoader());
    if (!registered.containsKey(step.name())) {
      throw new SortalException(
          "The classifier cannot be saved: expected the text step \""
              + step.name()
              + "\" to be registered, so that it is found when the file is loaded, got "
              + registered.keySet()
              + ". "
              + RegisteredSteps.advice(step.name()));
    }
  }

  static List<TextStep> read(JsonNode json) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("Text steps must be an array, got " + json + ".");
    }
    List<TextStep> steps = new ArrayList<>();
    for (JsonNode step : json) {
      steps.add(step(step));
    }
    return steps;
  }

  private static TextStep step(JsonNode json) {
    String kind = text(json, STEP);
    return switch (kind) {
      case CharacterLimit.NAME -> new CharacterLimit(integer(json, "most"));
      case Masking.NAME -> new Masking(kinds(json));
      case StopWords.NAME -> StopWords.of(words(json));
      case OWN -> own(text(json, "name"));
      default -> plain(kind);
    };
  }

  private static Set<Mask> kinds(JsonNode json) {
    JsonNode array = json.path("kinds");
    Set<Mask> kinds = EnumSet.noneOf(Mask.class);
    for (JsonNode kind : array) {
      kinds.add(Mask.named(kind.asText()));
    }
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("A text step needs \"kinds\", got " + json + ".");
    }
    return kinds;
  }

  private static List<String> words(JsonNode json) {
    List<String> words = new ArrayList<>();
    for (JsonNode word : json.path("words")) {
      if (!word.isTextual()) {
        throw new IllegalArgumentException("A stop word must be a text, got " + word + ".");
      }
      words.add(word.textValue());
    }
    return words;
  }

  /** The step of that name, which has no settings or the usual ones. */
  static TextStep named(String name) {
    return name.equals(PERSONAL)
        ? new Masking(PersonalDataReport.KINDS)
        : Mask.WORDS.contains(name) ? new Masking(EnumSet.of(Mask.named(name))) : plain(name);
  }

  private static PlainStep plain(String name) {
    return PlainStep.ALL.stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no text step \"" + name + "\": expected one of " + names() + "."));
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(PlainStep.ALL.stream().map(PlainStep::name).toList());
    names.add(PERSONAL);
    names.addAll(Mask.WORDS);
    return names;
  }

  private static TextStep own(String name) {
    Map<String, TextStep> registered = RegisteredSteps.find(null);
    TextStep step = registered.get(name);
    if (step == null) {
      throw new SortalException(
          "The classifier was trained with the text step \""
              + name
              + "\", which this application lacks: expected it to be registered, got "
              + registered.keySet()
              + ". Add the jar that holds it. Or: "
              + RegisteredSteps.advice(name));
    }
    return step;
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(
          "A text step needs a text \"" + name + "\", got " + json + ".");
    }
    return value.textValue();
  }

  private static int integer(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isInt()) {
      throw new IllegalArgumentException(
          "A text step needs a whole number \"" + name + "\", got " + json + ".");
    }
    return value.intValue();
  }
}
