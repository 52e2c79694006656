package dev.sortal.image;

/**
 * How images are altered at random in training, another way in each epoch; an immutable value.
 *
 * <p>What an image becomes is a function of the seed, the epoch and the row: a training can be
 * repeated. Images that are classified or validated are left as they are.
 *
 * <pre>{@code
 * Augmentation slight = Augmentation.none().flip().shift(0.1).rotate(10).brightness(0.2);
 * }</pre>
 *
 * @param mirror whether half of the images are mirrored, left to right
 * @param shift the most that an image moves, as a share of height and width, in [0, 1)
 * @param rotate the most that it turns, in degrees, in [0, 180]
 * @param crop the most that is cut off of height and width before it is stretched again, as a
 *     share, in [0, 1)
 * @param brightness the most by which samples are multiplied more or less than 1, in [0, 1)
 * @param seed what all of it is drawn from
 */
public record Augmentation(
    boolean mirror, double shift, double rotate, double crop, double brightness, long seed) {
  public Augmentation {
    require(shift >= 0 && shift < 1, "shift must be in [0, 1)", shift);
    require(rotate >= 0 && rotate <= 180, "rotate must be in [0, 180]", rotate);
    require(crop >= 0 && crop < 1, "crop must be in [0, 1)", crop);
    require(brightness >= 0 && brightness < 1, "brightness must be in [0, 1)", brightness);
  }

  private static void require(boolean holds, String rule, double received) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", got " + received + ".");
    }
  }

  /** Images as they are; seed 42. */
  public static Augmentation none() {
    return new Augmentation(false, 0, 0, 0, 0, 42);
  }

  boolean isNone() {
    return !mirror && shift == 0 && rotate == 0 && crop == 0 && brightness == 0;
  }

  /** With half of the images mirrored, left to right. */
  public Augmentation flip() {
    return new Augmentation(true, shift, rotate, crop, brightness, seed);
  }

  /** With images moved by up to that share of height and width. */
  public Augmentation shift(double share) {
    return new Augmentation(mirror, share, rotate, crop, brightness, seed);
  }

  /** With images turned by up to that many degrees either way. */
  public Augmentation rotate(double degrees) {
    return new Augmentation(mirror, shift, degrees, crop, brightness, seed);
  }

  /** With up to that share of height and width cut off. */
  public Augmentation crop(double share) {
    return new Augmentation(mirror, shift, rotate, share, brightness, seed);
  }

  /** With samples multiplied by up to that much more or less than 1. */
  public Augmentation brightness(double share) {
    return new Augmentation(mirror, shift, rotate, crop, share, seed);
  }

  /** Drawn from another seed. */
  public Augmentation seed(long seed) {
    return new Augmentation(mirror, shift, rotate, crop, brightness, seed);
  }
}
