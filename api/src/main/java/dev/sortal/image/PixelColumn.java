package dev.sortal.image;

import dev.sortal.data.EncodedColumn;
import dev.sortal.spi.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images of one size as bytes, which become numbers when a batch is read. */
final class PixelColumn implements EncodedColumn {
  private final Images images;
  private final List<byte[]> rows;
  private final float[][] levels;
  private final Augmentation augmentation;

  private PixelColumn(
      Images images, List<byte[]> rows, float[][] levels, Augmentation augmentation) {
    this.images = images;
    this.rows = rows;
    this.levels = levels;
    this.augmentation = augmentation;
  }

  @Override
  public int rows() {
    return rows.size();
  }

  @Override
  public int length(int row) {
    return images.size();
  }

  @Override
  public Reader reader(int pass) {
    Batch batch = new Batch(images, levels);
    if (augmentation.isNone()) {
      return (selected, from, to) -> {
        batch.begin(to - from);
        for (int i = from; i < to; i++) {
          batch.append(rows.get(selected[i]));
        }
        return batch.column();
      };
    }
    Alteration alteration =
        new Alteration(augmentation, images.height(), images.width(), images.channels());
    return (selected, from, to) -> {
      batch.begin(to - from);
      for (int i = from; i < to; i++) {
        batch.append(alteration.apply(rows.get(selected[i]), pass, selected[i]));
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

    PixelColumn finish(float[][] levels, Augmentation augmentation) {
      PixelColumn column = new PixelColumn(images, rows, levels, augmentation);
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
  }
}
