package dev.sortal.integration;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dense;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.flatten;
import static dev.sortal.spec.Layers.maxPool1d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.error.TrainingException;
import dev.sortal.metrics.Evaluation;
import dev.sortal.spec.Input;
import dev.sortal.spec.Optimizer;
import dev.sortal.spec.Presets;
import dev.sortal.spec.Side;
import dev.sortal.text.Words;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import dev.sortal.training.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndToEndTest {
  private static final Dataset TEST = Dataset.of(Reviews.examples(200, 2));
  private static final Pipeline PIPELINE =
      Pipeline.text(Words.standard().maxLength(16))
          .network(embedding(8), conv1d(16, 3, RELU), maxPool1d(2), flatten(), dense(8, RELU))
          .optimizer(Optimizer.adam())
          .learningRate(0.01)
          .epochs(4);

  private static Classifier classifier;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    classifier = PIPELINE.train(Dataset.of(Reviews.examples(600, 1)));
  }

  @AfterAll
  static void close() {
    classifier.close();
  }

  @Test
  void learns_what_can_be_learned() {
    Evaluation evaluation = classifier.evaluate(TEST);
    assertThat(evaluation.accuracy()).isGreaterThan(0.97);
    assertThat(classifier.labels()).containsExactly("negative", "positive");
    assertThat(classifier.history().epochs()).hasSize(4);
    assertThat(classifier.history().end()).isEqualTo(History.End.COMPLETED);
  }

  @Test
  void repeats_itself_to_the_bit() {
    try (Classifier again = PIPELINE.train(Dataset.of(Reviews.examples(600, 1)))) {
      List<Epoch> one = classifier.history().epochs();
      List<Epoch> other = again.history().epochs();
      for (int i = 0; i < one.size(); i++) {
        assertThat(other.get(i).loss()).isEqualTo(one.get(i).loss());
        assertThat(other.get(i).validationLoss()).isEqualTo(one.get(i).validationLoss());
      }
      for (Example example : TEST.toList()) {
        assertThat(again.classify(example).probabilities())
            .isEqualTo(classifier.classify(example).probabilities());
      }
    }
  }

  @Test
  void predicts_the_same_after_saving_and_loading() {
    Path file = folder.resolve("reviews.sortal");
    classifier.save(file);
    try (Classifier loaded = Classifier.load(file)) {
      for (Example example : TEST.toList()) {
        assertThat(loaded.classify(example).probabilities())
            .isEqualTo(classifier.classify(example).probabilities());
      }
      assertThat(loaded.labels()).isEqualTo(classifier.labels());
      assertThat(loaded.history()).isEqualTo(classifier.history());
      assertThat(loaded.network()).isEqualTo(classifier.network());
    }
  }

  @Test
  void classifies_streams_as_it_classifies_single_texts() {
    List<Example> examples = TEST.toList();
    try (Stream<Prediction> predictions = classifier.classifyAll(examples.stream())) {
      List<Prediction> all = predictions.toList();
      assertThat(all).hasSameSizeAs(examples);
      for (int i = 0; i < all.size(); i++) {
        Prediction single = classifier.classify(examples.get(i));
        assertThat(all.get(i).label()).isEqualTo(single.label());
        assertThat(all.get(i).probability()).isCloseTo(single.probability(), Offset.offset(1e-5));
      }
    }
  }

  @Test
  void says_what_it_did_not_know_or_read() {
    assertThat(classifier.classify("").isUnknown()).isTrue();
    assertThat(classifier.classify("zxcv qwer").isUnknown()).isTrue();
    assertThat(classifier.classify("the plot").isUnknown()).isFalse();
    assertThat(classifier.classify("film ".repeat(40)).isCut()).isTrue();
    assertThat(classifier.classify("film").isCut()).isFalse();
  }

  @Test
  void answers_sixty_four_threads_as_it_answers_one()
      throws InterruptedException, ExecutionException {
    List<Example> examples = TEST.toList();
    List<String> expected =
        examples.stream().map(example -> classifier.classify(example).toString()).toList();
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 64; thread++) {
        int offset = thread;
        results.add(
            threads.submit(
                () -> {
                  int wrong = 0;
                  for (int i = 0; i < 200; i++) {
                    int which = (i * 7 + offset) % examples.size();
                    String answer = classifier.classify(examples.get(which)).toString();
                    wrong += answer.equals(expected.get(which)) ? 0 : 1;
                  }
                  return wrong;
                }));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void weighs_classes() {
    Dataset training = Dataset.of(Reviews.examples(300, 5));
    Pipeline plain = PIPELINE.epochs(1).validation(0);
    try (Classifier even = plain.train(training);
        Classifier skewed = plain.classWeights(Map.of("positive", 20.0)).train(training)) {
      assertThat(positives(skewed)).isGreaterThan(positives(even));
    }
  }

  private static long positives(Classifier one) {
    return TEST.toList().stream()
        .filter(example -> one.classify(example).label().equals("positive"))
        .count();
  }

  @Test
  void stops_early_and_keeps_the_best_epoch() {
    List<Example> noise = new ArrayList<>();
    for (Example example : Reviews.examples(200, 8)) {
      noise.add(example.labelled(noise.size() % 2 == 0 ? "a" : "b"));
    }
    try (Classifier one =
        PIPELINE.epochs(40).patience(2).validation(0.3).train(Dataset.of(noise))) {
      History history = one.history();
      assertThat(history.end()).isEqualTo(History.End.STOPPED_EARLY);
      assertThat(history.epochs()).hasSize(history.bestEpoch() + 2);
    }
  }

  @Test
  void ends_cleanly_when_interrupted() {
    TrainingListener interrupter =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            if (epoch.number() == 2) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (Classifier one =
        PIPELINE.epochs(1000).listener(interrupter).train(Dataset.of(Reviews.examples(300, 1)))) {
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(one.history().end()).isEqualTo(History.End.INTERRUPTED);
      assertThat(one.history().epochs()).hasSize(2);
      one.save(folder.resolve("interrupted.sortal"));
      assertThat(one.classify("a wonderful film").probability()).isPositive();
    }
  }

  @Test
  void says_when_the_loss_runs_away() {
    assertThatThrownBy(
            () ->
                PIPELINE
                    .optimizer(Optimizer.sgd())
                    .learningRate(1e30)
                    .train(Dataset.of(Reviews.examples(300, 1))))
        .isInstanceOf(TrainingException.class)
        .hasMessageContainingAll("epoch 1, step", "Lower the learning rate");
  }

  @Test
  void trains_every_preset_for_texts() {
    for (String preset : Presets.names(List.of(new Input.Tokens("text", 9, 100, Side.POST)))) {
      try (Classifier one =
          PIPELINE
              .preset(preset)
              .learningRate(0.005)
              .train(Split.of(Dataset.of(Reviews.examples(600, 1)), TEST))) {
        assertThat(one.evaluate(TEST).accuracy()).as(preset).isGreaterThan(0.9);
      }
    }
  }
}
