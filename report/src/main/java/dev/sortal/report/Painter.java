package dev.sortal.report;

import dev.sortal.report.Scene.Box;
import dev.sortal.report.Scene.Dot;
import dev.sortal.report.Scene.Line;
import dev.sortal.report.Scene.Mark;
import dev.sortal.report.Scene.Text;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Paints a scene in the colours of a theme. */
final class Painter {
  /** Pixels for each pixel of the scene, for dense screens. */
  private static final double SCALE = 2;

  /** An image has no more pixels than this, 120 MB: a larger scene is scaled less. */
  private static final double MOST_PIXELS = 40e6;

  private final Graphics2D graphics;
  private final Theme theme;

  private Painter(Graphics2D graphics, Theme theme) {
    this.graphics = graphics;
    this.theme = theme;
  }

  static BufferedImage image(Scene scene, Theme theme) {
    double scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (scene.width() * scene.height())));
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(scene.width() * scale),
            (int) Math.ceil(scene.height() * scale),
            BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    try {
      hint(graphics, RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      hint(graphics, RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      hint(
          graphics,
          RenderingHints.KEY_FRACTIONALMETRICS,
          RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      hint(graphics, RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      Painter painter = new Painter(graphics, theme);
      graphics.setColor(painter.color(Ink.PAPER));
      graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
      graphics.scale(scale, scale);
      scene.marks().forEach(painter::paint);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static void hint(Graphics2D graphics, RenderingHints.Key key, Object value) {
    graphics.setRenderingHint(key, value);
  }

  private Color color(Ink ink) {
    return new Color(ink.rgb(theme));
  }

  private void paint(Mark mark) {
    if (mark instanceof Box box) {
      graphics.setColor(color(box.ink()));
      graphics.setComposite(
          AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) box.opacity()));
      graphics.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
      graphics.setComposite(AlphaComposite.SrcOver);
    } else if (mark instanceof Dot dot) {
      graphics.setColor(color(dot.ink()));
      double side = 2 * dot.radius();
      graphics.fill(
          new Ellipse2D.Double(dot.x() - dot.radius(), dot.y() - dot.radius(), side, side));
    } else if (mark instanceof Line line) {
      line(line);
    } else if (mark instanceof Text text) {
      text(text);
    }
  }

  private void line(Line line) {
    graphics.setColor(color(line.ink()));
    float[] dash = line.dash().lengths();
    graphics.setStroke(
        dash.length == 0
            ? new BasicStroke((float) line.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
            : new BasicStroke(
                (float) line.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0));
    Path2D path = new Path2D.Double();
    path.moveTo(line.points().get(0).x(), line.points().get(0).y());
    line.points().stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
    graphics.draw(path);
  }

  private void text(Text text) {
    Font font =
        new Font(Font.SANS_SERIF, text.isBold() ? Font.BOLD : Font.PLAIN, 1)
            .deriveFont((float) text.size());
    graphics.setFont(font);
    graphics.setColor(color(text.ink()));
    double natural = font.getStringBounds(text.text(), graphics.getFontRenderContext()).getWidth();
    // The layout counted on this width: in a wider font the text is squeezed, never cut off.
    double most = TextWidth.of(text.text(), text.size()) * (text.isBold() ? 1.1 : 1);
    double squeeze = natural > most ? most / natural : 1;
    double width = natural * squeeze;
    double left =
        switch (text.anchor()) {
          case START -> 0;
          case MIDDLE -> -width / 2;
          case END -> -width;
        };
    AffineTransform before = graphics.getTransform();
    graphics.translate(text.x(), text.y());
    graphics.rotate(Math.toRadians(-text.angle()));
    graphics.translate(left, 0);
    graphics.scale(squeeze, 1);
    graphics.drawString(text.text(), 0f, 0f);
    graphics.setTransform(before);
  }
}
