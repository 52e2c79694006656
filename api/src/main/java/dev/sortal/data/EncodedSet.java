package dev.sortal.data;

import dev.sortal.spi.Batch;
import dev.sortal.spi.Column;
import dev.sortal.spi.LabelledBatch;
import dev.sortal.spi.Targets;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Encoded examples: a column for each input, the truth and a weight for each row.
 *
 * <p>Immutable and safe for threads; the arrays are not copied and must not change.
 */
public final class EncodedSet {
  private final List<EncodedColumn> columns;
  private final Truth truth;
  private final float[] weights;

  /**
   * A set of these columns.
   *
   * @param columns one for each input of the network, in its order
   * @param truth what each row is known to be
   * @param weights the factor of each row's loss
   */
  public EncodedSet(List<EncodedColumn> columns, Truth truth, float[] weights) {
    this.columns = List.copyOf(columns);
    this.truth = truth;
    this.weights = weights;
    for (EncodedColumn column : columns) {
      if (column.rows() != truth.rows() || weights.length != truth.rows()) {
        throw new IllegalArgumentException(
            "Columns, truth and weights must have one row count, got "
                + column.rows()
                + ", "
                + truth.rows()
                + " and "
                + weights.length
                + ".");
      }
    }
  }

  /** A set like that one, of no rows. */
  public static EncodedSet none(EncodedSet like) {
    Truth truth =
        like.truth instanceof Truth.Several several
            ? new Truth.Several(new int[0][], several.count())
            : new Truth.One(new int[0]);
    return new EncodedSet(List.of(), truth, new float[0]);
  }

  /** These rows with the columns [from, to) alone. */
  public EncodedSet columns(int from, int to) {
    return new EncodedSet(columns.subList(from, to), truth, weights);
  }

  /** The number of rows. */
  public int rows() {
    return truth.rows();
  }

  /** What each row is known to be. */
  public Truth truth() {
    return truth;
  }

  /** The factor of a row's loss. */
  public float weight(int row) {
    return weights[row];
  }

  /**
   * How many positions of each row are its own, of its longest column; at most 65,535 are counted.
   */
  public char[] lengths() {
    return lengths(columns, rows());
  }

  /** As {@link #lengths()}, of rows without truth. */
  public static char[] lengths(List<EncodedColumn> columns, int rows) {
    char[] lengths = new char[rows];
    for (EncodedColumn column : columns) {
      IntUnaryOperator positions = column.positions();
      for (int row = 0; row < rows; row++) {
        int own = Math.min(positions.applyAsInt(row), Character.MAX_VALUE);
        lengths[row] = (char) Math.max(lengths[row], own);
      }
    }
    return lengths;
  }

  /**
   * A reader with buffers of its own.
   *
   * @param pass which pass over the rows it is for, from 0
   */
  public Reader reader(int pass) {
    return new Reader(pass);
  }

  /** Gathers batches into reused buffers; for one thread. */
  public final class Reader {
    private final List<EncodedColumn.Reader> readers;
    private final BatchTargets batchTargets = BatchTargets.of(truth);
    private FloatBuffer batchWeights = FloatBuffer.allocate(0);

    private Reader(int pass) {
      this.readers = columns.stream().map(column -> column.reader(pass)).toList();
    }

    /**
     * The rows rows[from..to) as one batch, valid until the next read.
     *
     * @param rows row numbers; rows of an unknown class get class 0 and weight 0
     */
    public LabelledBatch read(int[] rows, int from, int to) {
      int count = to - from;
      if (batchWeights.capacity() < count) {
        batchWeights =
            ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
      }
      for (int i = 0; i < count; i++) {
        int row = rows[from + i];
        batchWeights.put(i, batchTargets.isKnown(row) ? weights[row] : 0);
      }
      List<Column> batch = new ArrayList<>(readers.size());
      for (EncodedColumn.Reader reader : readers) {
        batch.add(reader.read(rows, from, to));
      }
      Targets targets = batchTargets.read(rows, from, to);
      return new LabelledBatch(new Batch(count, batch), targets, batchWeights);
    }
  }
}
