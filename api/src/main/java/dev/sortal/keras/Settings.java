package dev.sortal.keras;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sortal.error.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value of an export, whose settings are read with a check of their kind.
 *
 * @param owner how messages name it: the file, or the file and the layer
 */
record Settings(String owner, JsonNode json) {
  /** What to do about an export that is not as the script writes it. */
  static final String EXPORT_AGAIN = "Export the model again with export_keras.py.";

  /** What to do about a model that cannot be computed. */
  static final String CHANGE_MODEL =
      "Sortal does not compute this: change the Keras model, train it and export it again.";

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * The content of a JSON file.
   *
   * @throws DataException if the file is absent or no JSON
   */
  static Settings read(Path file) {
    try {
      return new Settings(file.toString(), JSON.readTree(bytes(file)));
    } catch (IOException failure) {
      throw new DataException(
          file
              + " cannot be read: expected JSON, got: "
              + String.valueOf(failure.getMessage()).lines().findFirst().orElse("")
              + " "
              + EXPORT_AGAIN,
          failure);
    }
  }

  /**
   * The bytes of a file of the export.
   *
   * @throws DataException if it is absent, too large for an array or cannot be read
   */
  static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          "There is no file "
              + file
              + ": expected the folder that export_keras.py wrote. Check the path, or export the"
              + " model.");
    }
    try {
      if (Files.size(file) > Integer.MAX_VALUE - 8) {
        throw new DataException(
            file
                + " is too large: expected at most 2147483639 bytes, got "
                + Files.size(file)
                + ". Train with a smaller vocabulary or narrower layers.");
      }
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new DataException(
          "Could not read " + file + ": " + failure + ". Check its permissions.", failure);
    }
  }

  /** A part of this value, under a name for messages. */
  Settings part(String name, JsonNode part) {
    return new Settings(owner + ", " + name, part);
  }

  /** The setting of that name; a missing one is a {@link MissingNode}. */
  JsonNode value(String name) {
    return json.path(name);
  }

  String text(String name) {
    if (!value(name).isTextual()) {
      throw refused(name, "a text", EXPORT_AGAIN);
    }
    return value(name).textValue();
  }

  @Nullable String textOrNull(String name) {
    return value(name).isNull() ? null : text(name);
  }

  boolean flag(String name) {
    if (!value(name).isBoolean()) {
      throw refused(name, "true or false", EXPORT_AGAIN);
    }
    return value(name).booleanValue();
  }

  /** A whole number of at least 1, or an array of one such number, as Keras writes sizes. */
  int count(String name) {
    JsonNode value = value(name);
    JsonNode number = value.isArray() && value.size() == 1 ? value.get(0) : value;
    if (!number.isInt() || number.intValue() < 1) {
      throw refused(name, "a whole number from 1 to 2147483647", EXPORT_AGAIN);
    }
    return number.intValue();
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : array(name)) {
      if (!text.isTextual()) {
        throw refused(name, "an array of texts", EXPORT_AGAIN);
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  JsonNode array(String name) {
    if (!value(name).isArray()) {
      throw refused(name, "an array", EXPORT_AGAIN);
    }
    return value(name);
  }

  /** Refuses every value but one of these, each as JSON. */
  void require(String name, String... allowed) {
    if (!List.of(allowed).contains(value(name).toString())) {
      throw refused(name, String.join(" or ", allowed), CHANGE_MODEL);
    }
  }

  /** The refusal of a setting: what was expected, what was received and the next step. */
  DataException refused(String name, String expected, String next) {
    JsonNode value = value(name);
    return new DataException(
        owner
            + ": \""
            + name
            + "\" must be "
            + expected
            + ", got "
            + (value.isMissingNode() ? "nothing" : shortened(value.toString()))
            + ". "
            + next);
  }

  private static String shortened(String json) {
    return json.length() <= 100 ? json : json.substring(0, 97) + "...";
  }
}
