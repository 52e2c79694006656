package dev.sortal.report;

import dev.sortal.format.AtomicFile;
import dev.sortal.metrics.Evaluation;
import dev.sortal.metrics.LabelEvaluation;
import dev.sortal.profile.DataProfile;
import dev.sortal.training.History;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A picture of a training, a result or a data set; immutable.
 *
 * <p>As SVG its texts are texts, with whatever fonts the reader has, and its colours follow the
 * light or dark theme of the reader's page or desktop. As PNG it has twice as many pixels as it is
 * wide and high, and the fonts of this machine: labels in Chinese, say, need a font that has them.
 *
 * <pre>{@code
 * Chart.learningCurve(classifier.history()).writeSvg(Path.of("curve.svg"));
 * Chart.confusionShares(evaluation).writePng(Path.of("confusion.png"), Theme.DARK);
 * }</pre>
 */
public final class Chart {
  private final String title;
  private final String description;
  private final Scene scene;

  Chart(String title, String description, Scene scene) {
    this.title = title;
    this.description = description;
    this.scene = scene;
  }

  /**
   * Loss, accuracy and learning rate by epoch, side by side; the epoch that was kept is marked.
   *
   * @throws IllegalArgumentException if there is no complete epoch
   */
  public static Chart learningCurve(History history) {
    return HistoryChart.of(history);
  }

  /**
   * The ROC curve: of two classes that of the positive one, of up to six each class against the
   * rest, of more those six of the smallest area.
   *
   * @throws IllegalArgumentException if no class has both rows and others
   */
  public static Chart roc(LabelEvaluation<?> evaluation) {
    return RankingCharts.roc(evaluation);
  }

  /**
   * The ROC curves of these classes against the rest.
   *
   * @param labels one to six
   * @throws IllegalArgumentException if the model does not know one, or none has rows and others
   */
  public static Chart roc(LabelEvaluation<?> evaluation, List<String> labels) {
    return RankingCharts.roc(evaluation, labels);
  }

  /**
   * The precision-recall curve, of the classes as {@link #roc} chooses them by average precision.
   *
   * @throws IllegalArgumentException if no class has rows
   */
  public static Chart precisionRecall(LabelEvaluation<?> evaluation) {
    return RankingCharts.precisionRecall(evaluation);
  }

  /**
   * The precision-recall curves of these classes against the rest.
   *
   * @param labels one to six
   * @throws IllegalArgumentException if the model does not know one, or none has rows
   */
  public static Chart precisionRecall(LabelEvaluation<?> evaluation, List<String> labels) {
    return RankingCharts.precisionRecall(evaluation, labels);
  }

  /** How often answers are right by their probability, and how many rows have which. */
  public static Chart calibration(Evaluation evaluation) {
    return TrustCharts.calibration(evaluation);
  }

  /**
   * How often rows have a label by its probability, and how many rows have which.
   *
   * @throws IllegalArgumentException if the model does not know the label
   */
  public static Chart calibration(LabelEvaluation<?> evaluation, String label) {
    return TrustCharts.calibration(evaluation, label);
  }

  /** How right the answers are if only so many of the surest are given. */
  public static Chart coverage(Evaluation evaluation) {
    return TrustCharts.coverage(evaluation);
  }

  /**
   * How many rows of each label were given which; of more than 100 labels those that are confused
   * most.
   */
  public static Chart confusion(Evaluation evaluation) {
    return MatrixChart.of(evaluation.confusion(), false);
  }

  /** As {@link #confusion}, in percent of the rows of each label. */
  public static Chart confusionShares(Evaluation evaluation) {
    return MatrixChart.of(evaluation.confusion(), true);
  }

  /**
   * How many texts have how many tokens; the longest hundredth is counted together.
   *
   * @throws IllegalArgumentException if there are no texts
   */
  public static Chart lengths(DataProfile profile) {
    return ProfileCharts.lengths(profile);
  }

  /**
   * How many rows each label has, the most frequent first; of more than 100 labels the first.
   *
   * @throws IllegalArgumentException if there are no labels
   */
  public static Chart classSizes(DataProfile profile) {
    return ProfileCharts.classSizes(profile);
  }

  /** What it shows, in a few words. */
  public String title() {
    return title;
  }

  /** What is to be seen, for those who cannot. */
  public String description() {
    return description;
  }

  /** The width in pixels of CSS. */
  public int width() {
    return (int) Math.ceil(scene.width());
  }

  /** The height in pixels of CSS. */
  public int height() {
    return (int) Math.ceil(scene.height());
  }

  /** An element of a page that has the rules of {@link SvgText#styles()}. */
  String inline() {
    return SvgText.inline(scene, title, description);
  }

  Scene scene() {
    return scene;
  }

  /**
   * Writes it as SVG whose colours follow the reader's theme.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  public void writeSvg(Path file) {
    write(file, SvgText.file(scene, title, description, null));
  }

  /**
   * Writes it as SVG in the colours of a theme.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  public void writeSvg(Path file, Theme theme) {
    write(file, SvgText.file(scene, title, description, theme));
  }

  private static void write(Path file, String text) {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes it as PNG, in light colours.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  public void writePng(Path file) {
    writePng(file, Theme.LIGHT);
  }

  /**
   * Writes it as PNG in the colours of a theme.
   *
   * @throws dev.sortal.error.SortalException if the file cannot be written
   */
  public void writePng(Path file, Theme theme) {
    BufferedImage image = Painter.image(scene, theme);
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java has no PNG writer (module java.desktop)");
          }
        });
  }

  @Override
  public String toString() {
    return "Chart[" + title + ", " + width() + " x " + height() + "]";
  }
}
