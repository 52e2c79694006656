package dev.sortal.samples;

import dev.sortal.tensor.SplitMix64;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures of circles, squares and triangles of any size, place and colour; needs no screen. */
final class DrawnShapes {
  static final List<String> NAMES = List.of("circle", "square", "triangle");

  private static final int SIZE = 40;

  private DrawnShapes() {}

  /** Writes so many pictures of each shape into a folder of its name. */
  static void write(Path folder, int each, long seed) throws IOException {
    SplitMix64 random = new SplitMix64(seed);
    for (String name : NAMES) {
      Path own = Files.createDirectories(folder.resolve(name));
      for (int i = 0; i < each; i++) {
        ImageIO.write(draw(name, random), "png", own.resolve(i + ".png").toFile());
      }
    }
  }

  /** A picture of that shape. */
  static BufferedImage draw(String name, SplitMix64 random) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    float hue = (float) random.uniform();
    pen.setColor(Color.getHSBColor(hue, 0.4f, 0.5f + (float) random.uniform() / 2));
    pen.fillRect(0, 0, SIZE, SIZE);
    pen.setColor(Color.getHSBColor(hue + 0.5f, 0.9f, (float) random.uniform() / 3));
    double scale = SIZE * (0.25 + 0.15 * random.uniform());
    AffineTransform place =
        AffineTransform.getTranslateInstance(
            SIZE * (0.4 + 0.2 * random.uniform()), SIZE * (0.4 + 0.2 * random.uniform()));
    place.rotate(2 * Math.PI * random.uniform());
    place.scale(scale, scale);
    pen.fill(
        place.createTransformedShape(
            switch (name) {
              case "circle" -> new Ellipse2D.Double(-1, -1, 2, 2);
              case "square" -> new Rectangle2D.Double(-0.9, -0.9, 1.8, 1.8);
              default -> triangle();
            }));
    pen.dispose();
    return image;
  }

  private static Path2D triangle() {
    Path2D path = new Path2D.Double();
    for (int corner = 0; corner < 3; corner++) {
      double angle = 2 * Math.PI * corner / 3;
      if (corner == 0) {
        path.moveTo(1.2 * Math.cos(angle), 1.2 * Math.sin(angle));
      } else {
        path.lineTo(1.2 * Math.cos(angle), 1.2 * Math.sin(angle));
      }
    }
    path.closePath();
    return path;
  }
}
