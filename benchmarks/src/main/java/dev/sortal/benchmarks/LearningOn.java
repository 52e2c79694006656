package dev.sortal.benchmarks;

import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.data.SplitRule;
import dev.sortal.spec.Activation;
import dev.sortal.text.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a classifier knows of old and new data when it is trained further, with and without replay,
 * beside a training from scratch on everything.
 *
 * <p>Arguments: the folder of data, then names of sets of {@code banking77}, {@code trec} and
 * {@code mr}. Of banking77 the first 60 labels are old; of the others a random half of the rows.
 */
public final class LearningOn {
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(40))
          .network(embedding(64), conv1d(128, 3, Activation.RELU), globalMaxPool(), dropout(0.5))
          .epochs(15)
          .patience(3);

  private LearningOn() {}

  /**
   * Old and new data.
   *
   * @param oldTest what is asked of the old data
   * @param newTest what is asked of the new data; the same where both are of one kind
   */
  private record Parts(Dataset old, Dataset fresh, Dataset oldTest, Dataset newTest) {}

  /** Runs it. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    System.out.println("| set | training | old test | new test | seconds |");
    System.out.println("|---|---|---|---|---|");
    for (String set : List.of(arguments).subList(1, arguments.length)) {
      Dataset train = Dataset.csv(folder.resolve(set).resolve("train.csv"));
      Dataset test = Dataset.csv(folder.resolve(set).resolve("test.csv"));
      run(set, set.equals("banking77") ? byLabels(train, test) : byHalves(train, test));
    }
  }

  private static Parts byLabels(Dataset train, Dataset test) {
    Set<String> old =
        labels(train).stream().limit(60).collect(Collectors.toCollection(TreeSet::new));
    return new Parts(
        of(train, old, true), of(train, old, false), of(test, old, true), of(test, old, false));
  }

  private static Set<String> labels(Dataset dataset) {
    return dataset.toList().stream()
        .map(Example::label)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Dataset of(Dataset dataset, Set<String> labels, boolean contained) {
    return Dataset.of(
        dataset.toList().stream()
            .filter(example -> labels.contains(example.label()) == contained)
            .toList());
  }

  private static Parts byHalves(Dataset train, Dataset test) {
    Split halves = train.split(SplitRule.random().train(0.5).validation(0.5).seed(1));
    return new Parts(halves.train(), halves.validation(), test, test);
  }

  private static void run(String set, Parts parts) {
    try (Classifier first = timed(set, "old data", parts, () -> PIPELINE.train(parts.old()))) {
      Pipeline further = Pipeline.continuing(first);
      timed(set, "then new data", parts, () -> further.train(parts.fresh())).close();
      timed(
              set,
              "then new data, old replayed at 0.5",
              parts,
              () -> further.replay(parts.old(), 0.5).train(parts.fresh()))
          .close();
      timed(
              set,
              "then new data, old replayed at 0.8",
              parts,
              () -> further.replay(parts.old(), 0.8).train(parts.fresh()))
          .close();
    }
    Dataset all = Dataset.of(() -> Stream.concat(parts.old().examples(), parts.fresh().examples()));
    timed(set, "everything from scratch", parts, () -> PIPELINE.train(all)).close();
  }

  private static Classifier timed(
      String set, String what, Parts parts, Supplier<Classifier> training) {
    long start = System.nanoTime();
    Classifier classifier = training.get();
    double seconds = (System.nanoTime() - start) * 1e-9;
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.1f | %.1f | %.0f |%n",
        set,
        what,
        100 * classifier.evaluate(parts.oldTest()).accuracy(),
        100 * classifier.evaluate(parts.newTest()).accuracy(),
        seconds);
    return classifier;
  }
}
