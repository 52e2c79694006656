package dev.sortal.report;

import dev.sortal.metrics.ConfusionMatrix;
import dev.sortal.report.Scene.Anchor;
import dev.sortal.report.Scene.Box;
import dev.sortal.report.Scene.Text;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A confusion matrix, as large as its labels and numbers need to be read. */
final class MatrixChart {
  private static final int MOST_CLASSES = 100;
  private static final int MOST_UNKNOWN = 10;
  private static final double MOST_LABEL = 200;
  private static final double MARGIN = 16;
  private static final double AXIS_TITLE = 24;
  private static final double TITLE = 62;
  private static final double SIZE = 12;

  /** How far cells cover the paper: numbers on all of them are read in both themes. */
  static final double FAINTEST = 0.14;

  static final double FULLEST = 0.53;

  private final ConfusionMatrix matrix;
  private final boolean asShares;
  private final int[] rows;
  private final int[] columns;
  private final double cell;
  private final double labelSize;
  private final double numberSize;
  private final double rowLabels;
  private final double columnLabels;
  private final int largest;

  private MatrixChart(ConfusionMatrix matrix, boolean asShares) {
    this.matrix = matrix;
    this.asShares = asShares;
    this.columns = columns(matrix);
    int classes = matrix.classes().size();
    int unknown = Math.min(MOST_UNKNOWN, matrix.truths().size() - classes);
    this.rows =
        IntStream.concat(IntStream.of(columns), IntStream.range(classes, classes + unknown))
            .toArray();
    int count = columns.length;
    this.cell = count <= 10 ? 46 : count <= 25 ? 32 : count <= 50 ? 24 : 19;
    this.labelSize = count <= 25 ? SIZE : 10.5;
    this.numberSize = count <= 10 ? 13 : count <= 25 ? 11 : count <= 50 ? 9 : 8;
    this.rowLabels = widest(matrix.truths(), rows);
    this.columnLabels = widest(matrix.classes(), columns);
    int most = 1;
    for (int row : rows) {
      for (int column : columns) {
        most = Math.max(most, matrix.count(row, column));
      }
    }
    this.largest = most;
  }

  static Chart of(ConfusionMatrix matrix, boolean asShares) {
    MatrixChart chart = new MatrixChart(matrix, asShares);
    String title = asShares ? "Confusion matrix in percent of each label" : "Confusion matrix";
    return new Chart(title, chart.description(), chart.scene(title));
  }

  /** All classes, or of very many those with the most errors of either kind, in their order. */
  private static int[] columns(ConfusionMatrix matrix) {
    int classes = matrix.classes().size();
    if (classes <= MOST_CLASSES) {
      return IntStream.range(0, classes).toArray();
    }
    int[] errors = new int[classes];
    for (int i = 0; i < classes; i++) {
      errors[i] = matrix.support(i) + matrix.predicted(i) - 2 * matrix.count(i, i);
    }
    return IntStream.range(0, classes)
        .boxed()
        .sorted((a, b) -> Integer.compare(errors[b], errors[a]))
        .limit(MOST_CLASSES)
        .sorted()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double widest(List<String> labels, int[] shown) {
    return IntStream.of(shown)
        .mapToDouble(i -> TextWidth.of(label(labels, i), labelSize))
        .max()
        .orElse(0);
  }

  private String label(List<String> labels, int index) {
    return TextWidth.cutMiddle(labels.get(index), labelSize, MOST_LABEL);
  }

  private String description() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Truth by prediction of %,d rows, %,d of them right",
            matrix.total(),
            matrix.right()));
    List<ConfusionMatrix.Confusion> worst = matrix.confusions(3);
    String before = "; most often confused: ";
    for (ConfusionMatrix.Confusion pair : worst) {
      text.append(before)
          .append(pair.truth())
          .append(" taken for ")
          .append(pair.predicted())
          .append(' ')
          .append(pair.count())
          .append(pair.count() == 1 ? " time" : " times");
      before = ", ";
    }
    return text.append('.').toString();
  }

  private double left() {
    return AXIS_TITLE + rowLabels + 12;
  }

  private Scene scene(String title) {
    double supports = TextWidth.of(String.format(Locale.ROOT, "%,d", largestSupport()), labelSize);
    double matrixWidth = columns.length * cell;
    double matrixHeight = rows.length * cell;
    String note = note();
    double width =
        Math.max(
            left() + matrixWidth + 12 + Math.max(supports, TextWidth.of("rows", labelSize)),
            MARGIN + Math.max(TextWidth.of(title, 15) * 1.08, TextWidth.of(note, 11)));
    double height = TITLE + matrixHeight + 10 + columnLabels + AXIS_TITLE;
    Scene scene = new Scene(Math.ceil(width + MARGIN), Math.ceil(height + MARGIN));
    scene.title(MARGIN, 20, title, 15);
    scene.text(MARGIN, 37, note, 11, Anchor.START, Ink.MUTED);
    cells(scene);
    labels(scene);
    scene.text(left() + matrixWidth / 2, height, "predicted label", SIZE, Anchor.MIDDLE, Ink.TEXT);
    scene.add(
        new Text(
            16,
            TITLE + matrixHeight / 2,
            "true label",
            SIZE,
            Anchor.MIDDLE,
            90,
            Ink.TEXT,
            false,
            ""));
    return scene;
  }

  private String note() {
    String unit = asShares ? "percent of the label's rows" : "rows";
    String shown =
        columns.length < matrix.classes().size()
            ? ", the " + columns.length + " of " + matrix.classes().size() + " labels confused most"
            : "";
    return unit + shown + "; blue is right, orange wrong";
  }

  private int largestSupport() {
    return IntStream.of(rows).map(matrix::support).max().orElse(0);
  }

  private void cells(Scene scene) {
    double right = left() + columns.length * cell;
    double bottom = TITLE + rows.length * cell;
    for (int i = 0; i <= rows.length; i++) {
      scene.line(left(), TITLE + i * cell, right, TITLE + i * cell, Ink.GRID, 0.75);
    }
    for (int j = 0; j <= columns.length; j++) {
      scene.line(left() + j * cell, TITLE, left() + j * cell, bottom, Ink.GRID, 0.75);
    }
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        if (matrix.count(rows[i], columns[j]) > 0) {
          cell(scene, i, j);
        }
      }
    }
  }

  private void cell(Scene scene, int i, int j) {
    int count = matrix.count(rows[i], columns[j]);
    double share = (double) count / matrix.support(rows[i]);
    double shade = asShares ? share : (double) count / largest;
    double opacity = FAINTEST + (FULLEST - FAINTEST) * shade;
    boolean isRight = rows[i] == columns[j];
    double x = left() + j * cell;
    double y = TITLE + i * cell;
    String tip =
        String.format(
            Locale.ROOT,
            "%s, predicted %s: %,d (%.1f %%)",
            matrix.truths().get(rows[i]),
            matrix.classes().get(columns[j]),
            count,
            100 * share);
    scene.add(
        new Box(
            x + 0.5, y + 0.5, cell - 1, cell - 1, isRight ? Ink.BLUE : Ink.ORANGE, opacity, tip));
    String number = asShares ? percent(share) : brief(count);
    double size = Math.min(numberSize, numberSize * (cell - 3) / TextWidth.of(number, numberSize));
    scene.add(
        new Text(
            x + cell / 2,
            y + cell / 2 + 0.36 * size,
            number,
            size,
            Anchor.MIDDLE,
            0,
            Ink.TEXT,
            false,
            tip));
  }

  private static String percent(double share) {
    double percent = 100 * share;
    return percent < 0.5
        ? "<1"
        : percent > 99.5 && percent < 100 ? ">99" : Math.round(percent) + "";
  }

  /** At most four characters, of less than a million rows. */
  private static String brief(int count) {
    return count < 10_000 ? Integer.toString(count) : Math.round(count / 1000.0) + "k";
  }

  private void labels(Scene scene) {
    double right = left() + columns.length * cell;
    double bottom = TITLE + rows.length * cell;
    double lower = 0.36 * labelSize;
    for (int i = 0; i < rows.length; i++) {
      String full = matrix.truths().get(rows[i]);
      String shown = label(matrix.truths(), rows[i]);
      double y = TITLE + (i + 0.5) * cell + lower;
      Ink ink = rows[i] < matrix.classes().size() ? Ink.TEXT : Ink.ORANGE;
      scene.add(new Text(left() - 6, y, shown, labelSize, Anchor.END, 0, ink, false, full));
      String support = String.format(Locale.ROOT, "%,d", matrix.support(rows[i]));
      scene.text(right + 8, y, support, labelSize, Anchor.START, Ink.MUTED);
    }
    scene.text(right + 8, TITLE - 5, "rows", labelSize, Anchor.START, Ink.MUTED);
    for (int j = 0; j < columns.length; j++) {
      String full = matrix.classes().get(columns[j]);
      String shown = label(matrix.classes(), columns[j]);
      double x = left() + (j + 0.5) * cell + lower;
      scene.add(new Text(x, bottom + 6, shown, labelSize, Anchor.END, 90, Ink.TEXT, false, full));
    }
  }
}
