package dev.sortal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.training.Epoch;
import dev.sortal.training.History;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveTest {
  @TempDir Path folder;

  private static History history(int epochs, boolean validation) {
    List<Epoch> all = new ArrayList<>();
    for (int i = 1; i <= epochs; i++) {
      all.add(
          new Epoch(
              i,
              1.0 / i,
              1 - 0.5 / i,
              validation ? 1.2 / i : Double.NaN,
              validation ? 1 - 0.6 / i : Double.NaN,
              Double.NaN,
              Double.NaN,
              0.001,
              1,
              1000));
    }
    return new History(all, epochs, History.End.COMPLETED);
  }

  @Test
  void draws_both_panels_with_training_and_validation() throws IOException {
    LearningCurve curve = LearningCurve.of(history(10, true));
    curve.writePng(folder.resolve("curve.png"));
    curve.writeSvg(folder.resolve("curve.svg"));
    BufferedImage image = ImageIO.read(folder.resolve("curve.png").toFile());
    assertThat(image.getWidth()).isEqualTo(2240);
    assertThat(image.getHeight()).isEqualTo(840);
    assertThat(pixels(image, 0x1F6FB4)).isGreaterThan(500);
    assertThat(pixels(image, 0xD9601A)).isGreaterThan(500);
    String svg = Files.readString(folder.resolve("curve.svg"));
    assertThat(svg).contains("<svg", "1120", "rgb(31,111,180)", "rgb(217,96,26)", "</svg>");
  }

  private static int pixels(BufferedImage image, int color) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == color ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void draws_a_single_epoch_and_one_without_validation() {
    LearningCurve.of(history(1, false)).writePng(folder.resolve("one.png"));
    assertThat(folder.resolve("one.png")).isNotEmptyFile();
  }

  @Test
  void draws_the_same_under_every_locale() throws IOException {
    LearningCurve.of(history(5, true)).writeSvg(folder.resolve("here.svg"));
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      LearningCurve.of(history(5, true)).writeSvg(folder.resolve("german.svg"));
    } finally {
      Locale.setDefault(before);
    }
    assertThat(folder.resolve("german.svg")).hasSameTextualContentAs(folder.resolve("here.svg"));
  }

  @Test
  void refuses_a_training_without_epochs() {
    assertThatThrownBy(() -> LearningCurve.of(new History(List.of(), 0, History.End.INTERRUPTED)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one complete epoch");
  }
}
