package dev.sortal.text;

import dev.sortal.data.EncodedColumn;
import dev.sortal.spi.Column;
import dev.sortal.tensor.SplitMix64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.function.IntUnaryOperator;

/**
 * Rows of token ids that are altered in training whenever they are read.
 *
 * @param plain the ids as they are, wherever they are kept
 * @param augmentation how they are altered
 * @param unknownId what masked words become
 */
record AugmentedIds(EncodedColumn plain, TextAugmentation augmentation, int unknownId)
    implements EncodedColumn {
  private static final long PURPOSE = 0x7E47;

  /** The rows as they are read in training: themselves, or altered if anything is to be done. */
  static EncodedColumn of(EncodedColumn rows, TextAugmentation augmentation, int unknownId) {
    return augmentation.isNone() ? rows : new AugmentedIds(rows, augmentation, unknownId);
  }

  @Override
  public int rows() {
    return plain.rows();
  }

  /** Those of the row before it is altered, which leaves out words at most. */
  @Override
  public IntUnaryOperator positions() {
    return plain.positions();
  }

  @Override
  public Reader reader(int pass) {
    return new AugmentingReader(plain.reader(pass), pass);
  }

  private final class AugmentingReader implements Reader {
    private final Reader reader;
    private final long seed;
    private int[] row = new int[64];
    private IntBuffer ids = direct(256);
    private IntBuffer offsets = direct(64);

    AugmentingReader(Reader reader, int pass) {
      this.reader = reader;
      this.seed = SplitMix64.derive(SplitMix64.derive(augmentation.seed(), PURPOSE), pass);
    }

    private static IntBuffer direct(int size) {
      return ByteBuffer.allocateDirect(size * Integer.BYTES)
          .order(ByteOrder.nativeOrder())
          .asIntBuffer();
    }

    @Override
    public Column read(int[] selected, int from, int to) {
      if (!(reader.read(selected, from, to) instanceof Column.Ids batch)) {
        throw new IllegalStateException("Only rows of ids can be altered.");
      }
      int count = to - from;
      int total = batch.rowOffsets().get(count);
      if (ids.capacity() < total) {
        ids = direct(total + total / 2);
      }
      if (offsets.capacity() < count + 1) {
        offsets = direct(count + 1);
      }
      int end = 0;
      offsets.put(0, 0);
      for (int i = 0; i < count; i++) {
        int start = batch.rowOffsets().get(i);
        int length = batch.rowOffsets().get(i + 1) - start;
        if (row.length < length) {
          row = new int[length + length / 2];
        }
        batch.ids().get(start, row, 0, length);
        int kept = alter(length, new SplitMix64(SplitMix64.derive(seed, selected[from + i])));
        ids.put(end, row, 0, kept);
        end += kept;
        offsets.put(i + 1, end);
      }
      return new Column.Ids(ids, offsets);
    }

    /** Alters the first ids of {@link #row} and returns how many are left. */
    private int alter(int length, SplitMix64 random) {
      for (int i = 0; i + 1 < length; i++) {
        if (random.uniform() < augmentation.swap()) {
          int left = row[i];
          row[i] = row[i + 1];
          row[i + 1] = left;
          i++;
        }
      }
      int kept = 0;
      for (int i = 0; i < length; i++) {
        double chance = random.uniform();
        boolean isOnlyOne = kept == 0 && i == length - 1;
        if (chance >= augmentation.drop() || isOnlyOne) {
          boolean isMasked =
              chance >= augmentation.drop() && chance < augmentation.drop() + augmentation.mask();
          row[kept++] = isMasked ? unknownId : row[i];
        }
      }
      return kept;
    }
  }
}
