package dev.sortal.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.FloatColumn;
import dev.sortal.format.RowBytes;
import dev.sortal.format.StoredColumn;
import dev.sortal.spec.Input;
import dev.sortal.spec.SpecJson;
import dev.sortal.spi.Column;
import dev.sortal.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link Features} with what they learned; immutable and safe for threads. */
public final class FittedFeatures implements FittedEncoder {
  /** The type in {@link #settings()}. */
  public static final String TYPE = "features";

  private final String name;
  private final List<FittedFeature> features;
  private final int width;

  FittedFeatures(String name, List<FittedFeature> features) {
    this.name = name;
    this.features = List.copyOf(features);
    this.width = features.stream().mapToInt(FittedFeature::width).sum();
  }

  /**
   * The encoder that gave these settings.
   *
   * @throws IllegalArgumentException if they are not those of features
   */
  public static FittedFeatures read(ObjectNode settings) {
    JsonNode features = settings.path("features");
    if (!settings.path("name").isTextual() || !features.isArray() || features.isEmpty()) {
      throw new IllegalArgumentException(
          "Features need a \"name\" and a list \"features\", got " + settings + ".");
    }
    List<FittedFeature> read = new ArrayList<>();
    features.forEach(one -> read.add(SpecJson.read(one, FittedFeature.class)));
    return new FittedFeatures(settings.path("name").textValue(), read);
  }

  @Override
  public Input input() {
    return new Input.Values(name, Shape.of(width));
  }

  @Override
  public Map<String, FieldKind> fields() {
    Map<String, FieldKind> fields = new LinkedHashMap<>();
    features.forEach(feature -> fields.put(feature.field(), feature.kind()));
    return fields;
  }

  @Override
  public ObjectNode settings() {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    settings.put("type", TYPE);
    settings.put("name", name);
    ArrayNode list = settings.putArray("features");
    features.forEach(feature -> list.add(SpecJson.write(feature)));
    return settings;
  }

  /** Nothing: what was learned stands in the settings. */
  @Override
  public List<String> vocabulary() {
    return List.of();
  }

  @Override
  public EncodedColumn stored(StoredColumn rows) {
    return FloatColumn.stored(rows, width);
  }

  @Override
  public Features unfitted() {
    return new Features(name, features.stream().map(FittedFeature::unfitted).toList());
  }

  @Override
  public ColumnBuilder start() {
    return new FeatureColumn();
  }

  private final class FeatureColumn implements ColumnBuilder {
    private final FloatColumn.Builder column = new FloatColumn.Builder(width);
    private final float[] row = new float[width];

    @Override
    public Note add(Example example) {
      Arrays.fill(row, 0);
      boolean isKnown = false;
      int at = 0;
      for (FittedFeature feature : features) {
        isKnown |= feature.write(example, row, at);
        at += feature.width();
      }
      column.add(row);
      return new Note(0, 0, 0, isKnown);
    }

    @Override
    public EncodedColumn finish() {
      return column.finish();
    }

    @Override
    public Column read() {
      return column.read();
    }

    @Override
    public void store(RowBytes row) {
      column.store(row);
    }
  }
}
