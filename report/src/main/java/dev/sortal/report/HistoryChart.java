package dev.sortal.report;

import dev.sortal.report.Scene.Dash;
import dev.sortal.report.Scene.Point;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Loss, accuracy and learning rate by epoch. */
final class HistoryChart {
  private static final double HEIGHT = 240;
  private static final int STEPS = 5;

  private final History history;
  private final List<Epoch> epochs;

  private HistoryChart(History history) {
    this.history = history;
    this.epochs = history.epochs();
  }

  static Chart of(History history) {
    if (history.epochs().isEmpty()) {
      throw new IllegalArgumentException(
          "There is nothing to draw: expected at least one complete epoch, got none.");
    }
    HistoryChart chart = new HistoryChart(history);
    Scene scene =
        Scene.beside(
            List.of(
                chart.panel("Loss", "loss (nats)", Epoch::loss, Epoch::validationLoss),
                chart.panel(
                    "Accuracy", "share of rows right", Epoch::accuracy, Epoch::validationAccuracy),
                chart.rate()));
    return new Chart("Learning curves", chart.description(), scene);
  }

  private String description() {
    Epoch last = epochs.get(epochs.size() - 1);
    String text =
        String.format(
            Locale.ROOT,
            "Loss, accuracy and learning rate of %d epochs; the last has training loss %.4f and"
                + " accuracy %.4f",
            epochs.size(),
            last.loss(),
            last.accuracy());
    if (!Double.isNaN(last.validationLoss())) {
      text +=
          String.format(
              Locale.ROOT,
              ", validation loss %.4f and accuracy %.4f",
              last.validationLoss(),
              last.validationAccuracy());
    }
    return text + (history.bestEpoch() > 0 ? "; kept is epoch " + history.bestEpoch() + "." : ".");
  }

  private Scene panel(
      String title,
      String yTitle,
      ToDoubleFunction<Epoch> training,
      ToDoubleFunction<Epoch> validation) {
    boolean isLoss = title.equals("Loss");
    double[] values =
        Stream.of(training, validation)
            .flatMapToDouble(figure -> epochs.stream().mapToDouble(figure))
            .filter(Double::isFinite)
            .toArray();
    double low = isLoss ? 0 : DoubleStream.of(values).min().orElse(0);
    double high = isLoss ? DoubleStream.of(values).max().orElse(1) : 1;
    Plot plot = plot(title, yTitle, Axis.around(low, Math.max(high, low), STEPS));
    plot.add(series("training", training, Ink.BLUE, Dash.SOLID));
    plot.add(series("validation", validation, Ink.ORANGE, Dash.LONG));
    return kept(plot).scene();
  }

  private Scene rate() {
    double high = epochs.stream().mapToDouble(Epoch::learningRate).max().orElse(1);
    Plot plot = plot("Learning rate", "rate of the last step", Axis.around(0, high, STEPS));
    return kept(plot.add(series("learning rate", Epoch::learningRate, Ink.GREEN, Dash.SOLID)))
        .scene();
  }

  private Plot plot(String title, String yTitle, Axis y) {
    Axis x = Axis.counting(epochs.get(0).number(), epochs.get(epochs.size() - 1).number());
    return new Plot(title, "epoch", yTitle, x, y, HEIGHT);
  }

  private Plot kept(Plot plot) {
    int best = history.bestEpoch();
    return best == 0 ? plot : plot.upright("kept: epoch " + best, best);
  }

  private Series series(String name, ToDoubleFunction<Epoch> figure, Ink ink, Dash dash) {
    List<Point> points =
        epochs.stream().map(e -> new Point(e.number(), figure.applyAsDouble(e))).toList();
    return new Series(name, points, ink, dash, true);
  }
}
