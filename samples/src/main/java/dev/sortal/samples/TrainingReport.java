package dev.sortal.samples;

import static dev.sortal.spec.Activation.RELU;
import static dev.sortal.spec.Layers.conv1d;
import static dev.sortal.spec.Layers.dropout;
import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;

import dev.sortal.Classifier;
import dev.sortal.Cleaning;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.metrics.Evaluation;
import dev.sortal.report.Chart;
import dev.sortal.report.Report;
import dev.sortal.report.Theme;
import dev.sortal.text.Words;
import dev.sortal.tracking.RunLog;
import dev.sortal.tracking.TensorBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A training that is written down: a report for people, pictures, a log and event files.
 *
 * <p>The pictures of {@code docs/report.md} come from it.
 */
public final class TrainingReport {
  private TrainingReport() {}

  /** Takes the CSV files of training and test rows, and the folder to write to. */
  public static void main(String[] arguments) throws IOException {
    Dataset train = Dataset.csv(Path.of(arguments[0])).text("text").label("label");
    Dataset test = Dataset.csv(Path.of(arguments[1])).text("text").label("label");
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    Split parts = Split.of(train.clean(Cleaning.standard()), test);

    Pipeline pipeline =
        Pipeline.text(Words.standard())
            .network(embedding(48), conv1d(96, 3, RELU), globalMaxPool(), dropout(0.3))
            .epochs(8)
            .patience(3)
            .listener(RunLog.in(folder.resolve("log")))
            .listener(TensorBoard.in(folder.resolve("board")));

    try (Classifier classifier = pipeline.train(parts)) {
      Report.of(classifier)
          .title("What a question asks for")
          .description("English questions by the kind of answer that they want.")
          .intendedUse("Choosing where to look for the answer of a question.")
          .limits("Learned from questions of a few words, of around the year 2000.")
          .test(parts.test())
          .profile(parts.profile())
          .write(folder.resolve("report.html"));

      Evaluation evaluation = classifier.evaluate(parts.test());
      Chart curve = Chart.learningCurve(classifier.history());
      curve.writeSvg(folder.resolve("learning-curve.svg"));
      for (Theme theme : Theme.values()) {
        String name = theme == Theme.LIGHT ? "light.png" : "dark.png";
        curve.writePng(folder.resolve("learning-curve-" + name), theme);
        Chart.confusionShares(evaluation).writePng(folder.resolve("confusion-" + name), theme);
        Chart.calibration(evaluation).writePng(folder.resolve("calibration-" + name), theme);
        Chart.coverage(evaluation).writePng(folder.resolve("coverage-" + name), theme);
      }
    }
    System.out.println("Open " + folder.resolve("report.html") + " in a browser.");
  }
}
