package dev.sortal.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import java.util.Map;

/**
 * Examples from single lines: the text itself where the model reads one, else a JSON object of the
 * fields that it reads.
 *
 * @param fields what the model reads
 */
record Lines(Map<String, FieldKind> fields) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /**
   * The example that a line holds.
   *
   * @throws IllegalArgumentException if it is no object of fields, where one is expected
   */
  Example example(String line) {
    if (fields.size() == 1 && fields.containsValue(FieldKind.TEXT)) {
      return Example.of(Map.of(fields.keySet().iterator().next(), line));
    }
    try {
      return Example.of(JSON.readValue(line, OBJECT));
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
