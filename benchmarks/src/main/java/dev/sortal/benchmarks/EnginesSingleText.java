package dev.sortal.benchmarks;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.spec.Presets;
import dev.sortal.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * From one text to its label, warm, against the same engine's own call on a ready row of ids; and
 * many texts at once. Texts have 21 words on average, of a vocabulary of 20,000.
 *
 * <p>Takes the name of an engine; without one, the engines classify against each other.
 */
public final class EnginesSingleText {
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 40;
  private static final int CALLS = 500;

  private EnginesSingleText() {}

  public static void main(String[] arguments) {
    List<Example> examples = ReferenceModel.examples(8000);
    if (arguments.length == 0) {
      sideBySide(examples);
    } else {
      againstBare(arguments[0], examples);
    }
  }

  private static void againstBare(String engine, List<Example> examples) {
    int[] row = new int[ReferenceModel.LENGTH];
    for (int i = 0; i < 21; i++) {
      row[i] = 2 + i;
    }
    Supplier<BareEngine> bare = Engines.bare(engine).values().iterator().next();
    try (Classifier classifier = classifier(engine, examples);
        BareEngine peer = bare.get()) {
      Latencies latencies =
          new Latencies(CALLS)
              .side("SDK", call -> classifier.classify(examples.get(call % examples.size())))
              .side("bare", call -> peer.logits(row));
      latencies.play(WARM_UP, ROUNDS);
      latencies.print();
      latencies.printDifference("SDK", "bare");
      bulk(classifier, examples);
    }
  }

  private static void sideBySide(List<Example> examples) {
    List<String> names = Engines.names();
    Latencies latencies = new Latencies(CALLS);
    List<Classifier> opened = new ArrayList<>();
    try {
      for (String name : names) {
        Classifier classifier = classifier(name, examples);
        opened.add(classifier);
        latencies.side(name, call -> classifier.classify(examples.get(call % examples.size())));
      }
      latencies.play(WARM_UP, ROUNDS);
    } finally {
      opened.forEach(Classifier::close);
    }
    latencies.print();
    names.stream().skip(1).forEach(name -> latencies.printRatio(name, names.get(0)));
  }

  /** A classifier of the reference model, trained for one epoch. */
  static Classifier classifier(String engine, List<Example> examples) {
    return Pipeline.text(Words.standard().maxLength(ReferenceModel.LENGTH))
        .network(Presets.kerasText())
        .backend(engine)
        .epochs(1)
        .train(Dataset.of(examples));
  }

  private static void bulk(Classifier classifier, List<Example> examples) {
    double[] perSecond = new double[ROUNDS];
    for (int round = -5; round < ROUNDS; round++) {
      Cost cost =
          Cost.of(
              () -> {
                try (Stream<?> predictions = classifier.classifyAll(examples.stream())) {
                  predictions.forEach(prediction -> {});
                }
              });
      if (round >= 0) {
        perSecond[round] = examples.size() / cost.wall();
      }
    }
    System.out.printf(
        Locale.ROOT, "many texts: %,.0f a second%n", Measure.quantile(perSecond, 0.5));
  }
}
