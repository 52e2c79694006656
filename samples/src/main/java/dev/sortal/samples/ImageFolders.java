package dev.sortal.samples;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Split;
import dev.sortal.data.Example;
import dev.sortal.data.Image;
import dev.sortal.data.SplitRule;
import dev.sortal.image.Augmentation;
import dev.sortal.image.Images;
import dev.sortal.tensor.SplitMix64;
import dev.sortal.training.ProgressLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Learns from a folder of pictures for each class, saves the classifier, loads it and classifies a
 * picture that is no file.
 */
public final class ImageFolders {
  private ImageFolders() {}

  /** Takes the folder to write to, by default {@code out}, and how many pictures of each class. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = Files.createDirectories(Path.of(arguments.length > 0 ? arguments[0] : "out"));
    int each = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
    Path pictures = folder.resolve("shapes");
    DrawnShapes.write(pictures, each, 42);

    Split parts =
        Dataset.imageFolders(pictures)
            .split(SplitRule.random().train(0.7).validation(0.15).seed(42));
    Pipeline pipeline =
        Pipeline.of(Images.grey(24, 24).augment(Augmentation.none().flip().shift(0.1)))
            .preset("leNet")
            .epochs(15)
            .listener(ProgressLines.to(out));
    Path model = folder.resolve("shapes.sortal");
    try (Classifier classifier = pipeline.train(parts)) {
      out.println("\n" + classifier.evaluate(parts.test()));
      classifier.save(model);
    }

    SplitMix64 random = new SplitMix64(7);
    try (Classifier classifier = Classifier.load(model)) {
      for (String shape : DrawnShapes.NAMES) {
        Example unseen = Example.image(Image.of(DrawnShapes.draw(shape, random)));
        out.println("a " + shape + " -> " + classifier.classify(unseen));
      }
    }
  }
}
