package dev.sortal.cli;

import dev.sortal.Classifier;
import dev.sortal.bundle.BundleFile;
import dev.sortal.error.DataException;
import dev.sortal.keras.KerasExport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Turns a classifier that Keras trained into a file of Sortal's. */
@Command(
    name = "import",
    description = "Turns the folder that export_keras.py wrote into a classifier.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ImportCommand implements Callable<Integer> {
  /** Sums of float32 in another order differ by less; whatever was not understood, by more. */
  private static final double MOST_DIFFERENCE = 1e-4;

  @Spec CommandSpec spec;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FOLDER",
      description = "What export_keras.py wrote.")
  Path from;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The model to write.")
  Path out;

  @Mixin EngineOptions engine;

  @Override
  public Integer call() {
    KerasExport export = KerasExport.read(from);
    String compared =
        export.predictions().isEmpty()
            ? "Not compared with Keras: export with texts to have it done."
            : String.format(
                Locale.ROOT,
                "Compared with Keras on %d texts: the largest difference is %.1e.",
                export.predictions().size(),
                largestDifference(export));
    BundleFile.write(export.bundle(), out);
    PrintWriter output = spec.commandLine().getOut();
    output.println("A model of Keras " + export.version() + ", labels " + labels(export) + ":\n");
    output.println(export.bundle().network().summary());
    output.println(compared);
    output.println("Saved " + out + ".");
    output.flush();
    return 0;
  }

  private static List<String> labels(KerasExport export) {
    return export.bundle().labels().names();
  }

  /** Between any two probabilities; a model that does not predict what Keras does is refused. */
  private double largestDifference(KerasExport export) {
    double largest = 0;
    try (Classifier classifier = Classifier.open(export.bundle(), engine.choice())) {
      for (KerasExport.Prediction keras : export.predictions()) {
        float[] received = classifier.classify(keras.text()).probabilities();
        for (int i = 0; i < received.length; i++) {
          double difference = Math.abs(received[i] - keras.probabilities().get(i));
          if (difference > MOST_DIFFERENCE) {
            throw new DataException(
                from
                    + " does not predict what Keras does: expected "
                    + keras.probabilities()
                    + " for \""
                    + keras.text()
                    + "\", got "
                    + Arrays.toString(received)
                    + ". Check that maxlen, padding, truncating and the Tokenizer are those of the"
                    + " training.");
          }
          largest = Math.max(largest, difference);
        }
      }
    }
    return largest;
  }
}
