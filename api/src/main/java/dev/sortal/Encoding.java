package dev.sortal;

import dev.sortal.data.EncodedColumn;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import java.util.Arrays;
import java.util.List;

/** Examples on their way into an {@link EncodedSet} of fitted encoders. */
final class Encoding {
  private final Labels labels;
  private final List<FittedEncoder.ColumnBuilder> columns;
  private int[] classes = new int[16];
  private float[] weights = new float[16];
  private int rows;

  Encoding(List<FittedEncoder> encoders, Labels labels) {
    this.labels = labels;
    this.columns = encoders.stream().map(FittedEncoder::start).toList();
  }

  void add(Example example) {
    if (rows == classes.length) {
      classes = Arrays.copyOf(classes, rows * 2);
      weights = Arrays.copyOf(weights, rows * 2);
    }
    columns.forEach(column -> column.add(example));
    classes[rows] = labels.index(example.label());
    weights[rows] = (float) example.weight();
    rows++;
  }

  EncodedSet finish() {
    List<EncodedColumn> encoded =
        columns.stream().map(FittedEncoder.ColumnBuilder::finish).toList();
    return new EncodedSet(encoded, Arrays.copyOf(classes, rows), Arrays.copyOf(weights, rows));
  }
}
