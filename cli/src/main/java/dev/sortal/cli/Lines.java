package dev.sortal.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.data.Image;
import java.nio.file.Path;
import java.util.Map;

/**
 * Examples from single lines: the text itself where the model reads one, the name of a file where
 * it reads an image, else a JSON object of the fields that it reads.
 *
 * @param fields what the model reads
 */
record Lines(Map<String, FieldKind> fields) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /** The value of a field; of an image the name of its file is given. */
  private Object value(String field, Object given) {
    return fields.get(field) == FieldKind.IMAGE && given instanceof String name
        ? Image.of(Path.of(name))
        : given;
  }

  /**
   * The example that a line holds.
   *
   * @throws IllegalArgumentException if it is no object of fields, where one is expected
   */
  Example example(String line) {
    if (fields.size() == 1 && !fields.containsValue(FieldKind.NUMBER)) {
      String field = fields.keySet().iterator().next();
      Example example = Example.of(Map.of(field, value(field, line)));
      return fields.containsValue(FieldKind.IMAGE) ? example.readFrom(line, 0) : example;
    }
    try {
      Map<String, Object> object = JSON.readValue(line, OBJECT);
      object.replaceAll(this::value);
      return Example.of(object);
    } catch (JsonProcessingException noObject) {
      throw new IllegalArgumentException(
          "The model reads several fields: expected a JSON object with "
              + fields.keySet()
              + ", got "
              + line
              + " ("
              + noObject.getOriginalMessage().lines().findFirst().orElse("")
              + ").",
          noObject);
    }
  }
}
