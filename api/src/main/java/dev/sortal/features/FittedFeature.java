package dev.sortal.features;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeInfo.Id;
import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.tensor.SplitMix64;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A feature with what it learned; immutable and safe for threads. */
@JsonTypeInfo(use = Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FittedFeature.Number.class, name = "number"),
  @JsonSubTypes.Type(value = FittedFeature.OneHot.class, name = "onehot"),
  @JsonSubTypes.Type(value = FittedFeature.Hashed.class, name = "hashed")
})
public sealed interface FittedFeature {
  /** The field that it reads. */
  String field();

  /** The settings by which it was learned. */
  Feature unfitted();

  /** What the field is. */
  FieldKind kind();

  /** How many numbers it gives. */
  int width();

  /**
   * Writes the numbers for an example to row[at..at + width); the row is 0 there before.
   *
   * @return whether there was a value that it has learned about
   */
  boolean write(Example example, float[] row, int at);

  /**
   * A scaled number.
   *
   * @param feature its settings
   * @param mean of the training values, after limits and logarithm
   * @param deviation their standard deviation, 1 where all are equal
   * @param quantiles their quantiles 0 to 100, empty where they are not needed
   * @param flagsMissing whether a second number says that the value is missing
   */
  record Number(
      NumberFeature feature,
      double mean,
      double deviation,
      double[] quantiles,
      boolean flagsMissing)
      implements FittedFeature {
    public Number {
      int expected = feature.scale() == NumberFeature.Scale.QUANTILE ? 101 : 0;
      if (!(deviation > 0) || !Double.isFinite(mean) || quantiles.length != expected) {
        throw new IllegalArgumentException(
            "The numbers of the field \"" + feature.field() + "\" are not those of a feature.");
      }
    }

    @Override
    public String field() {
      return feature.field();
    }

    @Override
    public Feature unfitted() {
      return feature;
    }

    @Override
    public FieldKind kind() {
      return FieldKind.NUMBER;
    }

    @Override
    public int width() {
      return flagsMissing ? 2 : 1;
    }

    @Override
    public boolean write(Example example, float[] row, int at) {
      double value = feature.limited(example.numberOf(feature.field()));
      boolean missing = Double.isNaN(value);
      row[at] = (float) scaled(value, missing);
      if (flagsMissing) {
        row[at + 1] = missing ? 1 : 0;
      }
      return !missing;
    }

    private double scaled(double value, boolean missing) {
      return switch (feature.scale()) {
        case NONE -> missing ? 0 : value;
        case STANDARD -> missing ? 0 : (value - mean) / deviation;
        case QUANTILE -> missing ? 0.5 : rank(value);
      };
    }

    /** The middle of the places that the value has among the quantiles, over 100. */
    private double rank(double value) {
      int last = quantiles.length - 1;
      if (value <= quantiles[0] || value >= quantiles[last]) {
        return value <= quantiles[0] ? 0 : 1;
      }
      int first = Arrays.binarySearch(quantiles, value);
      if (first < 0) {
        int above = -first - 1;
        double low = quantiles[above - 1];
        return (above - 1 + (value - low) / (quantiles[above] - low)) / last;
      }
      int end = first;
      while (first > 0 && quantiles[first - 1] == value) {
        first--;
      }
      while (end < last && quantiles[end + 1] == value) {
        end++;
      }
      return (first + end) / 2.0 / last;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Number that
          && feature.equals(that.feature)
          && mean == that.mean
          && deviation == that.deviation
          && Arrays.equals(quantiles, that.quantiles)
          && flagsMissing == that.flagsMissing;
    }

    @Override
    public int hashCode() {
      return feature.hashCode() * 31 + Double.hashCode(mean);
    }
  }

  /** Categories, one-hot; the first number stands for every other category. */
  final class OneHot implements FittedFeature {
    private final CategoryFeature feature;
    private final List<String> categories;
    private final Map<String, Integer> places = new HashMap<>();

    /**
     * These categories of a field, in this order.
     *
     * @param feature its settings
     * @throws IllegalArgumentException if one occurs twice
     */
    @JsonCreator
    public OneHot(
        @JsonProperty("feature") CategoryFeature feature,
        @JsonProperty("categories") List<String> categories) {
      this.feature = feature;
      this.categories = List.copyOf(categories);
      for (String category : categories) {
        if (places.put(category, places.size() + 1) != null) {
          throw new IllegalArgumentException(
              "Each category of \""
                  + feature.field()
                  + "\" may occur once, got \""
                  + category
                  + "\" twice.");
        }
      }
    }

    @Override
    public String field() {
      return feature.field();
    }

    @Override
    @JsonProperty("feature")
    public CategoryFeature unfitted() {
      return feature;
    }

    @Override
    public FieldKind kind() {
      return FieldKind.TEXT;
    }

    /** The learned categories, in the order of their numbers. */
    @JsonProperty
    public List<String> categories() {
      return categories;
    }

    @Override
    public int width() {
      return categories.size() + 1;
    }

    @Override
    public boolean write(Example example, float[] row, int at) {
      if (!example.has(field()) || example.textOf(field()).isEmpty()) {
        return false;
      }
      int place = places.getOrDefault(example.textOf(field()), 0);
      row[at + place] = 1;
      return place > 0;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof OneHot that
          && feature.equals(that.feature)
          && categories.equals(that.categories);
    }

    @Override
    public int hashCode() {
      return feature.hashCode() * 31 + categories.hashCode();
    }
  }

  /**
   * Categories by hash.
   *
   * @param feature its settings, with at least 1 bucket
   */
  record Hashed(CategoryFeature feature) implements FittedFeature {
    public Hashed {
      if (feature.buckets() < 1) {
        throw new IllegalArgumentException(
            "buckets must be at least 1, got " + feature.buckets() + ".");
      }
    }

    @Override
    public String field() {
      return feature.field();
    }

    @Override
    public CategoryFeature unfitted() {
      return feature;
    }

    @Override
    public FieldKind kind() {
      return FieldKind.TEXT;
    }

    @Override
    public int width() {
      return feature.buckets();
    }

    @Override
    public boolean write(Example example, float[] row, int at) {
      if (!example.has(field()) || example.textOf(field()).isEmpty()) {
        return false;
      }
      row[at + bucket(example.textOf(field()))] = 1;
      return true;
    }

    /** SplitMix64 over the UTF-16 units, modulo the buckets. */
    private int bucket(String category) {
      long hash = 0;
      for (int i = 0; i < category.length(); i++) {
        hash = SplitMix64.mix(hash + SplitMix64.GAMMA) ^ category.charAt(i);
      }
      return (int) Long.remainderUnsigned(SplitMix64.mix(hash), feature.buckets());
    }
  }
}
