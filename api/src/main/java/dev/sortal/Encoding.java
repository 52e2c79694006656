package dev.sortal;

import dev.sortal.data.EncodedColumn;
import dev.sortal.data.EncodedSet;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.data.Truth;
import java.util.List;

/** Examples on their way into an {@link EncodedSet} of fitted encoders. */
final class Encoding {
  private Encoding() {}

  /** Examples that are not trained on. */
  static EncodedSet encode(
      List<FittedEncoder> encoders, List<Example> examples, Labels labels, boolean severalLabels) {
    List<FittedEncoder.ColumnBuilder> columns =
        encoders.stream().map(FittedEncoder::start).toList();
    for (Example example : examples) {
      columns.forEach(column -> column.add(example));
    }
    List<EncodedColumn> encoded =
        columns.stream().map(FittedEncoder.ColumnBuilder::finish).toList();
    float[] weights = new float[examples.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) examples.get(i).weight();
    }
    return new EncodedSet(encoded, truth(examples, labels, severalLabels), weights);
  }

  /** What examples are known to be, of labels that the model knows. */
  static Truth truth(List<Example> examples, Labels labels, boolean severalLabels) {
    if (severalLabels) {
      int[][] rows = new int[examples.size()][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] =
            examples.get(i).requireLabels().stream()
                .mapToInt(labels::index)
                .filter(index -> index >= 0)
                .toArray();
      }
      return new Truth.Several(rows, labels.size());
    }
    int[] classes = new int[examples.size()];
    for (int i = 0; i < classes.length; i++) {
      int index = labels.index(examples.get(i).label());
      classes[i] = index < 0 ? Truth.UNKNOWN : index;
    }
    return new Truth.One(classes);
  }
}
