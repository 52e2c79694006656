package dev.sortal.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import dev.sortal.format.AtomicFile;
import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Accuracy and loss by epoch, of training and validation, side by side.
 *
 * <pre>{@code
 * LearningCurve curve = LearningCurve.of(classifier.history());
 * curve.writePng(Path.of("learning-curve.png"));
 * curve.writeSvg(Path.of("learning-curve.svg"));
 * }</pre>
 */
public final class LearningCurve {
  private static final int PANEL_WIDTH = 560;
  private static final int HEIGHT = 420;
  private static final int PNG_SCALE = 2;
  private static final Color TRAINING = new Color(0x1F6FB4);
  private static final Color VALIDATION = new Color(0xD9601A);
  private static final Color INK = new Color(0x222222);
  private static final Color GRID = new Color(0xDDDDDD);

  private final List<XYChart> panels;

  private LearningCurve(List<XYChart> panels) {
    this.panels = panels;
  }

  /**
   * The curve of a training.
   *
   * @throws IllegalArgumentException if it has no complete epoch
   */
  public static LearningCurve of(History history) {
    if (history.epochs().isEmpty()) {
      throw new IllegalArgumentException(
          "There is nothing to draw: expected at least one complete epoch, got none.");
    }
    return new LearningCurve(
        List.of(
            panel("Accuracy", history, Epoch::accuracy, Epoch::validationAccuracy),
            panel("Loss", history, Epoch::loss, Epoch::validationLoss)));
  }

  private static XYChart panel(
      String title,
      History history,
      ToDoubleFunction<Epoch> training,
      ToDoubleFunction<Epoch> validation) {
    XYChart chart =
        new XYChartBuilder()
            .width(PANEL_WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("Epoch")
            .yAxisTitle(title)
            .build();
    style(chart, title.equals("Loss"), history.epochs().size());
    List<Epoch> epochs = history.epochs();
    draw(chart, "training", epochs, training, TRAINING);
    if (epochs.stream().mapToDouble(validation).noneMatch(Double::isNaN)) {
      draw(chart, "validation", epochs, validation, VALIDATION);
    }
    return chart;
  }

  private static void style(XYChart chart, boolean fromZero, int epochs) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    XYStyler styler = chart.getStyler();
    styler.setLegendPosition(fromZero ? LegendPosition.InsideNE : LegendPosition.InsideSE);
    styler.setLegendFont(font);
    styler.setLegendBorderColor(GRID);
    styler.setChartTitleFont(font.deriveFont(Font.BOLD, 15f));
    styler.setChartTitleBoxVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setPlotBorderColor(GRID);
    styler.setPlotGridLinesColor(GRID);
    styler.setAxisTickLabelsFont(font);
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsColor(INK);
    styler.setLocale(Locale.ROOT);
    styler.setXAxisDecimalPattern("0");
    styler.setYAxisDecimalPattern("0.0##");
    styler.setXAxisMin(1.0);
    styler.setXAxisMax(Math.max(2.0, epochs));
    styler.setXAxisMaxLabelCount(Math.min(10, Math.max(2, epochs)));
    if (fromZero) {
      styler.setYAxisMin(0.0);
    }
  }

  private static void draw(
      XYChart chart, String name, List<Epoch> epochs, ToDoubleFunction<Epoch> figure, Color color) {
    double[] x = epochs.stream().mapToDouble(Epoch::number).toArray();
    double[] y = epochs.stream().mapToDouble(figure).toArray();
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(2));
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(color);
  }

  /**
   * Writes the picture as PNG.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  public void writePng(Path file) {
    BufferedImage image =
        new BufferedImage(
            PNG_SCALE * PANEL_WIDTH * panels.size(),
            PNG_SCALE * HEIGHT,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.scale(PNG_SCALE, PNG_SCALE);
    paint(graphics);
    graphics.dispose();
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java has no PNG writer (module java.desktop)");
          }
        });
  }

  /**
   * Writes the picture as SVG.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  public void writeSvg(Path file) {
    VectorGraphics2D graphics = new VectorGraphics2D();
    paint(graphics);
    CommandSequence commands = graphics.getCommands();
    PageSize page = new PageSize(PANEL_WIDTH * panels.size(), HEIGHT);
    AtomicFile.write(file, out -> new SVGProcessor().getDocument(commands, page).writeTo(out));
  }

  private void paint(Graphics2D graphics) {
    for (int i = 0; i < panels.size(); i++) {
      Graphics2D part = (Graphics2D) graphics.create();
      part.translate(i * PANEL_WIDTH, 0);
      panels.get(i).paint(part, PANEL_WIDTH, HEIGHT);
      part.dispose();
    }
  }
}
