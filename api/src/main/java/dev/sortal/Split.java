package dev.sortal;

import dev.sortal.data.ColumnSplit;
import dev.sortal.data.DatedSplit;
import dev.sortal.data.GroupedSplit;
import dev.sortal.data.HashedSplit;
import dev.sortal.data.RandomSplit;
import dev.sortal.data.Source;
import dev.sortal.data.SplitRule;
import dev.sortal.data.TimeSplit;
import dev.sortal.duplicates.Leakage;
import dev.sortal.duplicates.NearDuplicates;
import dev.sortal.duplicates.Separation;
import dev.sortal.profile.DataProfile;
import dev.sortal.profile.Profiling;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  public static RandomSplit random() {
    return SplitRule.random();
  }

  /** The rule of a division by a hash of the text or a field; see {@link SplitRule#hashed()}. */
  public static HashedSplit hashed() {
    return SplitRule.hashed();
  }

  /** The rule of a division that keeps equal values together; see {@link SplitRule#grouped}. */
  public static GroupedSplit grouped(String field) {
    return SplitRule.grouped(field);
  }

  /** The rule of a division by age; see {@link SplitRule#byTime}. */
  public static TimeSplit byTime(String field) {
    return SplitRule.byTime(field);
  }

  /** The rule of a division at fixed dates; see {@link SplitRule#testFrom}. */
  public static DatedSplit testFrom(String field, String time) {
    return SplitRule.testFrom(field, time);
  }

  /** The rule of a division that a field names; see {@link SplitRule#byColumn}. */
  public static ColumnSplit byColumn(String field) {
    return SplitRule.byColumn(field);
  }

  /** How many held-out examples occur in another part. */
  public Leakage leakage() {
    return leakageOf(null);
  }

  /** How many held-out examples occur in another part, or nearly so. */
  public Leakage leakage(NearDuplicates near) {
    return leakageOf(near);
  }

  private Leakage leakageOf(@Nullable NearDuplicates near) {
    return Leakage.of(train::examples, validation::examples, test::examples, near);
  }

  /** What the parts are like, to be read before training. */
  public DataProfile profile() {
    return profile(Profiling.standard());
  }

  /** What the parts are like, to be read before training. */
  public DataProfile profile(Profiling settings) {
    return DataProfile.of(train::examples, validation::examples, test::examples, settings);
  }

  /** This split without the examples that occur in two parts. */
  public Split withoutLeakage(Leakage.From from) {
    return without(from, null);
  }

  /** This split without the examples that occur in two parts, or nearly so. */
  public Split withoutLeakage(Leakage.From from, NearDuplicates near) {
    return without(from, near);
  }

  private Split without(Leakage.From from, @Nullable NearDuplicates near) {
    Source learned = train::examples;
    Source chosenBy = validation::examples;
    Source judged = test::examples;
    return switch (from) {
      case TRAIN ->
          new Split(
              Dataset.of(Separation.keepingOthers(learned, List.of(chosenBy, judged), near)),
              Dataset.of(Separation.keepingOthers(chosenBy, List.of(judged), near)),
              test);
      case HELD_OUT ->
          new Split(
              train,
              Dataset.of(Separation.keepingPart(chosenBy, List.of(learned), near)),
              Dataset.of(Separation.keepingPart(judged, List.of(learned, chosenBy), near)));
    };
  }
}
