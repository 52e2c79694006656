package dev.sortal.integration;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.tokenizers.Subwords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of subwords, from a file of a tokenizer to a file of its own. */
class SubwordsTest {
  @TempDir Path folder;

  /** Each letter is a token, alone and within words, and the parts of a few words. */
  private static String tokenizer() {
    String letters =
        IntStream.rangeClosed('a', 'z')
            .mapToObj(
                c ->
                    "\"%c\": %d, \"##%c\": %d"
                        .formatted(c, 2 * (c - 'a') + 2, c, 2 * (c - 'a') + 3))
            .collect(Collectors.joining(", "));
    return """
        {"added_tokens": [{"id": 0, "content": "[UNK]", "special": true}],
         "normalizer": {"type": "BertNormalizer"}, "pre_tokenizer": {"type": "BertPreTokenizer"},
         "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, LETTERS,
          "wonder": 60, "##ful": 61, "grip": 62, "##ping": 63, "dull": 64, "ted": 65, "##ious": 66}}}
        """
        .replace("LETTERS", letters);
  }

  @Test
  void are_learned_from_saved_and_served() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, tokenizer());
    Pipeline pipeline =
        Pipeline.text(Subwords.file(file).maxLength(80))
            .network(embedding(16), conv1d(32, 5, RELU), globalMaxPool())
            .learningRate(0.005)
            .epochs(10);
    Path model = folder.resolve("model.sortal");
    Dataset test = Dataset.of(Reviews.examples(200, 2));
    double accuracy;
    try (Classifier classifier = pipeline.train(Dataset.of(Reviews.examples(600, 1)))) {
      accuracy = classifier.evaluate(test).accuracy();
      assertThat(accuracy).isGreaterThan(0.95);
      classifier.save(model);
    }
    Files.delete(file);
    try (Classifier classifier = Classifier.load(model)) {
      assertThat(classifier.evaluate(test).accuracy()).isEqualTo(accuracy);
      Prediction prediction = classifier.classify("Wonderfully gripping \u2603");
      assertThat(prediction.label()).isEqualTo("positive");
      // wonder ##ful ##l ##y, grip ##ping, and a snowman that is unknown
      assertThat(prediction.tokens()).isEqualTo(7);
      assertThat(prediction.unknownTokens()).isEqualTo(1);
    }
  }
}
