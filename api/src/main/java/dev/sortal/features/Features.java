package dev.sortal.features;

import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings by which fields of numbers and categories become one row of numbers, each feature's
 * after the one before; an immutable value.
 *
 * <pre>{@code
 * Pipeline pipeline = Pipeline.of(
 *     Features.of(Feature.number("age"), Feature.number("amount").log(), Feature.category("purpose")));
 * }</pre>
 *
 * @param name the name of the network's input, by default {@code features}
 * @param features what is read, at least one
 */
public record Features(String name, List<Feature> features) implements Encoder {
  public Features {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("At least one feature must be given, got none.");
    }
  }

  /** These features, for an input called {@code features}. */
  public static Features of(Feature... features) {
    return new Features("features", List.of(features));
  }

  /** These features for an input of that name. */
  public Features name(String name) {
    return new Features(name, features);
  }

  @Override
  public Fitting start() {
    return new FeatureFitting();
  }

  @Override
  public Drafting draft() {
    return new FeatureDrafting();
  }

  /** Keeps the values that the features read: NaN for a missing number, a flag before a text. */
  private final class FeatureDrafting implements Drafting {
    private final List<Feature.Learning> learning = features.stream().map(Feature::start).toList();

    @Override
    public void add(Example example, RowBytes draft) {
      learning.forEach(one -> one.add(example));
      for (Feature feature : features) {
        if (feature instanceof NumberFeature) {
          draft.float64(example.numberOf(feature.field()));
        } else if (example.has(feature.field())) {
          draft.varint(1);
          draft.text(example.textOf(feature.field()));
        } else {
          draft.varint(0);
        }
      }
    }

    @Override
    public Drafted finish() {
      FittedFeatures fitted =
          new FittedFeatures(name, learning.stream().map(Feature.Learning::finish).toList());
      FittedEncoder.ColumnBuilder column = fitted.start();
      return new Drafted(
          fitted,
          (draft, row) -> {
            column.add(read(draft));
            column.store(row);
          });
    }

    private Example read(RowCursor draft) {
      Map<String, Object> values = new HashMap<>();
      for (Feature feature : features) {
        if (feature instanceof NumberFeature) {
          values.put(feature.field(), draft.float64());
        } else if (draft.varint() == 1) {
          values.put(feature.field(), draft.text());
        }
      }
      return Example.of(values);
    }
  }

  private final class FeatureFitting implements Fitting {
    private final List<Feature.Learning> learning = features.stream().map(Feature::start).toList();
    private final List<Example> examples = new ArrayList<>();

    @Override
    public void add(Example example) {
      learning.forEach(one -> one.add(example));
      examples.add(example);
    }

    @Override
    public Fitted finish() {
      FittedFeatures fitted =
          new FittedFeatures(name, learning.stream().map(Feature.Learning::finish).toList());
      FittedEncoder.ColumnBuilder column = fitted.start();
      examples.forEach(column::add);
      return new Fitted(fitted, column.finish());
    }
  }
}
