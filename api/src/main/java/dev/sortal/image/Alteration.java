package dev.sortal.image;

import dev.sortal.tensor.SplitMix64;

/** Alters images of one size; for one thread. */
final class Alteration {
  private static final long PURPOSE = 0x1A6E;

  private final Augmentation settings;
  private final int height;
  private final int width;
  private final int channels;
  private final byte[] altered;

  Alteration(Augmentation settings, int height, int width, int channels) {
    this.settings = settings;
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.altered = new byte[height * width * channels];
  }

  /** The image as it looks in that pass; valid until the next call. */
  byte[] apply(byte[] image, int pass, int row) {
    long seed = SplitMix64.derive(settings.seed(), PURPOSE);
    SplitMix64 random = new SplitMix64(SplitMix64.derive(SplitMix64.derive(seed, pass), row));
    double mirror = settings.mirror() && random.uniform() < 0.5 ? -1 : 1;
    double angle = Math.toRadians(settings.rotate() * either(random));
    double down = settings.shift() * height * either(random);
    double right = settings.shift() * width * either(random);
    double kept = 1 - settings.crop() * random.uniform();
    double cropDown = (1 - kept) * height / 2 * either(random);
    double cropRight = (1 - kept) * width / 2 * either(random);
    double light = 1 + settings.brightness() * either(random);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        // Where the target pixel's middle was before it was moved, turned, cropped and mirrored.
        double dx = x + 0.5 - width / 2.0 - right;
        double dy = y + 0.5 - height / 2.0 - down;
        double turnedX = cos * dx + sin * dy;
        double turnedY = cos * dy - sin * dx;
        double fromX = mirror * (turnedX * kept + cropRight) + width / 2.0 - 0.5;
        double fromY = turnedY * kept + cropDown + height / 2.0 - 0.5;
        for (int channel = 0; channel < channels; channel++) {
          double value = light * sample(image, fromX, fromY, channel);
          altered[at++] = (byte) Math.max(0, Math.min(255, Math.round(value)));
        }
      }
    }
    return altered;
  }

  /** Evenly in [-1, 1). */
  private static double either(SplitMix64 random) {
    return 2 * random.uniform() - 1;
  }

  /** Bilinear; beyond the edge the edge goes on. */
  private double sample(byte[] image, double x, double y, int channel) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double a = x - left;
    double b = y - top;
    double upper = (1 - a) * at(image, left, top, channel) + a * at(image, left + 1, top, channel);
    double lower =
        (1 - a) * at(image, left, top + 1, channel) + a * at(image, left + 1, top + 1, channel);
    return (1 - b) * upper + b * lower;
  }

  private int at(byte[] image, int x, int y, int channel) {
    int column = Math.max(0, Math.min(width - 1, x));
    int line = Math.max(0, Math.min(height - 1, y));
    return image[(line * width + column) * channels + channel] & 255;
  }
}
