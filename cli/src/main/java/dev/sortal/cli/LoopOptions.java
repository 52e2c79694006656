package dev.sortal.cli;

import dev.sortal.Pipeline;
import dev.sortal.spec.Optimizer;
import dev.sortal.training.Checkpoints;
import dev.sortal.training.Monitor;
import dev.sortal.training.Schedule;
import dev.sortal.training.Span;
import dev.sortal.training.WeightAverage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the training loop goes: optimizer, rate, averages, what is best, checkpoints. */
final class LoopOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "adam (the default), adamw, adagrad, adadelta, rmsprop or sgd; adamw:0.01 with that"
              + " weight decay, sgd:0.9 with that momentum.")
  @Nullable String optimizer;

  @Option(
      names = "--lazy-embeddings",
      description = "Update only the rows of embeddings whose ids are in the batch.")
  boolean lazyEmbeddings;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "By default that of the optimizer: 0.001, of sgd 0.01.")
  @Nullable Double learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description =
          "How the rate changes: constant (the default), linear, cosine, cosine:FLOOR, one-cycle,"
              + " one-cycle:RISE, or step:FACTOR:EPOCHS.")
  @Nullable String schedule;

  @Option(
      names = "--warm-up",
      paramLabel = "SHARE",
      description = "The share of steps over which the rate rises first.")
  @Nullable Double warmUp;

  @Option(
      names = "--reduce-on-plateau",
      paramLabel = "FACTOR:EPOCHS",
      description =
          "What the rate is multiplied with after so many epochs without improvement: 0.5:2.")
  @Nullable String reduceOnPlateau;

  @Option(
      names = "--average",
      paramLabel = "DECAY",
      description = "Keep an average of weights over steps in their place: 0.999.")
  @Nullable Double average;

  @Option(
      names = "--max-norm",
      paramLabel = "LIMIT",
      description = "The largest norm of the weights of each class: 3.")
  @Nullable Double maxNorm;

  @Option(
      names = "--clip-norm",
      paramLabel = "LIMIT",
      description = "The largest norm of all gradients together: 1.")
  @Nullable Double clipNorm;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description = "The share of each target that is spread over all classes: 0.1.")
  @Nullable Double labelSmoothing;

  @Option(
      names = "--monitor",
      paramLabel = "FIGURE",
      completionCandidates = Figures.class,
      description =
          "What the best epoch is chosen by, one of ${COMPLETION-CANDIDATES}; by default accuracy,"
              + " and balanced-accuracy where rare classes have more say.")
  @Nullable String monitor;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description =
          "Save in that folder, after each epoch, what the training needs to go on; and go on from"
              + " there if it was ended. Run the same command again.")
  @Nullable Path checkpoints;

  @Option(
      names = "--checkpoint-steps",
      paramLabel = "N",
      description = "Save a checkpoint after every N steps too.")
  @Nullable Long checkpointSteps;

  @Option(
      names = "--keep-optimizer",
      description =
          "Save what the optimizer remembers with the model, for a training that goes on from it.")
  boolean keepOptimizer;

  @Option(names = "--start-anew", description = "Delete the checkpoints that are there.")
  boolean startAnew;

  static final class Figures implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Monitor.names().stream().map(LoopOptions::option).iterator();
    }
  }

  private static String option(String figure) {
    return figure.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** The pipeline with these options. */
  Pipeline apply(Pipeline pipeline) {
    Pipeline changed = pipeline;
    if (optimizer != null || lazyEmbeddings) {
      Optimizer chosen = optimizer(optimizer == null ? "adam" : optimizer);
      changed = changed.optimizer(lazyEmbeddings ? chosen.lazyEmbeddings() : chosen);
    }
    if (learningRate != null) {
      changed = changed.learningRate(learningRate);
    }
    if (schedule != null || warmUp != null || reduceOnPlateau != null) {
      changed = changed.schedule(schedule());
    }
    if (average != null) {
      changed = changed.average(WeightAverage.decay(average));
    }
    if (maxNorm != null) {
      changed = changed.maxNorm(maxNorm);
    }
    if (clipNorm != null) {
      changed = changed.clipNorm(clipNorm);
    }
    if (labelSmoothing != null) {
      changed = changed.labelSmoothing(labelSmoothing);
    }
    if (monitor != null) {
      changed = changed.monitor(monitor());
    }
    return checkpointed(keepOptimizer ? changed.keepOptimizerState() : changed);
  }

  private Pipeline checkpointed(Pipeline pipeline) {
    if (checkpoints == null) {
      if (checkpointSteps != null || startAnew) {
        throw refused("--checkpoint-steps and --start-anew need --checkpoints DIR.");
      }
      return pipeline;
    }
    Checkpoints saved = Checkpoints.in(checkpoints);
    if (checkpointSteps != null) {
      saved = saved.everySteps(checkpointSteps);
    }
    return pipeline.checkpoints(startAnew ? saved.startingAnew() : saved);
  }

  private Monitor monitor() {
    return Monitor.names().stream()
        .filter(figure -> option(figure).equals(monitor))
        .findFirst()
        .map(Monitor::named)
        .orElseThrow(
            () -> {
              List<String> known = new ArrayList<>();
              new Figures().forEach(known::add);
              return refused(
                  "Unknown figure for --monitor: expected one of "
                      + known
                      + ", got \""
                      + monitor
                      + "\".");
            });
  }

  private Optimizer optimizer(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 2 && parts[0].equals("adamw")) {
      return Optimizer.adamW(number("--optimizer", text, parts[1]));
    }
    if (parts.length == 2 && parts[0].equals("sgd")) {
      return Optimizer.sgd(number("--optimizer", text, parts[1]));
    }
    return switch (text) {
      case "adam" -> Optimizer.adam();
      case "adamw" -> Optimizer.adamW();
      case "adagrad" -> Optimizer.adagrad();
      case "adadelta" -> Optimizer.adadelta();
      case "rmsprop" -> Optimizer.rmsProp();
      case "sgd" -> Optimizer.sgd();
      default ->
          throw refused(
              "Unknown optimizer: expected adam, adamw, adamw:DECAY, adagrad, adadelta, rmsprop,"
                  + " sgd or sgd:MOMENTUM, got \""
                  + text
                  + "\".");
    };
  }

  private Schedule schedule() {
    Schedule chosen = schedule == null ? Schedule.constant() : curve(schedule);
    if (warmUp != null) {
      chosen = chosen.warmUp(warmUp);
    }
    if (reduceOnPlateau != null) {
      String[] parts = reduceOnPlateau.split(":", -1);
      if (parts.length != 2) {
        throw refused(
            "--reduce-on-plateau expects FACTOR:EPOCHS as in 0.5:2, got \""
                + reduceOnPlateau
                + "\".");
      }
      double epochs = number("--reduce-on-plateau", reduceOnPlateau, parts[1]);
      if (epochs != (int) epochs) {
        throw refused("--reduce-on-plateau expects whole epochs, got \"" + parts[1] + "\".");
      }
      chosen =
          chosen.reduceOnPlateau(
              number("--reduce-on-plateau", reduceOnPlateau, parts[0]), (int) epochs);
    }
    return chosen;
  }

  private Schedule curve(String text) {
    String[] parts = text.split(":", -1);
    return switch (parts[0] + " " + (parts.length - 1)) {
      case "constant 0" -> Schedule.constant();
      case "linear 0" -> Schedule.linear();
      case "cosine 0" -> Schedule.cosine();
      case "cosine 1" -> Schedule.cosine(number("--schedule", text, parts[1]));
      case "one-cycle 0" -> Schedule.oneCycle();
      case "one-cycle 1" -> Schedule.oneCycle(number("--schedule", text, parts[1]));
      case "step 2" ->
          Schedule.stepDecay(
              number("--schedule", text, parts[1]),
              Span.epochs(number("--schedule", text, parts[2])));
      default ->
          throw refused(
              "Unknown schedule: expected constant, linear, cosine, cosine:FLOOR, one-cycle,"
                  + " one-cycle:RISE or step:FACTOR:EPOCHS, got \""
                  + text
                  + "\".");
    };
  }

  private double number(String option, String text, String part) {
    try {
      return Double.parseDouble(part);
    } catch (NumberFormatException failure) {
      throw new ParameterException(
          spec.commandLine(),
          option + " expects a number in \"" + text + "\", got \"" + part + "\".",
          failure);
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
