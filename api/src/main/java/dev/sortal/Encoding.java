package dev.sortal;

import dev.sortal.data.EncodedColumn;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import java.util.Arrays;
import java.util.List;

/** Examples on their way into an {@link EncodedSet} of a fitted encoder. */
final class Encoding {
  private final Labels labels;
  private final FittedEncoder.ColumnBuilder column;
  private int[] classes = new int[16];
  private float[] weights = new float[16];
  private int rows;

  Encoding(FittedEncoder encoder, Labels labels) {
    this.labels = labels;
    this.column = encoder.start();
  }

  void add(Example example) {
    if (rows == classes.length) {
      classes = Arrays.copyOf(classes, rows * 2);
      weights = Arrays.copyOf(weights, rows * 2);
    }
    column.add(example);
    classes[rows] = labels.index(example.label());
    weights[rows] = (float) example.weight();
    rows++;
  }

  EncodedSet finish() {
    EncodedColumn encoded = column.finish();
    return new EncodedSet(
        List.of(encoded), Arrays.copyOf(classes, rows), Arrays.copyOf(weights, rows));
  }
}
