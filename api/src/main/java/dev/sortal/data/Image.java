package dev.sortal.data;

import dev.sortal.error.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * An image that has not been read yet: a file, the bytes of one, or pixels.
 *
 * <p>Immutable, if the bytes and pixels that it was made of are left alone; they are not copied. A
 * file is read whenever it is needed.
 *
 * <pre>{@code
 * Example digit = Example.image(Image.of(Path.of("seven.png"))).labelled("7");
 * }</pre>
 */
public sealed interface Image {
  /** The image in a file: PNG, JPEG, BMP or GIF. */
  static Image of(Path file) {
    return new File(file);
  }

  /** The image in the content of a file: PNG, JPEG, BMP or GIF. */
  static Image of(byte[] content) {
    return new Bytes(content);
  }

  /** These pixels. */
  static Image of(BufferedImage pixels) {
    return new Pixels(pixels);
  }

  /**
   * Adds the content of the file, or the pixels.
   *
   * @throws DataException if the file cannot be read
   */
  void digest(MessageDigest digest);

  /**
   * A file.
   *
   * @param path where it is
   */
  record File(Path path) implements Image {
    @Override
    public void digest(MessageDigest digest) {
      try {
        digest.update(Files.readAllBytes(path));
      } catch (IOException failure) {
        throw new DataException("The image " + path + " cannot be read: " + failure + ".", failure);
      }
    }

    @Override
    public String toString() {
      return "Image[" + path + "]";
    }
  }

  /**
   * The content of a file.
   *
   * @param content its bytes
   */
  record Bytes(byte[] content) implements Image {
    @Override
    public void digest(MessageDigest digest) {
      digest.update(content);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
      return "Image[" + content.length + " bytes]";
    }
  }

  /**
   * Decoded pixels.
   *
   * @param image the pixels
   */
  record Pixels(BufferedImage image) implements Image {
    @Override
    public void digest(MessageDigest digest) {
      int width = image.getWidth();
      int[] line = new int[width];
      ByteBuffer bytes = ByteBuffer.allocate(width * Integer.BYTES);
      for (int y = 0; y < image.getHeight(); y++) {
        image.getRGB(0, y, width, 1, line, 0, width);
        bytes.asIntBuffer().put(line);
        digest.update(bytes.array());
      }
    }

    @Override
    public String toString() {
      return "Image[" + image.getWidth() + " x " + image.getHeight() + "]";
    }
  }
}
