package dev.sortal.profile;

import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import dev.sortal.data.Source;
import dev.sortal.duplicates.Conflicts;
import dev.sortal.duplicates.EqualWords;
import dev.sortal.duplicates.Leakage;
import dev.sortal.duplicates.NearDuplicates;
import dev.sortal.error.DataException;
import dev.sortal.keys.Spill;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the parts and puts the profile together. */
final class Profiler {
  private static final long NEAR_ROWS = 200_000;
  private static final int MOST_UNKNOWN_LABELS = 20;
  private static final Spill SPILL = Spill.standard().memory(16 << 20);

  private final Source train;
  private final Source validation;
  private final Source test;
  private final Profiling settings;
  private final @Nullable NearDuplicates near;

  private final Map<String, Long> labels = new HashMap<>();
  private long rows;
  private long unlabelled;
  private long several;
  private long exact;
  private long words;
  private long nearly;

  Profiler(Source train, Source validation, Source test, Profiling settings) {
    this.train = train;
    this.validation = validation;
    this.test = test;
    this.settings = settings;
    this.near =
        settings.near() == 0
            ? null
            : NearDuplicates.atLeast(settings.near()).seed(settings.seed()).spill(SPILL);
  }

  DataProfile profile() {
    SampledRows sample = new SampledRows(settings.sample(), settings.tokenizer(), settings.seed());
    Suspicions suspicions = new Suspicions();
    try (TextScan text = new TextScan(settings.tokenizer());
        FieldScan fields = new FieldScan()) {
      read(text, fields, suspicions, sample);
      List<HeldOut> heldOut = new ArrayList<>();
      compare("validation", validation, text, heldOut);
      compare("test", test, text, heldOut);
      LabelErrorSearch errors = new LabelErrorSearch(sample, settings.seed());
      return new DataProfile(
          rows,
          new ClassBalance(counts(), unlabelled, several),
          new DataProfile.Duplicates(
              exact, words, nearly, near == null ? 0 : Math.min(rows, NEAR_ROWS)),
          Conflicts.of(train),
          text.result(),
          suspicions.result(text),
          fields.result(rows),
          errors.isPossible() ? errors.find() : null,
          heldOut,
          heldOut.isEmpty() ? null : Leakage.of(train, validation, test, near));
    }
  }

  private void read(TextScan text, FieldScan fields, Suspicions suspicions, SampledRows sample) {
    try (CleaningStep.Pass equal = CleaningStep.dropDuplicates(SPILL).begin();
        CleaningStep.Pass equalWords = new EqualWords(SPILL).begin();
        CleaningStep.Pass similar = near == null ? example -> example : near.begin();
        Stream<Example> examples = train.open()) {
      examples.forEachOrdered(
          example -> {
            rows++;
            countLabels(example);
            if (equal.apply(example) == null) {
              exact++;
            } else if (equalWords.apply(example) == null) {
              words++;
            } else if (rows <= NEAR_ROWS && similar.apply(example) == null) {
              nearly++;
            }
            fields.add(example);
            if (example.fields().get(Example.TEXT) instanceof String its) {
              suspicions.add(example.origin(), its, text.add(its));
            }
            if (settings.sample() > 0) {
              sample.add(example);
            }
          });
    }
    if (rows == 0) {
      throw new DataException("There is nothing to profile: expected examples, got none.");
    }
  }

  private void countLabels(Example example) {
    List<String> its = example.labels();
    if (its == null) {
      unlabelled++;
      return;
    }
    its.forEach(label -> labels.merge(label, 1L, Long::sum));
    several += its.size() == 1 ? 0 : 1;
  }

  private List<ClassBalance.Count> counts() {
    return labels.entrySet().stream()
        .map(label -> new ClassBalance.Count(label.getKey(), label.getValue()))
        .sorted(
            Comparator.comparingLong(ClassBalance.Count::rows)
                .reversed()
                .thenComparing(ClassBalance.Count::label))
        .toList();
  }

  private void compare(String part, Source source, TextScan text, List<HeldOut> heldOut) {
    TextScan.Comparison comparison = text.new Comparison();
    Set<String> unknown = new LinkedHashSet<>();
    long count = 0;
    try (Stream<Example> examples = source.open()) {
      for (var all = examples.iterator(); all.hasNext(); count++) {
        Example example = all.next();
        if (example.fields().get(Example.TEXT) instanceof String its) {
          comparison.add(its);
        }
        if (example.labels() != null && unknown.size() < MOST_UNKNOWN_LABELS) {
          example.labels().stream().filter(one -> !labels.containsKey(one)).forEach(unknown::add);
        }
      }
    }
    if (count > 0) {
      heldOut.add(comparison.result(part, count, List.copyOf(unknown)));
    }
  }
}
