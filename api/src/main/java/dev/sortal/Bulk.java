package dev.sortal;

import dev.sortal.data.ByLength;
import dev.sortal.data.Example;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Examples of any number with what becomes of each, in their order, one window after the other; for
 * one thread.
 *
 * <p>No more than a window is in memory. The first is small, so that the first results come soon,
 * and each has twice as many as the one before, up to the largest.
 */
final class Bulk<T> implements Iterator<Bulk.Result<T>> {
  private static final int FIRST = ByLength.BATCH;

  /** An example with what became of it. */
  record Result<T>(Example example, T value) {}

  private final Iterator<Example> examples;
  private final Function<List<Example>, List<T>> work;
  private final int largest;
  private final List<Example> window = new ArrayList<>();
  private List<T> results = List.of();
  private int size = FIRST;
  private int next;

  /**
   * Nothing is done yet.
   *
   * @param work gives a result for each example of a window
   * @param largest the most examples of a window
   */
  Bulk(Iterator<Example> examples, Function<List<Example>, List<T>> work, int largest) {
    this.examples = examples;
    this.work = work;
    this.largest = largest;
  }

  @Override
  public boolean hasNext() {
    return next < results.size() || examples.hasNext();
  }

  @Override
  public Result<T> next() {
    if (next == results.size()) {
      fill();
    }
    Result<T> result = new Result<>(window.get(next), results.get(next));
    next++;
    return result;
  }

  private void fill() {
    window.clear();
    // If an example cannot be used, what came before it in the window is lost, not given twice.
    results = List.of();
    next = 0;
    while (window.size() < size && examples.hasNext()) {
      window.add(examples.next());
    }
    if (window.isEmpty()) {
      throw new NoSuchElementException();
    }
    results = work.apply(window);
    size = Math.min(2 * size, largest);
  }
}
