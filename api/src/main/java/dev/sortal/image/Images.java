package dev.sortal.image;

import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.Image;
import dev.sortal.error.DataException;
import dev.sortal.format.RowBytes;

/**
 * Settings by which images become rows of numbers, [height, width, channels]; an immutable value.
 *
 * <p>PNG, JPEG, BMP and GIF (its first frame) are read. Transparency is laid on white, a camera's
 * EXIF orientation is undone, grey is ITU-R BT.601 luma. Images are resized with a triangle filter
 * (bilinear; antialiased when they shrink).
 *
 * <pre>{@code
 * Pipeline digits = Pipeline.of(Images.grey(28, 28).augment(Augmentation.none().shift(0.1)));
 * }</pre>
 *
 * @param field the field that holds the image; also the name of the network's input
 * @param height of all images after resizing, in pixels, at least 1
 * @param width of all images after resizing, in pixels, at least 1
 * @param channels 1 for grey, 3 for red, green and blue
 * @param crops whether an image of another aspect is cropped in its middle; else it is stretched
 * @param standardized whether samples are (x - mean) / deviation, each channel's over all training
 *     images; else x / 255
 * @param augmentation how images are altered in training
 * @param mostPixels the largest image that is decoded, in pixels; larger ones are an error
 */
public record Images(
    String field,
    int height,
    int width,
    int channels,
    boolean crops,
    boolean standardized,
    Augmentation augmentation,
    long mostPixels)
    implements Encoder {
  private static final long DEFAULT_PIXELS = 50_000_000;

  public Images {
    if (height < 1 || width < 1 || (long) height * width > 1 << 24) {
      throw new IllegalArgumentException(
          "height and width must be at least 1 and make 16777216 pixels at most, got "
              + height
              + " and "
              + width
              + ".");
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "channels must be 1 (grey) or 3 (colour), got " + channels + ".");
    }
    if (mostPixels < 1) {
      throw new IllegalArgumentException("mostPixels must be at least 1, got " + mostPixels + ".");
    }
  }

  /** Grey images of that size, in the field {@link Example#IMAGE}. */
  public static Images grey(int height, int width) {
    return of(height, width, 1);
  }

  /** Colour images of that size, in the field {@link Example#IMAGE}. */
  public static Images colour(int height, int width) {
    return of(height, width, 3);
  }

  private static Images of(int height, int width, int channels) {
    return new Images(
        Example.IMAGE, height, width, channels, false, true, Augmentation.none(), DEFAULT_PIXELS);
  }

  /** These images, in that field. */
  public Images field(String name) {
    return new Images(name, height, width, channels, crops, standardized, augmentation, mostPixels);
  }

  /** These images, cropped in their middle where they are of another aspect. */
  public Images cropped() {
    return new Images(field, height, width, channels, true, standardized, augmentation, mostPixels);
  }

  /** These images with samples of x / 255, in [0, 1]; by default they are standardised. */
  public Images unitRange() {
    return new Images(field, height, width, channels, crops, false, augmentation, mostPixels);
  }

  /** These images, altered in that way in training. */
  public Images augment(Augmentation augmentation) {
    return new Images(
        field, height, width, channels, crops, standardized, augmentation, mostPixels);
  }

  /** These images, of at most that many pixels before resizing; by default 50 million. */
  public Images mostPixels(long pixels) {
    return new Images(field, height, width, channels, crops, standardized, augmentation, pixels);
  }

  /**
   * Checks that an image of at most 50 million pixels can be read.
   *
   * @param origin where it comes from, with which the message begins
   * @throws DataException if it is missing, damaged, of no known format or too large
   */
  public static void requireReadable(Image image, String origin) {
    new Decoder(DEFAULT_PIXELS, 1).decode(image, origin);
  }

  /** The samples of an example's image, 0 to 255, as bytes. */
  void read(Example example, byte[] into) {
    Decoder.Samples image =
        new Decoder(mostPixels, channels).decode(example.imageOf(field), example.origin());
    double fromWidth = image.width();
    double fromHeight = image.height();
    if (crops) {
      double scale = Math.min(fromWidth / width, fromHeight / height);
      fromWidth = width * scale;
      fromHeight = height * scale;
    }
    boolean isRightSize = image.width() == width && image.height() == height;
    float[] samples =
        isRightSize
            ? image.values()
            : Resampling.resize(
                image,
                (image.width() - fromWidth) / 2,
                (image.height() - fromHeight) / 2,
                fromWidth,
                fromHeight,
                width,
                height);
    for (int i = 0; i < into.length; i++) {
      into[i] = (byte) Math.max(0, Math.min(255, Math.round(samples[i])));
    }
  }

  /** The number of samples of a row. */
  int size() {
    return height * width * channels;
  }

  @Override
  public Fitting start() {
    return new ImageFitting();
  }

  @Override
  public Drafting draft() {
    return new ImageDrafting();
  }

  private final class ImageFitting implements Fitting {
    private final PixelColumn.Builder column = new PixelColumn.Builder(Images.this);
    private final Scales scales = new Scales();

    @Override
    public void add(Example example) {
      column.add(scales.add(example));
    }

    @Override
    public Fitted finish() {
      FittedImages fitted = scales.finish();
      return new Fitted(fitted, fitted.forTraining(column.finish(fitted.levels())));
    }
  }

  /** A draft is the row itself: what is learned is applied when a batch is read. */
  private final class ImageDrafting implements Drafting {
    private final Scales scales = new Scales();

    @Override
    public void add(Example example, RowBytes draft) {
      draft.bytes(scales.add(example));
    }

    @Override
    public Drafted finish() {
      byte[] bytes = new byte[size()];
      return new Drafted(
          scales.finish(),
          (draft, row) -> {
            draft.bytes(bytes);
            row.bytes(bytes);
          });
    }
  }

  /** Learns mean and deviation of each channel. */
  private final class Scales {
    private final byte[] row = new byte[size()];
    private final double[] sums = new double[channels];
    private final double[] squares = new double[channels];
    private long pixels;

    /** Takes an image in and gives its samples, valid until the next. */
    byte[] add(Example example) {
      read(example, row);
      for (int i = 0; i < row.length; i++) {
        double value = row[i] & 255;
        sums[i % channels] += value;
        squares[i % channels] += value * value;
      }
      pixels += (long) height * width;
      return row;
    }

    FittedImages finish() {
      if (pixels == 0) {
        throw new DataException(
            "There is nothing to learn from: expected training images, got none.");
      }
      double[] means = new double[channels];
      double[] deviations = new double[channels];
      for (int channel = 0; channel < channels; channel++) {
        double mean = sums[channel] / pixels;
        double deviation = Math.sqrt(Math.max(0, squares[channel] / pixels - mean * mean));
        means[channel] = standardized ? mean : 0;
        deviations[channel] = !standardized ? 255 : deviation > 0 ? deviation : 1;
      }
      return new FittedImages(Images.this, means, deviations);
    }
  }
}
