package dev.sortal.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.Classifier;
import dev.sortal.Dataset;
import dev.sortal.Pipeline;
import dev.sortal.Prediction;
import dev.sortal.data.Example;
import dev.sortal.data.Image;
import dev.sortal.error.DataException;
import dev.sortal.image.Augmentation;
import dev.sortal.image.Images;
import dev.sortal.spi.BackendChoice;
import dev.sortal.tensor.SplitMix64;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From folders of images to a classifier of files, bytes and pixels, on every engine. */
class ImagesTest {
  private static final List<String> LABELS = List.of("cross", "frame");

  @TempDir Path folder;

  /** A cross or a frame somewhere on a ground of another colour. */
  private static BufferedImage draw(String label, SplitMix64 random) {
    BufferedImage image = new BufferedImage(20, 16, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(new Color(random.below(100), random.below(100), random.below(100)));
    pen.fillRect(0, 0, 20, 16);
    pen.setColor(new Color(255 - random.below(60), 200, 255 - random.below(90)));
    int x = 1 + random.below(9);
    int y = 1 + random.below(5);
    if (label.equals("cross")) {
      pen.fillRect(x + 4, y, 2, 10);
      pen.fillRect(x, y + 4, 10, 2);
    } else {
      pen.drawRect(x, y, 9, 9);
      pen.drawRect(x + 1, y + 1, 7, 7);
    }
    pen.dispose();
    return image;
  }

  private Dataset drawings(int each) throws IOException {
    SplitMix64 random = new SplitMix64(1);
    for (String label : LABELS) {
      Path own = Files.createDirectories(folder.resolve("drawings").resolve(label));
      for (int i = 0; i < each; i++) {
        String type = i % 2 == 0 ? "png" : "jpg";
        ImageIO.write(draw(label, random), type, own.resolve(i + "." + type).toFile());
      }
    }
    return Dataset.imageFolders(folder.resolve("drawings"));
  }

  private static Dataset unseen() {
    SplitMix64 random = new SplitMix64(2);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String label = LABELS.get(i % 2);
      examples.add(Example.image(Image.of(draw(label, random))).labelled(label));
    }
    return Dataset.of(examples);
  }

  private static final Pipeline PIPELINE =
      Pipeline.of(Images.colour(16, 16).cropped().augment(Augmentation.none().shift(0.1).flip()))
          .batchSize(8)
          .epochs(10);

  @Test
  void a_residual_network_learns_and_every_engine_serves_it_alike() throws IOException {
    Path model = folder.resolve("model.sortal");
    Dataset unseen = unseen();
    List<Example> examples = unseen.toList();
    List<Prediction> expected;
    try (Classifier trained = PIPELINE.train(drawings(150))) {
      assertThat(trained.evaluate(unseen).accuracy()).isGreaterThan(0.95);
      expected = examples.stream().map(trained::classify).toList();
      trained.save(model);
    }
    for (String engine : Engines.ALL) {
      try (Classifier loaded = Classifier.load(model, BackendChoice.named(engine))) {
        for (int i = 0; i < examples.size(); i++) {
          Prediction prediction = loaded.classify(examples.get(i));
          assertThat(prediction.label()).as(engine).isEqualTo(expected.get(i).label());
          assertThat(prediction.probability())
              .as(engine)
              .isCloseTo(expected.get(i).probability(), Offset.offset(1e-5));
        }
      }
    }
  }

  @Test
  void files_bytes_and_pixels_are_the_same_image_and_bad_ones_are_refused() throws IOException {
    Path file = folder.resolve("one.png");
    BufferedImage pixels = draw("frame", new SplitMix64(3));
    ImageIO.write(pixels, "png", file.toFile());
    byte[] content = Files.readAllBytes(file);
    try (Classifier trained = PIPELINE.preset("leNet").epochs(2).train(drawings(20))) {
      Prediction expected = trained.classify(Example.image(Image.of(file)));
      assertThat(trained.classify(Example.image(Image.of(content))).probabilities())
          .isEqualTo(expected.probabilities());
      assertThat(trained.classify(Example.image(Image.of(pixels))).probabilities())
          .isEqualTo(expected.probabilities());

      assertRefused(trained, Image.of(bomb(content)), "too large an image", "60000 x 60000");
      byte[] half = Arrays.copyOf(content, content.length / 2);
      assertRefused(trained, Image.of(half), "damaged", "Save it again as PNG");
      assertRefused(trained, Image.of(new byte[] {1, 2}), "is no image", "01 02");
      assertRefused(trained, Image.of(folder.resolve("absent.png")), "absent.png");
      assertThatThrownBy(() -> trained.classify("a text"))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("expected an image", "\"image\"");
    }
  }

  private static void assertRefused(Classifier classifier, Image image, String... parts) {
    assertThatThrownBy(() -> classifier.classify(Example.image(image)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  /** A PNG whose header claims 60000 x 60000 pixels. */
  private static byte[] bomb(byte[] png) {
    byte[] bomb = png.clone();
    ByteBuffer header = ByteBuffer.wrap(bomb);
    header.putInt(16, 60_000).putInt(20, 60_000);
    CRC32 check = new CRC32();
    check.update(bomb, 12, 17);
    header.putInt(29, (int) check.getValue());
    return bomb;
  }
}
