package dev.sortal;

import dev.sortal.data.SplitRule;
import java.util.List;

/**
 * Examples to learn from, to choose the best epoch by, and to judge with.
 *
 * <pre>{@code
 * Split parts = dataset.split(Split.random().train(0.8).validation(0.1).seed(42));
 * }</pre>
 *
 * @param train what is learned from
 * @param validation what the best epoch is chosen by; may be empty
 * @param test what is only judged with; may be empty
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
  /** Parts that were divided elsewhere, without validation. */
  public static Split of(Dataset train, Dataset test) {
    return new Split(train, Dataset.of(List.of()), test);
  }

  /** The rule of a random, exactly stratified division; see {@link SplitRule#random()}. */
  public static SplitRule random() {
    return SplitRule.random();
  }

  /** The rule of a division by the text; see {@link SplitRule#hashed()}. */
  public static SplitRule hashed() {
    return SplitRule.hashed();
  }
}
