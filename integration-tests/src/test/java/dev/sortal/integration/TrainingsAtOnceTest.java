package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.CrossValidation;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Search;
import dev.sortal.data.Folds;
import dev.sortal.metrics.Evaluation;
import dev.sortal.search.Range;
import dev.sortal.text.Words;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folds and trials that an engine trains at once come to what they come to one by one. */
class TrainingsAtOnceTest {
  private static final Dataset ROWS = Dataset.of(Reviews.examples(120, 3));
  private static final Folds FOLDS = new Folds(4, 9);

  static List<String> engines() {
    return Engines.TRAINING;
  }

  private static Pipeline pipeline(String engine) {
    return Pipeline.text(Words.standard().maxLength(12)).epochs(2).backend(engine);
  }

  private static List<float[]> probabilities(CrossValidation result) {
    return result.rows().stream().map(row -> row.prediction().probabilities()).toList();
  }

  @ParameterizedTest
  @MethodSource("engines")
  void folds_at_once_give_the_same_to_the_bit(String engine) {
    CrossValidation one = pipeline(engine).crossValidate(ROWS, FOLDS);
    CrossValidation three =
        pipeline(engine).crossValidate(ROWS, FOLDS, CrossValidation.options().parallel(3));
    assertThat(probabilities(three)).usingRecursiveComparison().isEqualTo(probabilities(one));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void trials_at_once_give_the_same_as_one_by_one_while_they_are_random(String engine) {
    Search search =
        Search.over(pipeline(engine))
            .vary("rate", Range.logarithmic(1e-4, 1e-1), Pipeline::learningRate)
            .minimize("log loss", Evaluation::logLoss)
            .trials(4);
    List<Double> one =
        search.run(ROWS, new Folds(2, 1)).trials().stream().map(Search.Trial::value).toList();
    List<Double> three =
        search.parallel(3).run(ROWS, new Folds(2, 1)).trials().stream()
            .map(Search.Trial::value)
            .toList();
    assertThat(three).isEqualTo(one);
  }
}
