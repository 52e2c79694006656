package dev.sortal.search;

import dev.sortal.tensor.SplitMix64;

/**
 * The values that one setting may take; immutable.
 *
 * <p>Each value has a place: of a range a number in [0, 1], from its lowest to its highest value on
 * its scale; of a choice the index of the value.
 *
 * @param <T> the type of the values
 */
public sealed interface Setting<T> permits Range, WholeRange, Choice {
  /** The value at a place; places between those of whole numbers stand for the nearest. */
  T at(double place);

  /** The place that stands for the value at this place, the same for all that share it. */
  double snapped(double place);

  /** A place where every value, on the scale of the range, is as likely. */
  double draw(SplitMix64 random);

  /**
   * Places spread evenly, from the lowest to the highest; of a choice all values.
   *
   * @param count how many of a range, at least 2; fewer if it has fewer values
   */
  double[] spread(int count);

  /** How many values there are without an order between them; 0 for a range. */
  int categories();
}
