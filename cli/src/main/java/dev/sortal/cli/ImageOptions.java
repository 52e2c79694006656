package dev.sortal.cli;

import dev.sortal.image.Augmentation;
import dev.sortal.image.Images;
import picocli.CommandLine.Option;

/** How images become numbers, where the rows are images. */
final class ImageOptions {
  @Option(
      names = "--image-size",
      paramLabel = "N",
      description = "Height and width to which images are resized; by default 32.")
  int size = 32;

  @Option(names = "--grey", description = "Read images without their colours.")
  boolean grey;

  @Option(
      names = "--flip",
      description =
          "Mirror half of the images in training, left to right: not for digits or texts.")
  boolean flip;

  @Option(
      names = "--shift",
      paramLabel = "SHARE",
      description = "The most that images are moved by in training; by default 0.1.")
  double shift = 0.1;

  @Option(
      names = "--rotate",
      paramLabel = "DEGREES",
      description = "The most that images are turned by in training; by default 10.")
  double rotate = 10;

  Images encoder(long seed) {
    Images images = grey ? Images.grey(size, size) : Images.colour(size, size);
    Augmentation alterations = Augmentation.none().shift(shift).rotate(rotate).seed(seed);
    return images.augment(flip ? alterations.flip() : alterations);
  }
}
