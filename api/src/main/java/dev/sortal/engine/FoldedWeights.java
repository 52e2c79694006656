package dev.sortal.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The unchanging weights of a dense layer as an engine needs them for each {@link Fold}: made when
 * it is first met, and kept.
 *
 * <p>There are few folds, and {@link Shortening#ofInference} has none of large weights. Safe for
 * threads.
 *
 * <pre>{@code
 * FoldedWeights<MyArray> weights = new FoldedWeights<>(values, MyArray::new);
 * MyArray array = weights.of(inputs.folds().get(name)); // [units, fold.size()]
 * }</pre>
 *
 * @param <A> an engine's array
 */
public final class FoldedWeights<A> {
  private final float[] weights;
  private final Function<RowBuffer, A> engineArray;
  private final Map<Fold, A> made = new ConcurrentHashMap<>();

  /**
   * None made yet.
   *
   * @param weights {@code [units, wholeSize]}; not copied
   * @param engineArray makes the engine's array of a buffer of one row {@code [units, size]}
   */
  public FoldedWeights(float[] weights, Function<RowBuffer, A> engineArray) {
    this.weights = weights;
    this.engineArray = engineArray;
  }

  /** The weights for that fold. */
  public A of(Fold fold) {
    A known = made.get(fold);
    return known != null ? known : made.computeIfAbsent(fold, this::make);
  }

  private A make(Fold fold) {
    RowBuffer folded = new RowBuffer(weights.length / fold.wholeSize(), fold.size());
    folded.reserve(1);
    fold.fold(weights, folded.floats());
    return engineArray.apply(folded);
  }

  /** All that were made. */
  public Collection<A> all() {
    return Collections.unmodifiableCollection(made.values());
  }
}
