package dev.sortal.packaging;

import static dev.sortal.spec.Layers.embedding;
import static dev.sortal.spec.Layers.globalMaxPool;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.data.Example;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the application does: trains, saves, loads and classifies. */
final class Job {
  private Job() {}

  static void run(PrintStream out) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      examples.add(Example.text("a wonderful film, number " + i).labelled("positive"));
      examples.add(Example.text("an awful film, number " + i).labelled("negative"));
    }
    Path file = Path.of("model.sortal");
    try (Classifier classifier =
        Pipeline.text()
            .network(embedding(8), globalMaxPool())
            .learningRate(0.05)
            .epochs(5)
            .train(Dataset.of(examples))) {
      classifier.save(file);
    }
    try (Classifier classifier = Classifier.load(file)) {
      out.println(
          "Classified on "
              + classifier.backend()
              + ": "
              + classifier.classify("what a wonderful evening").label());
    }
  }
}
