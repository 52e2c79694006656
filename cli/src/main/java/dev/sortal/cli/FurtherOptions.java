package dev.sortal.cli;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.spi.BackendChoice;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Training a saved classifier further, instead of a new one. */
final class FurtherOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--continue",
      paramLabel = "FILE",
      description =
          "A classifier to train further: its words, labels and weights are kept, new ones added.")
  @Nullable Path parent;

  @Option(
      names = "--replay",
      paramLabel = "DATA",
      description =
          "Old rows to train on again beside the new ones, so that they are not forgotten.")
  @Nullable String replay;

  @Option(
      names = "--replay-share",
      paramLabel = "SHARE",
      description = "The share of old rows among those of an epoch; by default 0.5.")
  double share = 0.5;

  @Option(
      names = "--old-test",
      paramLabel = "DATA",
      description = "Old rows to judge with, before and after.")
  @Nullable String oldTest;

  /** Whether a classifier is trained further. */
  boolean isWanted() {
    if (parent == null && (replay != null || oldTest != null)) {
      throw new ParameterException(
          spec.commandLine(), "--replay and --old-test go with --continue, a classifier.");
    }
    return parent != null;
  }

  /**
   * The pipeline that trains the classifier further.
   *
   * @param divide divides old rows as new ones are
   * @param read reads rows that only judge
   */
  Pipeline pipeline(
      BackendChoice choice, Function<String, Split> divide, Function<String, Dataset> read) {
    Pipeline pipeline;
    try (Classifier classifier = parent(choice)) {
      pipeline = Pipeline.continuing(classifier);
    }
    if (replay != null) {
      pipeline = pipeline.replay(divide.apply(replay), share);
    }
    return oldTest == null ? pipeline : pipeline.retention(read.apply(oldTest));
  }

  private Classifier parent(BackendChoice choice) {
    if (parent == null) {
      throw new IllegalStateException("There is no classifier to train further.");
    }
    return Classifier.load(parent, choice);
  }
}
