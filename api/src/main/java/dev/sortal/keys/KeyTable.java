package dev.sortal.keys;

import dev.sortal.error.SortalException;
import java.nio.LongBuffer;

/**
 * A set of keys of 128 bits, each with so many numbers beside it, of which the heap holds a bounded
 * part and a memory-mapped temporary file the rest.
 *
 * <p>The keys must be hashes. Their first bits choose one of 64 parts, which are hash tables of
 * open addressing and linear probing, at most 7/10 full. Each grows for itself, by doubling; where
 * the heap that {@link Spill} allows is used up, the grown part lies in the file. Not thread-safe.
 *
 * <pre>{@code
 * try (KeyTable lines = new KeyTable(1, Spill.standard())) {
 *   if (lines.add(hash.high(), hash.low())) {
 *     lines.put(0, line);           // new
 *   } else {
 *     long first = lines.value(0);  // seen before
 *   }
 * }
 * }</pre>
 */
public final class KeyTable implements AutoCloseable {
  private static final int PARTS = 64;
  private static final int FIRST_SLOTS = 64;

  private final int stride;
  private final Spill spill;
  private final Part[] parts = new Part[PARTS];
  private final ScratchFile file;
  private long heap;
  private long size;
  private Part found;
  private int at;

  /**
   * An empty table.
   *
   * @param values how many numbers lie beside a key, at least 0
   */
  public KeyTable(int values, Spill spill) {
    if (values < 0) {
      throw new IllegalArgumentException("values must be at least 0, got " + values + ".");
    }
    this.stride = 2 + values;
    this.spill = spill;
    this.file = new ScratchFile(spill);
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Part();
    }
    this.found = parts[0];
  }

  /** The number of distinct keys. */
  public long size() {
    return size;
  }

  /** The bytes of the temporary file, 0 as long as the heap is enough. */
  public long spilled() {
    return file.size();
  }

  /**
   * Goes to a key, which is added with zeros beside it where it is new.
   *
   * @return whether it is new
   * @throws SortalException if the temporary file cannot be written
   */
  public boolean add(long high, long low) {
    Part part = part(high);
    boolean isNew = part.add(escaped(high, low), low);
    if (isNew) {
      size++;
    }
    return isNew;
  }

  /** Goes to a key, if it is there. */
  public boolean find(long high, long low) {
    return part(high).find(escaped(high, low), low);
  }

  /** The number beside the key that was gone to last. */
  public long value(int index) {
    return found.slots.get(place(index));
  }

  /** Changes a number beside the key that was gone to last. */
  public void put(int index, long value) {
    found.slots.put(place(index), value);
  }

  private int place(int index) {
    if (index < 0 || index >= stride - 2) {
      throw new IndexOutOfBoundsException(
          "There are " + (stride - 2) + " numbers beside a key, got index " + index + ".");
    }
    return at + 2 + index;
  }

  private Part part(long high) {
    return parts[(int) (high >>> 58)];
  }

  /** An empty slot holds zeros: the key of zeros is kept as another one, of the same part. */
  private static long escaped(long high, long low) {
    return high == 0 && low == 0 ? 1 : high;
  }

  /** Gives the temporary file back; the table must not be used any more. */
  @Override
  public void close() {
    file.close();
  }

  /** The keys of the same first bits. */
  private final class Part {
    private LongBuffer slots = LongBuffer.allocate(FIRST_SLOTS * stride);
    private int mask = FIRST_SLOTS - 1;
    private int used;
    private boolean isMapped;

    Part() {
      heap += bytes(FIRST_SLOTS);
    }

    private long bytes(int slots) {
      return (long) slots * stride * Long.BYTES;
    }

    boolean find(long high, long low) {
      int slot = slot(high, low);
      found = this;
      at = slot;
      return slots.get(slot) != 0 || slots.get(slot + 1) != 0;
    }

    boolean add(long high, long low) {
      if (find(high, low)) {
        return false;
      }
      if (used >= (mask + 1L) * 7 / 10) {
        grow();
        at = slot(high, low);
      }
      slots.put(at, high).put(at + 1, low);
      used++;
      return true;
    }

    /** Where the key is, or the empty slot for it. */
    private int slot(long high, long low) {
      int slot = (int) low & mask;
      while (true) {
        int place = slot * stride;
        long first = slots.get(place);
        long second = slots.get(place + 1);
        if ((first == high && second == low) || (first == 0 && second == 0)) {
          return place;
        }
        slot = (slot + 1) & mask;
      }
    }

    private void grow() {
      int count = (mask + 1) * 2;
      long size = bytes(count);
      if (size > Integer.MAX_VALUE) {
        throw new SortalException(
            "There are too many keys for a table: expected at most about "
                + PARTS * (long) used
                + ", got more. Divide the data into several sets.");
      }
      boolean fits = heap + size <= spill.memory();
      LongBuffer before = slots;
      slots = fits ? LongBuffer.allocate(count * stride) : file.allocate(size);
      long freed = isMapped ? 0 : bytes(mask + 1);
      heap += (fits ? size : 0) - freed;
      isMapped = !fits;
      mask = count - 1;
      for (int from = 0; from < before.capacity(); from += stride) {
        long high = before.get(from);
        long low = before.get(from + 1);
        if (high != 0 || low != 0) {
          int to = slot(high, low);
          for (int i = 0; i < stride; i++) {
            slots.put(to + i, before.get(from + i));
          }
        }
      }
    }
  }
}
