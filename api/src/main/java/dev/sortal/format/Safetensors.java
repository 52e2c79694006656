package dev.sortal.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.error.BundleException;
import dev.sortal.tensor.Shape;
import dev.sortal.tensor.Tensor;
import dev.sortal.tensor.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format for float32 tensors: 8 bytes of header length, a JSON header, raw data;
 * all little-endian.
 *
 * <pre>{@code
 * byte[] bytes = Safetensors.toBytes(weights);
 * Weights again = Safetensors.read(bytes);
 * }</pre>
 */
public final class Safetensors {
  private static final int LENGTH_BYTES = Long.BYTES;
  private static final int MOST_HEADER_BYTES = 16 << 20;
  private static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Safetensors() {}

  /** Where a tensor lies in the data. */
  private record Place(String name, Shape shape, long begin, long end) {}

  /**
   * The tensors in their order, as one array of exactly the size that they need.
   *
   * @throws IllegalArgumentException if they need more than 2 GB, or a tensor is named {@code
   *     __metadata__}, which the format keeps for itself
   */
  public static byte[] toBytes(Weights weights) {
    byte[] header = header(weights);
    long size = LENGTH_BYTES + header.length + weights.elements() * Float.BYTES;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "A file of tensors holds at most 2147483639 bytes, got "
              + size
              + ". Use a smaller vocabulary or narrower layers.");
    }
    ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    for (Tensor tensor : weights.asMap().values()) {
      file.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.buffer());
      file.position(file.position() + tensor.shape().size() * Float.BYTES);
    }
    return file.array();
  }

  /** The header, filled up with spaces so that the data begins at a multiple of 8. */
  private static byte[] header(Weights weights) {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : weights.asMap().entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        throw new IllegalArgumentException(
            "No tensor may be named \"" + METADATA + "\": the format keeps that name for itself.");
      }
      Shape shape = entry.getValue().shape();
      ObjectNode place = header.putObject(entry.getKey());
      place.put("dtype", "F32");
      Arrays.stream(shape.toArray()).forEach(place.putArray("shape")::add);
      long end = offset + (long) shape.size() * Float.BYTES;
      place.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json;
    try {
      json = JSON.writeValueAsBytes(header);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * Reads a whole file.
   *
   * @throws BundleException if it is not what the format says, or holds other types than F32
   */
  public static Weights read(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < LENGTH_BYTES) {
      throw refused("a header length of 8 bytes", file.length + " bytes");
    }
    long headerLength = bytes.getLong(0);
    if (headerLength < 2
        || headerLength > MOST_HEADER_BYTES
        || headerLength > file.length - LENGTH_BYTES) {
      throw refused(
          "a header of 2 to " + Math.min(MOST_HEADER_BYTES, file.length - LENGTH_BYTES) + " bytes",
          Long.toUnsignedString(headerLength));
    }
    int dataStart = LENGTH_BYTES + (int) headerLength;
    List<Place> places = places(file, (int) headerLength, file.length - dataStart);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Place place : places) {
      ByteBuffer data =
          bytes
              .slice(dataStart + (int) place.begin(), (int) (place.end() - place.begin()))
              .order(ByteOrder.LITTLE_ENDIAN);
      tensors.put(place.name(), Tensor.copyOf(place.shape(), data.asFloatBuffer()));
    }
    return Weights.of(tensors);
  }

  /** The tensors by their offsets, which must cover the data without holes. */
  private static List<Place> places(byte[] file, int headerLength, int dataLength) {
    JsonNode header;
    try {
      header = JSON.readTree(file, LENGTH_BYTES, headerLength);
    } catch (IOException failure) {
      throw new BundleException(
          "The tensors cannot be read: expected a JSON header, got: "
              + String.valueOf(failure.getMessage()).lines().findFirst().orElse(""),
          failure);
    }
    if (!header.isObject()) {
      throw refused("a JSON object as header", header.getNodeType().toString());
    }
    List<Place> places = new ArrayList<>();
    header
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().equals(METADATA)) {
                places.add(place(entry.getKey(), entry.getValue()));
              }
            });
    places.sort(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end));
    long end = 0;
    for (Place place : places) {
      if (place.begin() != end) {
        throw refused("\"" + place.name() + "\" to begin at byte " + end, "" + place.begin());
      }
      end = place.end();
    }
    if (end != dataLength) {
      throw refused(end + " bytes of data", dataLength + " bytes");
    }
    return places;
  }

  private static Place place(String name, JsonNode entry) {
    if (!entry.path("dtype").asText().equals("F32")) {
      throw refused("\"" + name + "\" of dtype F32", entry.path("dtype").toString());
    }
    JsonNode offsets = entry.path("data_offsets");
    JsonNode axes = entry.path("shape");
    if (!axes.isArray()
        || axes.size() > 8
        || !offsets.isArray()
        || offsets.size() != 2
        || !isLong(offsets.get(0))
        || !isLong(offsets.get(1))) {
      throw refused("a shape and two data_offsets of \"" + name + "\"", entry.toString());
    }
    int[] dimensions = new int[axes.size()];
    for (int i = 0; i < dimensions.length; i++) {
      if (!axes.get(i).isInt()) {
        throw refused("whole numbers as shape of \"" + name + "\"", axes.toString());
      }
      dimensions[i] = axes.get(i).intValue();
    }
    Shape shape;
    try {
      shape = Shape.of(dimensions);
    } catch (IllegalArgumentException failure) {
      throw new BundleException(
          "The tensor \"" + name + "\" cannot be read: " + failure.getMessage(), failure);
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    if (begin < 0 || end - begin != (long) shape.size() * Float.BYTES) {
      throw refused(
          "\"" + name + "\" to be " + (long) shape.size() * Float.BYTES + " bytes long",
          "data_offsets " + offsets);
    }
    return new Place(name, shape, begin, end);
  }

  /** Not 1.0 and nothing beyond 64 bits, which would be cut to a plausible number. */
  private static boolean isLong(JsonNode number) {
    return number.isIntegralNumber() && number.canConvertToLong();
  }

  private static BundleException refused(String expected, String received) {
    return new BundleException(
        "The tensors cannot be read: expected " + expected + ", got " + received + ".");
  }
}
