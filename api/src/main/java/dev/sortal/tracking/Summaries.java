package dev.sortal.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sortal.format.Proto;
import dev.sortal.training.History;
import java.nio.FloatBuffer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages {@code Summary.Value} of TensorFlow's {@code summary.proto}, and in them those of the
 * plug-in "hparams" of TensorBoard.
 */
final class Summaries {
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int HISTOGRAM = 5;
  private static final int TENSOR = 8;
  private static final int METADATA = 9;
  private static final int BUCKETS = 64;

  private static final int SUCCESS = 1;
  private static final int FAILURE = 2;

  private Summaries() {}

  static Proto scalar(String tag, double value) {
    return new Proto().text(TAG, tag).single(SIMPLE_VALUE, (float) value);
  }

  /** Of the finite values, in buckets of equal width; null without any. */
  static @Nullable Proto histogram(String tag, FloatBuffer values) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (int i = values.position(); i < values.limit(); i++) {
      double value = values.get(i);
      if (Double.isFinite(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
        sum += value;
        squares += value * value;
        count++;
      }
    }
    if (count == 0) {
      return null;
    }
    double width = most > least ? (most - least) / BUCKETS : Math.max(Math.abs(least), 1e-12);
    double[] counts = new double[BUCKETS];
    double[] limits = new double[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      limits[i] = least + (i + 1) * width;
    }
    for (int i = values.position(); i < values.limit(); i++) {
      double value = values.get(i);
      if (Double.isFinite(value)) {
        counts[Math.min(BUCKETS - 1, (int) ((value - least) / width))]++;
      }
    }
    Proto histogram =
        new Proto()
            .real(1, least)
            .real(2, most)
            .real(3, count)
            .real(4, sum)
            .real(5, squares)
            .reals(6, limits)
            .reals(7, counts);
    return new Proto().text(TAG, tag).message(HISTOGRAM, histogram);
  }

  /** The beginning of a run with its hyper-parameters: numbers, texts and truth values. */
  static Proto sessionStart(Map<String, JsonNode> parameters, String group, Instant time) {
    Proto session = new Proto();
    parameters.forEach(
        (name, value) -> session.message(1, new Proto().text(1, name).message(2, value(value))));
    session.text(4, group).real(5, EventFile.seconds(time));
    return plugin("_hparams_/session_start_info", 3, session);
  }

  /** The message {@code google.protobuf.Value}. */
  private static Proto value(JsonNode value) {
    if (value.isNumber()) {
      return new Proto().real(2, value.doubleValue());
    }
    return value.isBoolean()
        ? new Proto().integer(4, value.booleanValue() ? 1 : 0)
        : new Proto().text(3, value.asText());
  }

  static Proto sessionEnd(History.End end, Instant time) {
    int status = end == History.End.FAILED ? FAILURE : SUCCESS;
    Proto session = new Proto().integer(1, status).real(2, EventFile.seconds(time));
    return plugin("_hparams_/session_end_info", 4, session);
  }

  /**
   * The data of the plug-in, of version 0, are in the metadata; the value is a tensor of float32
   * and shape [0]. What is 0 is left out, as in all of proto3.
   */
  private static Proto plugin(String tag, int field, Proto session) {
    Proto content = new Proto().message(field, session);
    Proto data = new Proto().text(1, "hparams").message(2, content);
    Proto emptyShape = new Proto().message(2, new Proto());
    return new Proto()
        .text(TAG, tag)
        .message(TENSOR, new Proto().integer(1, 1).message(2, emptyShape))
        .message(METADATA, new Proto().message(1, data));
  }
}
