package dev.sortal.keys;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in the order in which they are appended, of which the heap holds a bounded part and a
 * memory-mapped temporary file the rest. Not thread-safe.
 *
 * <pre>{@code
 * try (LongLog log = new LongLog(Spill.standard())) {
 *   long at = log.size();
 *   log.append(42);
 *   log.get(at);  // 42
 * }
 * }</pre>
 */
public final class LongLog implements AutoCloseable {
  private static final int CHUNK_BITS = 15;
  private static final int CHUNK = 1 << CHUNK_BITS;

  /** So many chunks of the file are mapped at once, since a process may have few mappings. */
  private static final int MAPPED_CHUNKS = 64;

  private final ScratchFile file;
  private final long heapChunks;
  private final List<LongBuffer> chunks = new ArrayList<>();
  private long size;

  /** An empty log. */
  public LongLog(Spill spill) {
    this.file = new ScratchFile(spill);
    this.heapChunks = spill.memory() / (CHUNK * (long) Long.BYTES);
  }

  /** How many numbers there are. */
  public long size() {
    return size;
  }

  /**
   * Appends a number.
   *
   * @throws dev.sortal.error.SortalException if the temporary file cannot be written
   */
  public void append(long number) {
    int chunk = (int) (size >>> CHUNK_BITS);
    if (chunk == chunks.size()) {
      grow();
    }
    chunks.get(chunk).put((int) size & (CHUNK - 1), number);
    size++;
  }

  private void grow() {
    if (chunks.size() < heapChunks) {
      chunks.add(LongBuffer.allocate(CHUNK));
      return;
    }
    LongBuffer mapped = file.allocate(MAPPED_CHUNKS * (long) CHUNK * Long.BYTES);
    for (int i = 0; i < MAPPED_CHUNKS; i++) {
      chunks.add(mapped.slice(i * CHUNK, CHUNK));
    }
  }

  /** The number at a place. */
  public long get(long place) {
    return chunks.get((int) (place >>> CHUNK_BITS)).get((int) place & (CHUNK - 1));
  }

  /** Changes the number at a place. */
  public void put(long place, long number) {
    chunks.get((int) (place >>> CHUNK_BITS)).put((int) place & (CHUNK - 1), number);
  }

  /** Gives the temporary file back; the log must not be used any more. */
  @Override
  public void close() {
    file.close();
  }
}
