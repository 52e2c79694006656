package dev.sortal.cli;

import dev.sortal.Pipeline;
import dev.sortal.text.TextAugmentation;
import dev.sortal.training.Sampling;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a training does about rare classes, and how it alters texts. */
final class BalanceOptions {
  private static final String BALANCED = "balanced";
  private static final Pattern WEIGHT = Pattern.compile("(.+)=([0-9]+|[0-9]*\\.[0-9]+)");

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--class-weights",
      paramLabel = "WEIGHTS",
      description =
          "Factors of the loss of each class: balanced, or as in spam=3,ham=0.5; by default 1.")
  @Nullable String classWeights;

  @Option(
      names = "--oversample",
      arity = "0..1",
      fallbackValue = "1",
      paramLabel = "RATIO",
      description =
          "Repeat rows of rare classes until each has that share of the most frequent; 1 without"
              + " a number.")
  @Nullable Double oversample;

  @Option(
      names = "--undersample",
      arity = "0..1",
      fallbackValue = "1",
      paramLabel = "RATIO",
      description =
          "Leave out rows of frequent classes, other ones in each epoch, until the rarest has that"
              + " share of them; 1 without a number.")
  @Nullable Double undersample;

  @Option(
      names = "--word-dropout",
      paramLabel = "SHARE",
      description = "The share of words of training texts that become unknown; by default 0.")
  double wordDropout;

  @Option(
      names = "--word-swap",
      paramLabel = "SHARE",
      description = "The share of neighbouring words of training texts that change places.")
  double wordSwap;

  /** How the words of training texts are altered. */
  TextAugmentation augmentation(long seed) {
    return TextAugmentation.none().mask(wordDropout).swap(wordSwap).seed(seed);
  }

  /** Whether rare classes shall have more say; then the best epoch is that of balanced accuracy. */
  boolean isGiven() {
    return count() > 0;
  }

  private long count() {
    return Stream.of(classWeights, oversample, undersample).filter(Objects::nonNull).count();
  }

  /** The pipeline with what is to be done about rare classes. */
  Pipeline apply(Pipeline pipeline, boolean severalLabels) {
    if (count() > 1) {
      throw wrong("Give one of --class-weights, --oversample and --undersample.");
    }
    if (isGiven() && severalLabels) {
      throw wrong(
          "--class-weights, --oversample and --undersample are for one label a row, not --labels.");
    }
    if (classWeights != null) {
      return classWeights.equals(BALANCED)
          ? pipeline.balancedClassWeights()
          : pipeline.classWeights(weights(classWeights));
    }
    if (oversample != null) {
      return pipeline.sampling(Sampling.oversample(oversample));
    }
    return undersample == null ? pipeline : pipeline.sampling(Sampling.undersample(undersample));
  }

  private Map<String, Double> weights(String given) {
    Map<String, Double> weights = new HashMap<>();
    for (String one : given.split(",", -1)) {
      Matcher labelAndNumber = WEIGHT.matcher(one);
      if (!labelAndNumber.matches()) {
        throw wrong(
            "--class-weights: expected balanced, or numbers for labels as in spam=3,ham=0.5, got '"
                + one
                + "'.");
      }
      weights.put(labelAndNumber.group(1), Double.valueOf(labelAndNumber.group(2)));
    }
    return weights;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
