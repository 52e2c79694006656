package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.image.Augmentation;
import dev.sortal.image.Images;
import dev.sortal.metrics.Average;
import dev.sortal.metrics.Evaluation;
import dev.sortal.text.Words;
import dev.sortal.training.Monitor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class RealDataTest {
  /** The folder shared/data beside a checkout, which most have not. */
  private static Path data(String set) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared").resolve("data").resolve(set);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    Assumptions.abort("Skipped: there is no folder shared/data/" + set + " beside the checkout.");
    throw new AssertionError();
  }

  @Test
  void tells_spam_from_ham() {
    Path folder = data("sms_spam");
    Pipeline pipeline =
        Pipeline.text(Words.standard().maxLength(40))
            .monitor(Monitor.VALIDATION_ACCURACY)
            .epochs(6)
            .positive("spam");
    try (Classifier classifier = pipeline.train(Dataset.csv(folder.resolve("train.csv")))) {
      Evaluation evaluation = classifier.evaluate(Dataset.csv(folder.resolve("test.csv")));
      assertThat(evaluation.rows()).isEqualTo(1117);
      assertThat(evaluation.f1(Average.MACRO)).isGreaterThan(0.95);
      assertThat(evaluation.rocAuc()).isGreaterThan(0.97);
    }
  }

  private static Pipeline digits(Images images, String preset) {
    return Pipeline.of(images.augment(Augmentation.none().shift(0.1).rotate(10)))
        .preset(preset)
        .epochs(20)
        .monitor(Monitor.VALIDATION_ACCURACY);
  }

  @Test
  void reads_digits_from_columns_of_pixels() {
    Path folder = data("optdigits");
    Dataset train = Dataset.csv(folder.resolve("train.csv")).pixels("p", 8, 8, 16);
    Dataset test = Dataset.csv(folder.resolve("test.csv")).pixels("p", 8, 8, 16);
    try (Classifier classifier = digits(Images.grey(8, 8), "smallResNet").train(train)) {
      Evaluation evaluation = classifier.evaluate(test);
      assertThat(evaluation.rows()).isEqualTo(1797);
      // The mean of several seeds is above 0.975; one seed may be half a percent lower.
      assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.97);
    }
  }

  @Test
  void reads_digits_from_folders_of_images() {
    Path folder = data("mnist_small");
    Dataset train = Dataset.imageFolders(folder.resolve("train"));
    try (Classifier classifier = digits(Images.grey(28, 28), "leNet").train(train)) {
      Evaluation evaluation = classifier.evaluate(Dataset.imageFolders(folder.resolve("test")));
      assertThat(evaluation.rows()).isEqualTo(1000);
      // The mean of several seeds is above 0.96; one seed may be a percent lower.
      assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.95);
    }
  }
}
