package dev.sortal.report;

import dev.sortal.report.Scene.Anchor;
import dev.sortal.report.Scene.Box;
import dev.sortal.report.Scene.Dash;
import dev.sortal.report.Scene.Dot;
import dev.sortal.report.Scene.Line;
import dev.sortal.report.Scene.Point;
import dev.sortal.report.Scene.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines and bars over two axes, with a title above and a legend below; for one thread.
 *
 * <p>The area of the data has the same size whatever labels and legend need, so that plots side by
 * side line up.
 */
final class Plot {
  static final double WIDTH = 430;

  /** The height at which the area of the data is square. */
  static final double SQUARE = 340;

  static final double TOP = 44;
  private static final double LEFT = 68;
  private static final double RIGHT = 22;
  private static final double TICKS = 20;
  private static final double AXIS_TITLE = 22;
  private static final double LEGEND_ROW = 20;
  private static final double TITLE_SIZE = 15;
  private static final double SIZE = 12;
  private static final double SWATCH = 26;

  /** What the name of a series may take. */
  static final double LEGEND_WIDTH = WIDTH - LEFT - SWATCH - 30;

  /** Points nearer to the one before, in pixels, are left out of long lines. */
  private static final double NEAR = 0.4;

  private static final int LONG_LINE = 200;
  private static final int MOST_DOTS = 60;

  private record Bar(double from, double to, double height, String note) {}

  private final String title;
  private final String xTitle;
  private final String yTitle;
  private final Axis xAxis;
  private final Axis yAxis;
  private final double dataHeight;
  private final List<Series> series = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();
  private final Scene scene;
  private String note = "";

  Plot(String title, String xTitle, String yTitle, Axis xAxis, Axis yAxis, double dataHeight) {
    this.title = title;
    this.xTitle = xTitle;
    this.yTitle = yTitle;
    this.xAxis = xAxis;
    this.yAxis = yAxis;
    this.dataHeight = dataHeight;
    this.scene = new Scene(WIDTH, 0);
  }

  /** With another line; one without a finite point is left out. */
  Plot add(Series line) {
    if (!line.isEmpty()) {
      series.add(line);
    }
    return this;
  }

  /** With a bar from the bottom. */
  Plot bar(double from, double to, double height, String barNote) {
    bars.add(new Bar(from, to, height, barNote));
    return this;
  }

  /** With an upright line through all of the height. */
  Plot upright(String name, double x) {
    Point low = new Point(x, yAxis.low());
    return add(guide(name, low, new Point(x, yAxis.high())));
  }

  /** With a remark below the title. */
  Plot note(String text) {
    note = text;
    return this;
  }

  Scene scene() {
    List<List<Series>> legend = legend();
    double high = TOP + dataHeight + TICKS + AXIS_TITLE + legend.size() * LEGEND_ROW + 10;
    Scene drawn = new Scene(WIDTH, high);
    drawn.add(
        new Text(
            LEFT,
            20,
            TextWidth.cut(title, TITLE_SIZE * 1.08, WIDTH - LEFT - 8),
            TITLE_SIZE,
            Anchor.START,
            0,
            Ink.TEXT,
            true,
            title));
    if (!note.isEmpty()) {
      String shown = TextWidth.cut(note, SIZE - 1, WIDTH - LEFT - 8);
      drawn.text(LEFT, 36, shown, SIZE - 1, Anchor.START, Ink.MUTED);
    }
    axes(drawn);
    bars.forEach(bar -> bar(drawn, bar));
    series.forEach(line -> line(drawn, line));
    double y = TOP + dataHeight + TICKS + AXIS_TITLE + 14;
    for (List<Series> row : legend) {
      legendRow(drawn, row, y);
      y += LEGEND_ROW;
    }
    return drawn;
  }

  private double x(double value) {
    double wide = WIDTH - LEFT - RIGHT;
    return LEFT + (value - xAxis.low()) / (xAxis.high() - xAxis.low()) * wide;
  }

  private double y(double value) {
    double share = (value - yAxis.low()) / (yAxis.high() - yAxis.low());
    return TOP + (1 - Math.max(0, Math.min(1, share))) * dataHeight;
  }

  private void axes(Scene drawn) {
    double bottom = TOP + dataHeight;
    double right = WIDTH - RIGHT;
    for (double tick : yAxis.ticks()) {
      drawn.line(LEFT, y(tick), right, y(tick), Ink.GRID, 1);
      drawn.text(LEFT - 7, y(tick) + 4, yAxis.text(tick), SIZE, Anchor.END, Ink.MUTED);
    }
    for (double tick : xAxis.ticks()) {
      drawn.line(x(tick), bottom, x(tick), bottom + 4, Ink.AXIS, 1);
      drawn.text(x(tick), bottom + 17, xAxis.text(tick), SIZE, Anchor.MIDDLE, Ink.MUTED);
    }
    drawn.line(LEFT, bottom, right, bottom, Ink.AXIS, 1);
    double middle = (LEFT + right) / 2;
    drawn.text(middle, bottom + TICKS + 15, xTitle, SIZE, Anchor.MIDDLE, Ink.TEXT);
    drawn.add(
        new Text(16, TOP + dataHeight / 2, yTitle, SIZE, Anchor.MIDDLE, 90, Ink.TEXT, false, ""));
  }

  private void bar(Scene drawn, Bar bar) {
    double left = x(bar.from);
    double right = x(bar.to);
    double gap = right - left > 4 ? 0.5 : 0;
    double top = y(bar.height);
    drawn.add(
        new Box(
            left + gap,
            top,
            right - left - 2 * gap,
            TOP + dataHeight - top,
            Ink.BLUE,
            1,
            bar.note));
  }

  private void line(Scene drawn, Series line) {
    int count = line.points().size();
    for (List<Point> run : line.runs()) {
      List<Point> pixels = new ArrayList<>();
      for (int i = 0; i < run.size(); i++) {
        Point pixel = new Point(x(run.get(i).x()), y(run.get(i).y()));
        boolean isLast = i == run.size() - 1;
        if (count <= LONG_LINE || isLast || pixels.isEmpty() || !isNear(pixel, pixels)) {
          pixels.add(pixel);
        }
      }
      if (pixels.size() > 1) {
        drawn.add(new Line(pixels, line.ink(), 2, line.dash()));
      }
      if (line.hasDots() && count <= MOST_DOTS || pixels.size() == 1) {
        for (Point point : run) {
          drawn.add(new Dot(x(point.x()), y(point.y()), 3, line.ink(), tip(line, point)));
        }
      }
    }
  }

  private static boolean isNear(Point pixel, List<Point> pixels) {
    Point last = pixels.get(pixels.size() - 1);
    return Math.abs(pixel.x() - last.x()) + Math.abs(pixel.y() - last.y()) < NEAR;
  }

  private String tip(Series line, Point point) {
    return String.format(
        Locale.ROOT,
        "%s%s %s: %.4g",
        line.name().isEmpty() ? "" : line.name() + ", ",
        xTitle,
        xAxis.step() >= 1 ? Long.toString(Math.round(point.x())) : xAxis.text(point.x()),
        point.y());
  }

  /** The named lines, in rows that are not wider than the plot. */
  private List<List<Series>> legend() {
    List<List<Series>> rows = new ArrayList<>();
    double room = 0;
    for (Series line : series) {
      if (line.name().isEmpty()) {
        continue;
      }
      double wide = entryWidth(line);
      if (rows.isEmpty() || wide > room) {
        rows.add(new ArrayList<>());
        room = WIDTH - LEFT;
      }
      rows.get(rows.size() - 1).add(line);
      room -= wide;
    }
    return rows;
  }

  private static double entryWidth(Series line) {
    return SWATCH + 6 + TextWidth.of(legendText(line), SIZE) + 16;
  }

  private static String legendText(Series line) {
    return TextWidth.cut(line.name(), SIZE, LEGEND_WIDTH);
  }

  private static void legendRow(Scene drawn, List<Series> row, double y) {
    double x = LEFT;
    for (Series line : row) {
      drawn.add(
          new Line(
              List.of(new Point(x, y - 4), new Point(x + SWATCH, y - 4)),
              line.ink(),
              2,
              line.dash()));
      if (line.hasDots()) {
        drawn.add(new Dot(x + SWATCH / 2, y - 4, 3, line.ink(), ""));
      }
      drawn.add(
          new Text(
              x + SWATCH + 6,
              y,
              legendText(line),
              SIZE,
              Anchor.START,
              0,
              Ink.TEXT,
              false,
              line.name()));
      x += entryWidth(line);
    }
  }

  /** A line that only guides the eye. */
  static Series guide(String name, Point... points) {
    return new Series(name, List.of(points), Ink.AXIS, Dash.SHORT, false);
  }
}
