package dev.sortal;

import dev.sortal.data.Example;
import dev.sortal.data.Folds;
import dev.sortal.data.SplitRule;
import dev.sortal.error.TrainingException;
import dev.sortal.training.History;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Trains and judges a classifier for each fold of a data set, one after the other or at once. */
final class FoldRuns {
  /** What makes the classifier of a fold. */
  interface Training {
    /**
     * The classifier that the caller closes.
     *
     * @param fold the fold, from 1
     * @param parts what it learns from, and the fold as test part
     */
    Classifier train(int fold, Split parts);
  }

  private record Judged(CrossValidation.Fold fold, List<CrossValidation.Row> rows) {}

  private final List<Example> examples;
  private final int[] assigned;
  private final Folds folds;
  private final CrossValidation.Options options;

  FoldRuns(Dataset dataset, Folds folds, CrossValidation.Options options) {
    this.examples = dataset.toList();
    this.assigned = folds.assign(examples);
    this.folds = folds;
    this.options = options;
  }

  /** Judges a pipeline. */
  CrossValidation of(Pipeline pipeline) {
    if (options.parallel() > 1 && !pipeline.settings().listeners.isEmpty()) {
      throw new IllegalArgumentException(
          "Folds that are trained at once need listeners of their own: expected a pipeline"
              + " without listeners, got "
              + pipeline.settings().listeners.size()
              + ". Give CrossValidation.options().listener(fold -> ...) instead.");
    }
    return run((fold, parts) -> train(pipeline, fold, parts));
  }

  private Classifier train(Pipeline pipeline, int fold, Split parts) {
    return pipeline
        .checkpointsInside("fold-" + fold)
        .listener(options.listener().apply(fold))
        .train(heldBack(parts, folds, pipeline.settings()));
  }

  /** With validation rows that share no group with training rows, where folds are of groups. */
  static Split heldBack(Split parts, Folds folds, PipelineSettings settings) {
    if (folds.group() == null || settings.validation == 0) {
      return parts;
    }
    SplitRule rule =
        SplitRule.grouped(folds.group())
            .train(1 - settings.validation)
            .validation(settings.validation)
            .seed(settings.seed);
    return divided(parts, rule);
  }

  /** With the share of the training rows held back that a training would hold back itself. */
  static Split heldBack(Split parts, PipelineSettings settings) {
    SplitRule rule =
        SplitRule.random()
            .train(1 - settings.validation)
            .validation(settings.validation)
            .seed(settings.seed);
    return divided(parts, rule);
  }

  private static Split divided(Split parts, SplitRule rule) {
    Split divided = parts.train().split(rule);
    return new Split(divided.train(), divided.validation(), parts.test());
  }

  CrossValidation run(Training training) {
    List<Judged> judged =
        options.parallel() == 1 ? oneByOne(training) : atOnce(training, options.parallel());
    List<CrossValidation.Row> rows = new ArrayList<>();
    judged.forEach(one -> rows.addAll(one.rows()));
    return new CrossValidation(judged.stream().map(Judged::fold).toList(), rows);
  }

  private List<Judged> oneByOne(Training training) {
    List<Judged> judged = new ArrayList<>();
    for (int fold = 1; fold <= folds.count(); fold++) {
      judged.add(judge(fold, training));
    }
    return judged;
  }

  private List<Judged> atOnce(Training training, int threads) {
    ExecutorService pool = Workers.pool("sortal-fold", Math.min(threads, folds.count()));
    try {
      List<Future<Judged>> running = new ArrayList<>();
      for (int fold = 1; fold <= folds.count(); fold++) {
        int number = fold;
        running.add(pool.submit(() -> judge(number, training)));
      }
      List<Judged> judged = new ArrayList<>();
      for (Future<Judged> one : running) {
        judged.add(one.get());
      }
      return judged;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failure.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw interrupted("");
    } finally {
      Workers.end(pool);
    }
  }

  private Judged judge(int fold, Training training) {
    List<Example> train = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < assigned.length; i++) {
      if (assigned[i] == fold - 1) {
        places.add(i);
      } else {
        train.add(examples.get(i));
      }
    }
    Dataset test = Dataset.of(places.stream().map(examples::get).toList());
    long start = System.nanoTime();
    try (Classifier classifier = trained(fold, training, Split.of(Dataset.of(train), test))) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      if (classifier.history().end() == History.End.INTERRUPTED) {
        Thread.currentThread().interrupt();
        throw interrupted(" in fold " + fold + " of " + folds.count());
      }
      List<CrossValidation.Row> rows = new ArrayList<>();
      CrossValidation.Fold judged =
          CrossValidation.Fold.judged(
              fold,
              train.size(),
              seconds,
              classifier,
              test,
              (example, prediction) ->
                  rows.add(
                      new CrossValidation.Row(
                          places.get(rows.size()), fold, example.requireLabels(), prediction)));
      return new Judged(judged, rows);
    }
  }

  private Classifier trained(int fold, Training training, Split parts) {
    try {
      return training.train(fold, parts);
    } catch (TrainingException failure) {
      throw new TrainingException(
          "Fold " + fold + " of " + folds.count() + ": " + failure.getMessage(), failure);
    }
  }

  private static TrainingException interrupted(String where) {
    return new TrainingException("The cross-validation was interrupted" + where + ".", null);
  }
}
