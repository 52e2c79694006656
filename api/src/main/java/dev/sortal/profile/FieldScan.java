package dev.sortal.profile;

import dev.sortal.data.Example;
import dev.sortal.data.Fingerprint;
import dev.sortal.data.Image;
import dev.sortal.keys.Hash128;
import dev.sortal.keys.KeyTable;
import dev.sortal.keys.Spill;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts the values of each field. */
final class FieldScan implements AutoCloseable {
  private final Map<String, Field> fields = new TreeMap<>();
  private final Fingerprint fingerprint = new Fingerprint();

  void add(Example example) {
    example.fields().forEach((name, value) -> field(name).add(value));
  }

  private Field field(String name) {
    return fields.computeIfAbsent(name, unused -> new Field(name));
  }

  List<FieldProfile> result(long rows) {
    List<FieldProfile> profiles = new ArrayList<>();
    fields.values().forEach(field -> profiles.add(field.result(rows)));
    return profiles;
  }

  @Override
  public void close() {
    fields.values().forEach(field -> field.distinct.close());
  }

  private final class Field {
    private final String name;
    private final KeyTable distinct = new KeyTable(0, Spill.standard().memory(4 << 20));
    private FieldProfile.@Nullable Kind kind;
    private long present;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private double mean;

    Field(String name) {
      this.name = name;
    }

    void add(Object value) {
      present++;
      Hash128 hash = fingerprint.ofFields(Example.of(Map.of(name, value)));
      distinct.add(hash.high(), hash.low());
      FieldProfile.Kind its =
          value instanceof String
              ? FieldProfile.Kind.TEXT
              : value instanceof Image ? FieldProfile.Kind.IMAGE : FieldProfile.Kind.NUMBER;
      kind = kind == null || kind == its ? its : FieldProfile.Kind.MIXED;
      if (its != FieldProfile.Kind.IMAGE) {
        double size =
            value instanceof String text
                ? text.codePointCount(0, text.length())
                : ((Number) value).doubleValue();
        least = Math.min(least, size);
        most = Math.max(most, size);
        mean += (size - mean) / present;
      }
    }

    FieldProfile result(long rows) {
      FieldProfile.Kind its = kind == null ? FieldProfile.Kind.MIXED : kind;
      boolean isSized = its == FieldProfile.Kind.TEXT || its == FieldProfile.Kind.NUMBER;
      return new FieldProfile(
          name,
          its,
          present,
          rows - present,
          distinct.size(),
          isSized ? least : Double.NaN,
          isSized ? mean : Double.NaN,
          isSized ? most : Double.NaN);
    }
  }
}
