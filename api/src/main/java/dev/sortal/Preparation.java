package dev.sortal;

import dev.sortal.data.EncodedSet;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Labels;
import dev.sortal.data.SetCache;
import dev.sortal.data.SetDraft;
import dev.sortal.data.SplitRule;
import dev.sortal.data.StoredSet;
import dev.sortal.data.Truth;
import dev.sortal.error.DataException;
import dev.sortal.format.Hashes;
import dev.sortal.training.RowOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes rows of examples for a training: in memory, or in the files of a cache. */
final class Preparation {
  private final PipelineSettings settings;

  Preparation(PipelineSettings settings) {
    this.settings = settings;
  }

  Prepared inMemory(Split parts) {
    Lists own = lists(parts);
    Lists old = lists(replayed());
    List<Example> training = joined(own.training, old.training);
    List<Example> validation = joined(own.validation, old.validation);
    validation.forEach(Example::requireLabels);
    Labels labels = labels(training);
    int positive = positive(labels);
    Truth truth = Encoding.truth(training, labels, settings.severalLabels);
    ClassBalance balance = new ClassBalance(settings, labels, truth);
    List<Encoder.Fitted> fitted = fit(training);
    EncodedSet trainingSet = weighted(fitted, training, truth, balance);
    List<FittedEncoder> encoders = fitted.stream().map(Encoder.Fitted::encoder).toList();
    return new Prepared(
        encoders,
        labels,
        positive,
        balance,
        trainingSet,
        order(training.size(), old.training.size()).orElseGet(balance::order),
        Encoding.encode(encoders, validation, labels, settings.severalLabels),
        Dataset.of(validation),
        Dataset.of(own.validation),
        Dataset.of(old.validation),
        old.training.size(),
        fingerprint(training),
        fingerprint(validation));
  }

  /** The examples of two parts. */
  private record Lists(List<Example> training, List<Example> validation) {}

  private Lists lists(Split parts) {
    List<Example> training = parts.train().toList();
    List<Example> validation = parts.validation().toList();
    if (validation.isEmpty() && settings.validation > 0 && !training.isEmpty()) {
      Split divided = Dataset.of(training).split(holdBackRule());
      return new Lists(divided.train().toList(), divided.validation().toList());
    }
    return new Lists(training, validation);
  }

  private static List<Example> joined(List<Example> first, List<Example> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static Dataset joined(Dataset first, Dataset second) {
    return Dataset.of(() -> Stream.concat(first.examples(), second.examples()));
  }

  /** Old examples that are trained on again; without any, no examples. */
  private Split replayed() {
    Split replayed = settings.continuation == null ? null : settings.continuation.replayed();
    Dataset none = Dataset.of(List.of());
    return replayed == null ? new Split(none, none, none) : replayed;
  }

  /** The order that replay needs. */
  private Optional<RowOrder> order(int rows, int old) {
    Continuation continuation = settings.continuation;
    if (continuation == null || continuation.replayed() == null) {
      return Optional.empty();
    }
    if (old == 0 || old == rows) {
      throw new DataException(
          "Replay needs old and new training examples, got "
              + old
              + " and "
              + (rows - old)
              + ". Check the data, or train without replay.");
    }
    return Optional.of(RowOrder.replaying(rows, old, continuation.share(), settings.seed));
  }

  /**
   * In files of that folder. Each part is read once; where validation rows are held back, the
   * labels of all examples are read before.
   */
  Prepared cached(Split parts, Path folder) {
    SetCache cache = SetCache.in(folder);
    Split own = divided(parts);
    Split old = divided(replayed());
    Dataset heldOut = joined(own.validation(), old.validation());
    try (SetDraft draft = cache.draft(settings.encoders, settings.severalLabels)) {
      read(own.train(), draft);
      int ownRows = draft.rows();
      read(old.train(), draft);
      int oldRows = draft.rows() - ownRows;
      Labels labels = labels(draft.labels(), draft.rows());
      int positive = positive(labels);
      StoredSet stored = draft.finish(labels);
      // First the pass over the validation examples: it may need memory that rows take later.
      MessageDigest digest = Hashes.sha256();
      EncodedSet validation = validation(cache, stored.encoders(), heldOut, labels, digest);
      Truth truth = stored.truth();
      ClassBalance balance = new ClassBalance(settings, labels, truth);
      RowOrder order =
          order(stored.rows(), oldRows)
              .orElseGet(
                  () ->
                      settings.sampling == null
                          ? RowOrder.stored(stored.rows(), stored.bytes(), settings.seed)
                          : balance.order());
      return new Prepared(
          stored.encoders(),
          labels,
          positive,
          balance,
          stored.forTraining(truth, balance::factor),
          order,
          validation,
          heldOut,
          own.validation(),
          old.validation(),
          oldRows,
          draft.sha256(),
          HexFormat.of().formatHex(digest.digest()));
    }
  }

  /**
   * In a method of its own: what the stream holds, hashes of all rows perhaps, can go at its end.
   */
  private static void read(Dataset training, SetDraft draft) {
    try (Stream<Example> examples = training.examples()) {
      examples.forEachOrdered(draft::add);
    }
  }

  private EncodedSet validation(
      SetCache cache,
      List<FittedEncoder> encoders,
      Dataset validation,
      Labels labels,
      MessageDigest digest) {
    if (isEmpty(validation)) {
      return Encoding.encode(encoders, List.of(), labels, settings.severalLabels);
    }
    try (Stream<Example> examples = validation.examples()) {
      Stream<Example> digested = examples.peek(example -> example.digest(digest));
      return cache.encode(encoders, digested, labels, settings.severalLabels).forValidation();
    }
  }

  private static boolean isEmpty(Dataset dataset) {
    try (Stream<Example> examples = dataset.examples()) {
      return examples.findFirst().isEmpty();
    }
  }

  /** The parts as they are given, or with validation rows held back, by the labels alone. */
  private Split divided(Split parts) {
    if (settings.validation == 0 || isEmpty(parts.train()) || !isEmpty(parts.validation())) {
      return parts;
    }
    Map<List<String>, Example> ofLabels = new HashMap<>();
    List<Example> labelled = new ArrayList<>();
    try (Stream<Example> examples = parts.train().examples()) {
      examples.forEachOrdered(
          example ->
              labelled.add(
                  ofLabels.computeIfAbsent(
                      example.requireLabels(), labels -> Example.text("").labelled(labels))));
    }
    List<SplitRule.Part> assigned = holdBackRule().assign(labelled);
    BitSet isHeldBack = new BitSet();
    for (int i = 0; i < assigned.size(); i++) {
      isHeldBack.set(i, assigned.get(i) == SplitRule.Part.VALIDATION);
    }
    return new Split(
        chosen(parts.train(), isHeldBack, false),
        chosen(parts.train(), isHeldBack, true),
        parts.test());
  }

  private static Dataset chosen(Dataset dataset, BitSet rows, boolean value) {
    return Dataset.of(
        () -> {
          int[] row = {0};
          return dataset.examples().filter(example -> rows.get(row[0]++) == value);
        });
  }

  private SplitRule holdBackRule() {
    return SplitRule.random()
        .train(1 - settings.validation)
        .validation(settings.validation)
        .seed(settings.seed);
  }

  private List<Encoder.Fitted> fit(List<Example> training) {
    List<Encoder.Fitting> fittings = settings.encoders.stream().map(Encoder::start).toList();
    for (Example example : training) {
      fittings.forEach(fitting -> fitting.add(example));
    }
    return fittings.stream().map(Encoder.Fitting::finish).toList();
  }

  private Labels labels(List<Example> training) {
    TreeSet<String> distinct = new TreeSet<>();
    for (Example example : training) {
      distinct.addAll(example.requireLabels());
      if (!settings.severalLabels) {
        example.label();
      }
    }
    return labels(distinct, training.size());
  }

  private Labels labels(Collection<String> distinct, int rows) {
    if (settings.continuation != null) {
      return settings.continuation.labels(distinct, rows);
    }
    if (distinct.size() < 2) {
      throw new DataException(
          "There is nothing to tell apart: expected at least 2 labels in "
              + rows
              + " training examples, got "
              + distinct
              + ". Check the label column.");
    }
    return Labels.ordered(distinct);
  }

  private int positive(Labels labels) {
    if (settings.positive == null && settings.continuation != null) {
      return settings.continuation.parent().positive();
    }
    if (settings.positive == null) {
      return Math.min(1, labels.size() - 1);
    }
    int index = labels.index(settings.positive);
    if (index < 0) {
      throw new IllegalArgumentException(
          "positive(\""
              + settings.positive
              + "\") is no label of the training examples, expected one of "
              + labels
              + ".");
    }
    return index;
  }

  private static EncodedSet weighted(
      List<Encoder.Fitted> fitted, List<Example> training, Truth truth, ClassBalance balance) {
    float[] weights = new float[training.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (training.get(i).weight() * balance.factor(i));
    }
    return new EncodedSet(fitted.stream().map(Encoder.Fitted::training).toList(), truth, weights);
  }

  /** SHA-256 over fields, label and weight of each example in order. */
  private static String fingerprint(List<Example> examples) {
    MessageDigest digest = Hashes.sha256();
    for (Example example : examples) {
      example.digest(digest);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
