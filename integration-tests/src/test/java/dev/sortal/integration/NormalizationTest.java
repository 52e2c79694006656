package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import dev.sortal.error.SortalException;
import dev.sortal.spec.Presets;
import dev.sortal.text.Mask;
import dev.sortal.text.Normalization;
import dev.sortal.text.TextStep;
import dev.sortal.text.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormalizationTest {
  @TempDir Path folder;

  /** Reviews of which every word has its first letter in bold, so that it is two without steps. */
  private static List<Example> marked(int count, long seed) {
    return Reviews.examples(count, seed).stream()
        .map(
            example ->
                Example.text(example.text().replaceAll("\\b(\\w)", "<b>$1</b>"))
                    .labelled(example.requireLabels()))
        .toList();
  }

  private static Classifier train(Normalization steps) {
    return Pipeline.text(Words.standard().maxLength(16).normalize(steps))
        .network(Presets.kimCnn())
        .learningRate(0.01)
        .epochs(4)
        .train(Dataset.of(marked(600, 1)));
  }

  @Test
  void what_is_done_in_training_is_done_in_prediction_and_after_loading() {
    Normalization steps =
        Normalization.none()
            .htmlToText()
            .nfkc()
            .mask(Mask.EMAIL)
            .stopWords(List.of("film"))
            .lowerCase();
    Path file = folder.resolve("model.sortal");
    Example plain = Example.text("a brilliant film by a@b.de");
    Example odd = Example.text("A <b>BRI</b>LLI&#65;NT <!-- x -->by you@example.org");
    float[] before;
    try (Classifier classifier = train(steps)) {
      assertThat(classifier.evaluate(Dataset.of(Reviews.examples(200, 2))).accuracy())
          .isGreaterThan(0.97);
      before = probabilities(classifier, plain);
      assertThat(probabilities(classifier, odd)).isEqualTo(before);
      classifier.save(file);
    }
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      try (Classifier loaded = Classifier.load(file)) {
        assertThat(probabilities(loaded, plain)).isEqualTo(before);
        assertThat(probabilities(loaded, odd)).isEqualTo(before);
      }
    } finally {
      Locale.setDefault(locale);
    }
  }

  private static float[] probabilities(Classifier classifier, Example example) {
    double positive = classifier.classify(example).probability("positive");
    double negative = classifier.classify(example).probability("negative");
    return new float[] {(float) negative, (float) positive};
  }

  @Test
  void an_own_step_classifies_but_is_not_saved_and_the_file_before_stays() throws Exception {
    Path file = folder.resolve("model.sortal");
    Files.writeString(file, "before");
    for (Normalization own :
        List.of(
            Normalization.none().with(text -> text.replaceAll("</?b>", "")),
            Normalization.none()
                .with(TextStep.named("bold", text -> text.replaceAll("</?b>", ""))))) {
      try (Classifier classifier = train(own)) {
        assertThat(classifier.classify("a <b>b</b>rilliant plot").label()).isEqualTo("positive");
        assertThatThrownBy(() -> classifier.save(file))
            .isInstanceOf(SortalException.class)
            .hasMessageContainingAll("cannot be saved", "META-INF/services");
      }
    }
    assertThat(folder).isDirectoryContaining("glob:**/model.sortal");
    assertThat(Files.list(folder)).hasSize(1);
    assertThat(file).hasContent("before");
  }
}
