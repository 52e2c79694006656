package dev.sortal.cli;

import static dev.sortal.cli.Run.sortal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesCommandTest {
  @TempDir Path folder;
  private Path data;
  private Path model;

  @BeforeEach
  void draw_lines() throws IOException {
    data = folder.resolve("data");
    model = folder.resolve("model.sortal");
    for (int i = 0; i < 40; i++) {
      line("lying", i);
      line("standing", i);
    }
  }

  private void line(String label, int number) throws IOException {
    BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(255, 255 - 2 * number, 80 + number));
    int at = 2 + number % 8;
    if (label.equals("lying")) {
      pen.fillRect(1, at, 10, 2);
    } else {
      pen.fillRect(at, 1, 2, 10);
    }
    pen.dispose();
    Path file = data.resolve(label).resolve(number + ".png");
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private Run train(int size, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("train", "--data", data, "--out", model, "--image-size", size, "--grey"));
    arguments.addAll(
        List.of("--preset", "leNet", "--rotate", 0, "--shift", 0, "--epochs", 12, "--batch", 4));
    arguments.addAll(List.of(more));
    return sortal(arguments.toArray());
  }

  @Test
  void folders_of_images_are_trained_on_judged_and_classified() throws IOException {
    Run run = train(12);
    assertThat(run.code()).as(run.err()).isZero();
    Path one = data.resolve("lying/3.png");
    Run classified = sortal("classify", "--model", model, one, data.resolve("standing/4.png"));
    assertThat(classified.code()).as(classified.err()).isZero();
    assertThat(classified.out().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("lying\t").endsWith(one.toString()),
            line -> assertThat(line).startsWith("standing\t"));
    Run judged = sortal("evaluate", "--model", model, "--data", data, "--json");
    assertThat(judged.code()).as(judged.err()).isZero();
    assertThat(new ObjectMapper().readTree(judged.out()).path("accuracy").asDouble())
        .isGreaterThan(0.95);
    Path out = folder.resolve("out.csv");
    Run rows = sortal("classify", "--model", model, "--data", data, "--out", out);
    assertThat(rows.code()).as(rows.err()).isZero();
    assertThat(Files.readAllLines(out))
        .hasSize(81)
        .startsWith("image,label,file,predicted,probability")
        .element(1)
        .asString()
        .startsWith(data.resolve("lying/0.png") + ",lying,lying/0.png,lying,");
  }

  @Test
  void images_that_cannot_be_read_are_named_and_skipped_where_asked_for() throws IOException {
    Path bad = Files.writeString(data.resolve("lying/bad.png"), "no image");
    Run failed = train(12);
    assertThat(failed.code()).isNotZero();
    assertThat(failed.err()).contains("lying/bad.png", "expected PNG, JPEG, BMP or GIF");
    Run skipped = train(12, "--on-error", "skip");
    assertThat(skipped.code()).as(skipped.err()).isZero();
    Run classified = sortal("classify", "--model", model, bad);
    assertThat(classified.code()).isNotZero();
    assertThat(classified.err()).contains(bad.toString(), "expected PNG, JPEG, BMP or GIF");
    Run absent = sortal("classify", "--model", model, folder.resolve("absent.png"));
    assertThat(absent.err()).contains("absent.png", "cannot be read");
  }

  @Test
  void columns_and_presets_that_do_not_fit_images_are_refused() {
    assertThat(train(12, "--number", "age").err()).contains("Folders of images have no columns");
    Run run = train(8);
    assertThat(run.err()).contains("\"leNet\" does not fit", "[smallResNet]");
  }
}
