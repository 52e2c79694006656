package dev.sortal.features;

import dev.sortal.data.Example;

/**
 * How one field becomes numbers: what is set by hand, before anything is learned from training
 * examples. An immutable value.
 *
 * <pre>{@code
 * Features features = Features.of(
 *     Feature.number("age"),
 *     Feature.number("income").log(),
 *     Feature.category("city").minCount(5));
 * }</pre>
 */
public sealed interface Feature permits NumberFeature, CategoryFeature {
  /** A field of numbers, standardised. */
  static NumberFeature number(String field) {
    return new NumberFeature(
        field, false, -Double.MAX_VALUE, Double.MAX_VALUE, NumberFeature.Scale.STANDARD);
  }

  /** A field of texts of which each is a category, one-hot. */
  static CategoryFeature category(String field) {
    return new CategoryFeature(field, 1, 1000, 0);
  }

  /** The field that it reads. */
  String field();

  /** Begins to learn. */
  Learning start();

  /** Learning from training examples in progress; for one thread. */
  interface Learning {
    /** Takes the field of a training example in. */
    void add(Example example);

    /** Ends the learning. */
    FittedFeature finish();
  }
}
