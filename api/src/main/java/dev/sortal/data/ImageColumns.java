package dev.sortal.data;

import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which columns of a row become an image; immutable. */
sealed interface ImageColumns {
  /** Makes images of rows; for one thread. */
  interface Reader {
    /**
     * The image of the current row.
     *
     * @throws RowException if there is none that can be used
     */
    Image read();
  }

  /**
   * Finds the columns.
   *
   * @param check reads each image, or null to leave that to whoever needs it
   * @throws DataException if one is missing
   */
  Reader of(Rows rows, @Nullable ImageCheck check);

  /**
   * A column of images, or of names of files.
   *
   * @param column its name
   * @param folder where relative names begin
   */
  record Named(String column, Path folder) implements ImageColumns {
    @Override
    public Reader of(Rows rows, @Nullable ImageCheck check) {
      int number = rows.column(column);
      return () -> {
        Image image = image(rows, rows.value(number));
        if (check != null) {
          require(rows, image, check);
        }
        return image;
      };
    }

    private Image image(Rows rows, @Nullable Object value) {
      if (value instanceof Image image) {
        return image;
      }
      if (!(value instanceof String name) || name.isBlank()) {
        throw unusable(rows, "the name of a file", Values.shown(value));
      }
      Path path;
      try {
        path = folder.resolve(name);
      } catch (InvalidPathException noPath) {
        throw unusable(rows, "the name of a file", Values.shown(value));
      }
      if (!Files.isRegularFile(path)) {
        throw unusable(rows, "the name of a file", path + ", where there is none");
      }
      return Image.of(path);
    }

    private RowException unusable(Rows rows, String expected, String got) {
      return new RowException(
          rows.source(),
          rows.line(),
          "has no image: expected "
              + expected
              + " in column \""
              + column
              + "\", got "
              + got
              + ". Complete or remove the row.");
    }

    private static void require(Rows rows, Image image, ImageCheck check) {
      String origin = "The image";
      try {
        check.check(image, origin);
      } catch (DataException bad) {
        String message = String.valueOf(bad.getMessage());
        throw new RowException(
            rows.source(),
            rows.line(),
            message.startsWith(origin) ? message.substring(origin.length()).strip() : message);
      }
    }
  }

  /**
   * A column for each pixel of a grey image, row by row: {@code p0, p1, ..}.
   *
   * @param prefix what their names begin with, before the number
   * @param height of the images
   * @param width of the images
   * @param white the number of a white pixel; black is 0
   */
  record Pixels(String prefix, int height, int width, double white) implements ImageColumns {
    public Pixels {
      if (height < 1 || width < 1 || !(white > 0 && Double.isFinite(white))) {
        throw new IllegalArgumentException(
            "Images of pixel columns need a height and width of at least 1 and white above 0, got "
                + height
                + ", "
                + width
                + " and "
                + white
                + ".");
      }
    }

    @Override
    public Reader of(Rows rows, @Nullable ImageCheck check) {
      int[] columns = new int[Math.multiplyExact(height, width)];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = rows.column(prefix + i);
      }
      return () -> {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < columns.length; i++) {
          double level = level(rows, columns[i], prefix + i) * 255;
          image.getRaster().setSample(i % width, i / width, 0, (int) Math.round(level));
        }
        return Image.of(image);
      };
    }

    private double level(Rows rows, int column, String name) {
      Object value = rows.value(column);
      double number = Values.number(value) / white;
      if (!(number >= 0 && number <= 1)) {
        throw new RowException(
            rows.source(),
            rows.line(),
            "has a pixel that cannot be used: expected a number from 0 to "
                + white
                + " in column \""
                + name
                + "\", got "
                + Values.shown(value)
                + ". Complete or remove the row.");
      }
      return number;
    }
  }
}
