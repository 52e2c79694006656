package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.FailedTraining;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.data.Example;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import dev.sortal.spi.Backends;
import dev.sortal.spi.TrainingBackend;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong, or happens at once, with each engine. */
class ReliabilityTest {
  private static final List<Example> TEXTS = Reviews.examples(60, 2);

  @TempDir Path folder;

  static List<String> all() {
    return Engines.ALL;
  }

  static List<String> training() {
    return Engines.TRAINING;
  }

  private static Pipeline pipeline(int epochs) {
    return Pipeline.text().network(Presets.kimCnn()).epochs(epochs).batchSize(16);
  }

  private static Dataset reviews() {
    return Dataset.of(Reviews.examples(200, 1));
  }

  private static List<float[]> predict(Classifier classifier) {
    return TEXTS.stream().map(classifier::classify).map(Prediction::probabilities).toList();
  }

  private static boolean equal(List<float[]> left, List<float[]> right) {
    for (int i = 0; i < left.size(); i++) {
      if (!Arrays.equals(left.get(i), right.get(i))) {
        return false;
      }
    }
    return left.size() == right.size();
  }

  /** A classifier that is served by the engine, whoever trained it. */
  private Classifier serving(String engine) {
    Path file = folder.resolve("model.sortal");
    try (Classifier classifier = pipeline(1).backend(Engines.trainerFor(engine)).train(reviews())) {
      classifier.save(file);
    }
    return Classifier.load(file, BackendChoice.named(engine));
  }

  @ParameterizedTest
  @MethodSource("all")
  void sixty_four_threads_get_the_answers_of_one(String engine) throws Exception {
    try (Classifier classifier = serving(engine)) {
      List<float[]> expected = predict(classifier);
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        calls.add(() -> equal(predict(classifier), expected));
      }
      assertThat(inThreads(calls)).containsOnly(true);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_close_during_predictions_waits_for_those_in_progress(String engine) throws Exception {
    Classifier classifier = serving(engine);
    List<float[]> expected = predict(classifier);
    AtomicInteger answered = new AtomicInteger();
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(
          () -> {
            try {
              while (true) {
                if (!equal(predict(classifier), expected)) {
                  return false;
                }
                answered.incrementAndGet();
              }
            } catch (IllegalStateException closed) {
              return String.valueOf(closed.getMessage()).contains("closed");
            }
          });
    }
    calls.add(
        () -> {
          while (answered.get() < 20) {
            Thread.sleep(1);
          }
          classifier.close();
          return true;
        });
    assertThat(inThreads(calls)).containsOnly(true);
    assertThatThrownBy(() -> classifier.classify("late")).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("training")
  void a_cancelled_training_keeps_what_it_has_and_the_next_one_is_whole(String engine) {
    List<float[]> whole;
    try (Classifier classifier = pipeline(3).backend(engine).train(reviews())) {
      whole = predict(classifier);
    }
    TrainingListener cancelling =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            if (epoch.number() == 2) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (Classifier classifier =
        pipeline(50).backend(engine).listener(cancelling).train(reviews())) {
      assertThat(classifier.history().end()).isEqualTo(History.End.INTERRUPTED);
      assertThat(classifier.history().epochs()).hasSize(2);
      assertThat(classifier.classify("a wonderful film").probability()).isPositive();
    }
    assertThat(Thread.interrupted()).isFalse();
    try (Classifier classifier = pipeline(3).backend(engine).train(reviews())) {
      assertThat(equal(predict(classifier), whole)).isTrue();
    }
  }

  /** 180 rows to learn from are 12 steps an epoch: the fourth step of the third epoch fails. */
  @ParameterizedTest
  @MethodSource("training")
  void an_engine_that_fails_in_a_step_leaves_the_best_weights_so_far(String engine) {
    TrainingBackend real = Backends.chooseForTraining(BackendChoice.named(engine));
    FailedTraining failure =
        catchThrowableOfType(
            FailedTraining.class,
            () -> pipeline(5).backend(new FailingBackend(real, 28)).train(reviews()).close());
    assertThat(failure)
        .hasMessageContainingAll("epoch 3, step 4", "the engine broke", "The weights of epoch")
        .hasRootCauseInstanceOf(BackendException.class);
    History history = failure.best().history();
    assertThat(history.end()).isEqualTo(History.End.FAILED);
    assertThat(history.epochs()).hasSize(2);
    int best = history.bestEpoch();
    try (Classifier kept = Classifier.open(failure.best(), BackendChoice.named(engine));
        Classifier clean = pipeline(best).backend(engine).train(reviews())) {
      assertThat(clean.history().bestEpoch()).isEqualTo(best);
      assertThat(equal(predict(kept), predict(clean))).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("training")
  void two_trainings_beside_predictions_are_as_when_alone(String engine) throws Exception {
    List<float[]> expected;
    try (Classifier alone = pipeline(2).backend(engine).train(reviews())) {
      expected = predict(alone);
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        calls.add(
            () -> {
              try (Classifier again = pipeline(2).backend(engine).train(reviews())) {
                return equal(predict(again), expected);
              }
            });
      }
      for (int i = 0; i < 8; i++) {
        calls.add(
            () -> {
              for (int round = 0; round < 10; round++) {
                if (!equal(predict(alone), expected)) {
                  return false;
                }
              }
              return true;
            });
      }
      assertThat(inThreads(calls)).containsOnly(true);
    }
  }

  private static <T> List<T> inThreads(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
