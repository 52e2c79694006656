package dev.sortal.data;

import dev.sortal.format.RowFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Encoded examples in a file of a {@link SetCache}, which is mapped into memory; immutable and safe
 * for threads.
 *
 * <p>On the heap are 4 bytes a row for its class and 4 for its weight.
 */
public final class StoredSet {
  private final RowFile file;
  private final List<FittedEncoder> encoders;
  private final Labels labels;
  private final boolean severalLabels;

  StoredSet(RowFile file, List<FittedEncoder> encoders, Labels labels, boolean severalLabels) {
    this.file = file;
    this.encoders = encoders;
    this.labels = labels;
    this.severalLabels = severalLabels;
  }

  /** The number of rows. */
  public int rows() {
    return file.rows();
  }

  /** The size of the file. */
  public long bytes() {
    return file.bytes();
  }

  /** The encoders, one for each column. */
  public List<FittedEncoder> encoders() {
    return encoders;
  }

  /** What each row is known to be, in memory. */
  public Truth truth() {
    return severalLabels
        ? KnownColumn.labels(file.column(0), labels.size())
        : KnownColumn.classes(file.column(0));
  }

  /** The rows, not to be trained on. */
  public EncodedSet forValidation() {
    List<EncodedColumn> columns = new ArrayList<>();
    for (int i = 0; i < encoders.size(); i++) {
      columns.add(encoders.get(i).stored(file.column(i + 1)));
    }
    return set(columns, truth(), row -> 1);
  }

  /**
   * The rows as they are trained on.
   *
   * @param truth that of {@link #truth()}
   * @param factor what the weight of each row is multiplied with
   */
  public EncodedSet forTraining(Truth truth, IntToDoubleFunction factor) {
    List<EncodedColumn> columns = new ArrayList<>();
    for (int i = 0; i < encoders.size(); i++) {
      FittedEncoder encoder = encoders.get(i);
      columns.add(encoder.forTraining(encoder.stored(file.column(i + 1))));
    }
    return set(columns, truth, factor);
  }

  private EncodedSet set(List<EncodedColumn> columns, Truth truth, IntToDoubleFunction factor) {
    return new EncodedSet(columns, truth, KnownColumn.weights(file.column(0), factor));
  }
}
