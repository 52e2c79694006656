package dev.sortal.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON form of networks, optimizers and other records: strict, every field named and required.
 *
 * <pre>{@code
 * ObjectNode json = SpecJson.write(network);
 * Network again = SpecJson.read(json, Network.class);
 * }</pre>
 */
public final class SpecJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(64).build())
                  .build())
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SpecJson() {}

  /** A record as JSON. */
  public static ObjectNode write(Object value) {
    return JSON.valueToTree(value);
  }

  /**
   * A record from its JSON.
   *
   * @throws IllegalArgumentException if the JSON is not that of a valid one; the message says where
   */
  public static <T> T read(JsonNode json, Class<T> type) {
    try {
      T value = JSON.treeToValue(json, type);
      if (value == null) {
        throw new IllegalArgumentException("Expected the JSON of a " + type.getSimpleName() + ".");
      }
      return value;
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(
          "This is not the JSON of a " + type.getSimpleName() + ": " + failure.getOriginalMessage(),
          failure);
    }
  }
}
