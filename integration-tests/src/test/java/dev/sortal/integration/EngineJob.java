package dev.sortal.integration;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.error.BackendException;
import dev.sortal.spec.Presets;
import dev.sortal.spi.BackendChoice;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * Trains, saves, loads and classifies without naming an engine; see {@link ClassPathTest}.
 *
 * <p>Arguments: {@code blind} takes a context class loader that sees nothing, {@code serve=NAME}
 * names the engine that serves.
 */
final class EngineJob {
  private EngineJob() {}

  public static void main(String[] arguments) {
    BackendChoice choice = BackendChoice.any();
    for (String argument : arguments) {
      if (argument.equals("blind")) {
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], null));
      } else {
        choice = choice.name(argument.replace("serve=", ""));
      }
    }
    System.out.println("Module " + Pipeline.class.getModule());
    Path file = Path.of("model.sortal");
    try {
      try (Classifier classifier =
          Pipeline.text()
              .network(Presets.kerasText())
              .epochs(10)
              .train(Dataset.of(Reviews.examples(200, 1)))) {
        System.out.println("Trained on " + classifier.backend() + " " + classifier.device());
        classifier.save(file);
      }
      try (Classifier classifier = Classifier.load(file, choice)) {
        System.out.println(
            "Served on "
                + classifier.backend()
                + ": "
                + classifier.classify("a wonderful film").label());
      }
    } catch (BackendException failure) {
      System.out.println("Refused: " + failure.getMessage());
      System.exit(3);
    }
  }
}
