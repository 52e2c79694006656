package dev.sortal.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture as a list of marks, in pixels from the top left; what paints it decides the colours.
 *
 * <p>Marks are painted in the order in which they were added. For one thread.
 */
final class Scene {
  /** Something to paint. */
  sealed interface Mark permits Box, Line, Dot, Text {}

  /**
   * A filled rectangle.
   *
   * @param opacity 1 hides what is below, 0 is invisible
   * @param note what a pointer resting on it is told, or empty
   */
  record Box(double x, double y, double width, double height, Ink ink, double opacity, String note)
      implements Mark {}

  /** A line through points, at least two. */
  record Line(List<Point> points, Ink ink, double width, Dash dash) implements Mark {
    Line {
      points = List.copyOf(points);
    }
  }

  /**
   * A filled circle.
   *
   * @param note what a pointer resting on it is told, or empty
   */
  record Dot(double x, double y, double radius, Ink ink, String note) implements Mark {}

  /**
   * A line of text.
   *
   * @param x of the anchor
   * @param y of the base line
   * @param angle degrees, anticlockwise, around the anchor
   * @param note what a pointer resting on it is told, or empty
   */
  record Text(
      double x,
      double y,
      String text,
      double size,
      Anchor anchor,
      int angle,
      Ink ink,
      boolean isBold,
      String note)
      implements Mark {}

  record Point(double x, double y) {}

  /** Which point of a text its x is. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** How a line is broken, so that lines are told apart without colours too. */
  enum Dash {
    SOLID(),
    LONG(7, 4),
    SHORT(2, 3),
    DASH_DOT(8, 3, 2, 3);

    private final float[] lengths;

    Dash(float... lengths) {
      this.lengths = lengths;
    }

    /** Painted and unpainted lengths in turn; empty for an unbroken line. */
    float[] lengths() {
      return lengths.clone();
    }
  }

  private final List<Mark> marks = new ArrayList<>();
  private final double width;
  private final double height;

  Scene(double width, double height) {
    this.width = width;
    this.height = height;
  }

  double width() {
    return width;
  }

  double height() {
    return height;
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }

  void add(Mark mark) {
    marks.add(mark);
  }

  void box(double x, double y, double boxWidth, double boxHeight, Ink ink) {
    add(new Box(x, y, boxWidth, boxHeight, ink, 1, ""));
  }

  void line(double x1, double y1, double x2, double y2, Ink ink, double stroke) {
    add(new Line(List.of(new Point(x1, y1), new Point(x2, y2)), ink, stroke, Dash.SOLID));
  }

  void text(double x, double y, String text, double size, Anchor anchor, Ink ink) {
    add(new Text(x, y, text, size, anchor, 0, ink, false, ""));
  }

  void title(double x, double y, String text, double size) {
    add(new Text(x, y, text, size, Anchor.START, 0, Ink.TEXT, true, ""));
  }

  /** These pictures side by side, tops aligned. */
  static Scene beside(List<Scene> parts) {
    double wide = parts.stream().mapToDouble(Scene::width).sum();
    double high = parts.stream().mapToDouble(Scene::height).max().orElse(0);
    Scene all = new Scene(wide, high);
    double x = 0;
    for (Scene part : parts) {
      all.addAll(part, x, 0);
      x += part.width;
    }
    return all;
  }

  /** These pictures one below the other. */
  static Scene below(List<Scene> parts) {
    double wide = parts.stream().mapToDouble(Scene::width).max().orElse(0);
    double high = parts.stream().mapToDouble(Scene::height).sum();
    Scene all = new Scene(wide, high);
    double y = 0;
    for (Scene part : parts) {
      all.addAll(part, 0, y);
      y += part.height;
    }
    return all;
  }

  private void addAll(Scene part, double dx, double dy) {
    part.marks.forEach(mark -> add(moved(mark, dx, dy)));
  }

  private static Mark moved(Mark mark, double dx, double dy) {
    if (mark instanceof Box b) {
      return new Box(b.x + dx, b.y + dy, b.width, b.height, b.ink, b.opacity, b.note);
    }
    if (mark instanceof Dot d) {
      return new Dot(d.x + dx, d.y + dy, d.radius, d.ink, d.note);
    }
    if (mark instanceof Text t) {
      return new Text(
          t.x + dx, t.y + dy, t.text, t.size, t.anchor, t.angle, t.ink, t.isBold, t.note);
    }
    Line line = (Line) mark;
    return new Line(
        line.points.stream().map(p -> new Point(p.x + dx, p.y + dy)).toList(),
        line.ink,
        line.width,
        line.dash);
  }
}
