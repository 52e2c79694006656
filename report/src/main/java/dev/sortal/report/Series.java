package dev.sortal.report;

import dev.sortal.report.Scene.Dash;
import dev.sortal.report.Scene.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * A named line of a plot, in the units of its axes; a point that is not finite interrupts it.
 *
 * @param name in the legend; empty for none
 * @param points from left to right
 * @param hasDots whether each point is marked
 */
record Series(String name, List<Point> points, Ink ink, Dash dash, boolean hasDots) {
  Series {
    points = List.copyOf(points);
  }

  boolean isEmpty() {
    return points.stream().noneMatch(Series::isFinite);
  }

  static boolean isFinite(Point point) {
    return Double.isFinite(point.x()) && Double.isFinite(point.y());
  }

  /** The runs of finite points. */
  List<List<Point>> runs() {
    List<List<Point>> runs = new ArrayList<>();
    List<Point> run = new ArrayList<>();
    for (Point point : points) {
      if (isFinite(point)) {
        run.add(point);
      } else if (!run.isEmpty()) {
        runs.add(run);
        run = new ArrayList<>();
      }
    }
    if (!run.isEmpty()) {
      runs.add(run);
    }
    return runs;
  }
}
