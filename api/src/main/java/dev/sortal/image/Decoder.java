package dev.sortal.image;

import dev.sortal.data.Image;
import dev.sortal.error.DataException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns an image into samples from 0 to 255, upright, without transparency.
 *
 * <p>The size that the file claims is checked before anything is decoded. The first frame counts.
 */
final class Decoder {
  /** Decoded samples, row by row, channels last. */
  record Samples(int height, int width, int channels, float[] values) {}

  private final long mostPixels;
  private final int channels;

  Decoder(long mostPixels, int channels) {
    this.mostPixels = mostPixels;
    this.channels = channels;
  }

  /**
   * The samples of an image of that origin.
   *
   * @throws DataException if it cannot be read, is damaged, of no known format or too large
   */
  Samples decode(Image image, String origin) {
    if (image instanceof Image.Pixels pixels) {
      requireSize(pixels.image().getWidth(), pixels.image().getHeight(), origin);
      return samples(pixels.image(), Orientation.UPRIGHT);
    }
    if (image instanceof Image.File file) {
      return decode(content(file.path(), origin), origin + " (" + file.path() + ")");
    }
    return decode(((Image.Bytes) image).content(), origin);
  }

  private static byte[] content(Path path, String origin) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException failure) {
      throw new DataException(
          origin + " names an image that cannot be read: " + path + ": " + failure + ".", failure);
    }
  }

  private Samples decode(byte[] content, String origin) {
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new DataException(
            origin
                + " is no image that can be read: expected PNG, JPEG, BMP or GIF, got "
                + content.length
                + " bytes that begin with "
                + beginning(content)
                + ".");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, false);
        requireSize(reader.getWidth(0), reader.getHeight(0), origin);
        return samples(reader.read(0), Orientation.of(content));
      } finally {
        reader.dispose();
      }
    } catch (DataException failure) {
      throw failure;
    } catch (IOException | RuntimeException failure) {
      // Readers of the JDK meet damaged files with exceptions of all kinds.
      throw new DataException(
          origin
              + " holds an image that is damaged or of a kind that cannot be read: "
              + failure
              + ". Save it again as PNG.",
          failure);
    }
  }

  private static String beginning(byte[] content) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(8, content.length); i++) {
      text.append(String.format(Locale.ROOT, i == 0 ? "%02x" : " %02x", content[i]));
    }
    return text.isEmpty() ? "nothing" : text.toString();
  }

  private void requireSize(int width, int height, String origin) {
    if ((long) width * height > mostPixels) {
      throw new DataException(
          origin
              + " is too large an image: expected at most "
              + mostPixels
              + " pixels, got "
              + width
              + " x "
              + height
              + ". Raise mostPixels(..) if you trust where it comes from.");
    }
  }

  private Samples samples(BufferedImage image, Orientation orientation) {
    float[] values =
        switch (image.getColorModel().getColorSpace().getType()) {
          case ColorSpace.TYPE_GRAY -> grey(image);
          case ColorSpace.TYPE_CMYK -> inks(image);
          default -> coloured(image);
        };
    return orientation.turn(new Samples(image.getHeight(), image.getWidth(), channels, values));
  }

  /** From the stored samples: BufferedImage.getRGB would take them as linear and brighten them. */
  private float[] grey(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    float most = (1 << image.getColorModel().getComponentSize(0)) - 1;
    boolean hasAlpha = image.getColorModel().hasAlpha();
    float[] values = new float[image.getHeight() * width * channels];
    float[] line = new float[width * raster.getNumBands()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, line);
      for (int x = 0; x < width; x++) {
        float grey = line[x * raster.getNumBands()] / most * 255;
        if (hasAlpha) {
          grey = onWhite(grey, line[x * 2 + 1] / most);
        }
        for (int channel = 0; channel < channels; channel++) {
          values[at++] = grey;
        }
      }
    }
    return values;
  }

  private float[] coloured(BufferedImage image) {
    int width = image.getWidth();
    float[] values = new float[image.getHeight() * width * channels];
    int[] line = new int[width];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, line, 0, width);
      for (int pixel : line) {
        float alpha = (pixel >>> 24) / 255f;
        float red = onWhite(pixel >> 16 & 255, alpha);
        float green = onWhite(pixel >> 8 & 255, alpha);
        at = put(values, at, red, green, onWhite(pixel & 255, alpha));
      }
    }
    return values;
  }

  /** Cyan, magenta, yellow and black as plain (255 - ink) * (255 - black) / 255. */
  private float[] inks(BufferedImage image) {
    int width = image.getWidth();
    float[] values = new float[image.getHeight() * width * channels];
    float[] line = new float[width * 4];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getPixels(0, y, width, 1, line);
      for (int i = 0; i < line.length; i += 4) {
        float light = (255 - line[i + 3]) / 255;
        at =
            put(
                values,
                at,
                (255 - line[i]) * light,
                (255 - line[i + 1]) * light,
                (255 - line[i + 2]) * light);
      }
    }
    return values;
  }

  /** Puts a pixel, for a single channel its ITU-R BT.601 luma; gives the place after it. */
  private int put(float[] values, int at, float red, float green, float blue) {
    if (channels == 1) {
      values[at] = 0.299f * red + 0.587f * green + 0.114f * blue;
    } else {
      values[at] = red;
      values[at + 1] = green;
      values[at + 2] = blue;
    }
    return at + channels;
  }

  private static float onWhite(float value, float alpha) {
    return value * alpha + 255 * (1 - alpha);
  }
}
