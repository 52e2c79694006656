package dev.sortal.image;

import dev.sortal.data.EncodedColumn;
import dev.sortal.format.RowBytes;
import dev.sortal.format.RowCursor;
import dev.sortal.format.StoredColumn;
import dev.sortal.spi.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Images of one size as bytes, which become numbers when a batch is read. */
final class PixelColumn implements EncodedColumn {
  private final Images images;
  private final int rows;
  private final Supplier<IntFunction<byte[]>> samples;
  private final float[][] levels;
  private final Augmentation augmentation;

  /**
   * A column of so many rows.
   *
   * @param samples gives each reader its way to the bytes of a row, valid until it reads the next
   */
  private PixelColumn(
      Images images,
      int rows,
      Supplier<IntFunction<byte[]>> samples,
      float[][] levels,
      Augmentation augmentation) {
    this.images = images;
    this.rows = rows;
    this.samples = samples;
    this.levels = levels;
    this.augmentation = augmentation;
  }

  /** The rows that builders stored: the bytes as they are. */
  static PixelColumn stored(StoredColumn stored, Images images, float[][] levels) {
    Supplier<IntFunction<byte[]>> samples =
        () -> {
          RowCursor cursor = stored.cursor();
          byte[] bytes = new byte[images.size()];
          return row -> {
            cursor.row(row);
            cursor.bytes(bytes);
            return bytes;
          };
        };
    return new PixelColumn(images, stored.rows(), samples, levels, Augmentation.none());
  }

  /** These rows, altered in that way whenever they are read. */
  PixelColumn altered(Augmentation augmentation) {
    return new PixelColumn(images, rows, samples, levels, augmentation);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public IntUnaryOperator positions() {
    return row -> 0;
  }

  @Override
  public Reader reader(int pass) {
    Batch batch = new Batch(images, levels);
    IntFunction<byte[]> bytes = samples.get();
    if (augmentation.isNone()) {
      return (selected, from, to) -> {
        batch.begin(to - from);
        for (int i = from; i < to; i++) {
          batch.append(bytes.apply(selected[i]));
        }
        return batch.column();
      };
    }
    Alteration alteration =
        new Alteration(augmentation, images.height(), images.width(), images.channels());
    return (selected, from, to) -> {
      batch.begin(to - from);
      for (int i = from; i < to; i++) {
        batch.append(alteration.apply(bytes.apply(selected[i]), pass, selected[i]));
      }
      return batch.column();
    };
  }

  /** The reused direct buffer of one batch. */
  private static final class Batch {
    private final int size;
    private final float[][] levels;
    private final float[] numbers;
    private FloatBuffer buffer = FloatBuffer.allocate(0);
    private int end;

    Batch(Images images, float[][] levels) {
      this.size = images.size();
      this.levels = levels;
      this.numbers = new float[size];
    }

    void begin(int rows) {
      int count = Math.multiplyExact(rows, size);
      if (buffer.capacity() < count) {
        buffer =
            ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
      }
      end = 0;
    }

    void append(byte[] row) {
      int channels = levels.length;
      for (int channel = 0; channel < channels; channel++) {
        float[] level = levels[channel];
        for (int i = channel; i < size; i += channels) {
          numbers[i] = level[row[i] & 255];
        }
      }
      buffer.put(end, numbers, 0, size);
      end += size;
    }

    Column column() {
      return new Column.Floats(buffer);
    }
  }

  /** Takes images in; for one thread. */
  static final class Builder {
    private final Images images;
    private List<byte[]> rows = new ArrayList<>();
    private @Nullable Batch batch;

    Builder(Images images) {
      this.images = images;
    }

    /** Appends a row of samples, which are copied. */
    void add(byte[] row) {
      rows.add(row.clone());
    }

    PixelColumn finish(float[][] levels) {
      List<byte[]> finished = rows;
      PixelColumn column =
          new PixelColumn(images, rows.size(), () -> finished::get, levels, Augmentation.none());
      rows = new ArrayList<>();
      return column;
    }

    /** The rows so far in a buffer that is valid until the next call; begins again with none. */
    Column read(float[][] levels) {
      if (batch == null) {
        batch = new Batch(images, levels);
      }
      batch.begin(rows.size());
      rows.forEach(batch::append);
      rows.clear();
      return batch.column();
    }

    /** Writes the only row so far; begins again with none. */
    void store(RowBytes row) {
      EncodedColumn.requireOneRow(rows.size());
      row.bytes(rows.get(0));
      rows.clear();
    }
  }
}
