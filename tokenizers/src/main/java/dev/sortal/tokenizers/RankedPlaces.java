package dev.sortal.tokenizers;

import java.util.Arrays;

/** Places by rank, the lowest rank first and of equal ones the leftmost: a binary heap. */
final class RankedPlaces {
  private long[] heap;
  private int size;

  RankedPlaces(int room) {
    heap = new long[Math.max(4, room)];
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(int rank, int place) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    long entry = (long) rank << 32 | place;
    int at = size++;
    while (at > 0 && heap[(at - 1) / 2] > entry) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = entry;
  }

  /** The rank of the first. */
  int rank() {
    return (int) (heap[0] >>> 32);
  }

  /** The place of the first. */
  int place() {
    return (int) heap[0];
  }

  /** Takes the first out. */
  void remove() {
    long last = heap[--size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= last) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
  }
}
