package dev.sortal.report;

import dev.sortal.report.Scene.Anchor;
import dev.sortal.report.Scene.Box;
import dev.sortal.report.Scene.Dot;
import dev.sortal.report.Scene.Line;
import dev.sortal.report.Scene.Mark;
import dev.sortal.report.Scene.Point;
import dev.sortal.report.Scene.Text;

/** The rectangle that a mark takes. */
record Extent(double left, double top, double right, double bottom) {
  static Extent of(Mark mark) {
    if (mark instanceof Box box) {
      return new Extent(box.x(), box.y(), box.x() + box.width(), box.y() + box.height());
    }
    if (mark instanceof Dot dot) {
      double r = dot.radius();
      return new Extent(dot.x() - r, dot.y() - r, dot.x() + r, dot.y() + r);
    }
    if (mark instanceof Line line) {
      return new Extent(
          line.points().stream().mapToDouble(Point::x).min().orElseThrow(),
          line.points().stream().mapToDouble(Point::y).min().orElseThrow(),
          line.points().stream().mapToDouble(Point::x).max().orElseThrow(),
          line.points().stream().mapToDouble(Point::y).max().orElseThrow());
    }
    Text text = (Text) mark;
    double width = TextWidth.of(text.text(), text.size()) * (text.isBold() ? 1.08 : 1);
    double before =
        text.anchor() == Anchor.START ? 0 : text.anchor() == Anchor.MIDDLE ? width / 2 : width;
    double up = 0.8 * text.size();
    double down = 0.25 * text.size();
    return text.angle() == 90
        ? new Extent(text.x() - up, text.y() - (width - before), text.x() + down, text.y() + before)
        : new Extent(text.x() - before, text.y() - up, text.x() - before + width, text.y() + down);
  }

  boolean isWithin(double width, double height) {
    return left >= 0 && top >= 0 && right <= width && bottom <= height;
  }
}
