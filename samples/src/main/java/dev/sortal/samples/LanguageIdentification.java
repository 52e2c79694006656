package dev.sortal.samples;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.branch;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;
import static dev.sortal.spec.Layers.parallel;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.report.Chart;
import dev.sortal.text.Characters;
import dev.sortal.training.ProgressLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tells the language of a short text, learned from what every JDK holds: trains, evaluates, draws
 * the learning curve, saves, loads and classifies.
 */
public final class LanguageIdentification {
  private LanguageIdentification() {}

  /** Takes the folder to write to; by default {@code out}. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Files.createDirectories(Path.of(arguments.length > 0 ? arguments[0] : "out"));

    Dataset names = LocaleNames.dataset();
    // By the text: a name that two languages share is on one side, with both its labels.
    Split parts = names.split(Split.hashed().train(0.8).validation(0.1).seed(42));

    Pipeline pipeline =
        Pipeline.text(Characters.inLowerCase().maxLength(32))
            .network(
                embedding(32),
                parallel(
                    branch(conv1d(128, 2, RELU), globalMaxPool()),
                    branch(conv1d(128, 3, RELU), globalMaxPool()),
                    branch(conv1d(128, 4, RELU), globalMaxPool())),
                dropout(0.3))
            .learningRate(0.003)
            .epochs(8)
            .listener(ProgressLines.to(out));

    Path model = folder.resolve("languages.sortal");
    try (Classifier classifier = pipeline.train(parts)) {
      out.println("\n" + classifier.network().summary());
      out.println(classifier.evaluate(parts.test()));
      classifier.save(model);
      Chart curve = Chart.learningCurve(classifier.history());
      curve.writePng(folder.resolve("learning-curve.png"));
      curve.writeSvg(folder.resolve("learning-curve.svg"));
    }
    out.println("Saved " + model + ", learning-curve.png and learning-curve.svg.\n");

    try (Classifier classifier = Classifier.load(model)) {
      List<Example> unseen = parts.test().toList();
      for (int i = 0; i < unseen.size(); i += unseen.size() / 8) {
        Example example = unseen.get(i);
        Prediction prediction = classifier.classify(example);
        out.println(example.text() + " -> " + prediction + ", truth: " + example.label());
      }
    }
  }
}
