package dev.sortal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.Image;
import dev.sortal.error.DataException;
import dev.sortal.spec.Input;
import dev.sortal.spi.Column;
import dev.sortal.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImagesTest {
  @TempDir Path folder;

  static byte[] resource(String name) {
    try (InputStream stream = ImagesTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  static List<JsonNode> cases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    new ObjectMapper().readTree(resource("image_cases.json")).forEach(cases::add);
    return cases;
  }

  private static Example example(byte[] content) {
    return Example.image(Image.of(content));
  }

  private static int[] read(Images images, Example example) {
    byte[] row = new byte[images.size()];
    images.read(example, row);
    int[] values = new int[row.length];
    for (int i = 0; i < row.length; i++) {
      values[i] = row[i] & 255;
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reads_what_pillow_reads(JsonNode expected) {
    int height = expected.get("height").asInt();
    int width = expected.get("width").asInt();
    Images images =
        expected.get("channels").asInt() == 1
            ? Images.grey(height, width)
            : Images.colour(height, width);
    if (expected.get("crop").asBoolean()) {
      images = images.cropped();
    }
    int[] values = read(images, example(resource(expected.get("file").asText())));
    assertThat(values).hasSize(expected.get("values").size());
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i])
          .as(expected.get("file").asText() + " sample " + i)
          .isCloseTo(
              expected.get("values").get(i).asInt(), within(expected.get("tolerance").asInt()));
    }
  }

  @Test
  void a_file_its_bytes_and_its_pixels_are_the_same_image() throws IOException {
    byte[] content = resource("rgb.png");
    Path file = Files.write(folder.resolve("a.png"), content);
    BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(content));
    Images images = Images.colour(4, 4);
    int[] expected = read(images, example(content));
    assertThat(read(images, Example.image(Image.of(file)))).isEqualTo(expected);
    assertThat(read(images, Example.image(Image.of(pixels)))).isEqualTo(expected);
  }

  @Test
  void grey_pixels_keep_their_values() {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 40);
    grey.getRaster().setSample(1, 0, 0, 200);
    assertThat(read(Images.grey(1, 2), Example.image(Image.of(grey)))).containsExactly(40, 200);
  }

  @Test
  void what_is_no_image_is_refused_with_its_beginning() {
    assertThatThrownBy(() -> read(Images.grey(2, 2), example("hello".getBytes()).readFrom("a", 3)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "a:3 is no image that can be read: expected PNG, JPEG, BMP or GIF, got 5 bytes that"
                + " begin with 68 65 6c 6c 6f.");
    assertThatThrownBy(() -> read(Images.grey(2, 2), example(new byte[0])))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("begin with nothing");
    Path absent = folder.resolve("absent.png");
    assertThatThrownBy(() -> read(Images.grey(2, 2), Example.image(Image.of(absent))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("absent.png");
  }

  @Test
  void damaged_images_are_refused_or_read_never_worse() {
    Random random = new Random(5);
    int refused = 0;
    for (String name :
        List.of("rgb.png", "orientation-6.jpg", "palette.gif", "rgb.bmp", "la.png")) {
      byte[] content = resource(name);
      for (int i = 0; i < 200; i++) {
        byte[] damaged =
            i % 2 == 0 ? Arrays.copyOf(content, random.nextInt(content.length)) : content.clone();
        for (int k = 0; i % 2 == 1 && k < 4; k++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
          read(Images.colour(4, 4).mostPixels(1_000_000), example(damaged));
        } catch (DataException expected) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void a_bomb_is_refused_before_it_is_decoded() throws IOException {
    byte[] bomb = resource("rgb.png").clone();
    // Width and height in the header of a PNG file; its checksum is not looked at that early.
    for (int at : new int[] {16, 20}) {
      bomb[at] = 0;
      bomb[at + 1] = 1;
    }
    assertThatThrownBy(() -> read(Images.grey(2, 2), example(bomb)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("too large")
        .hasMessageContaining("65543 x 65541");
    BufferedImage pixels = new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(
            () -> read(Images.grey(2, 2).mostPixels(899), Example.image(Image.of(pixels))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at most 899 pixels, got 30 x 30");
  }

  private static float[] batch(EncodedColumn column, int pass, int... rows) {
    Column.Floats floats = (Column.Floats) column.reader(pass).read(rows, 0, rows.length);
    float[] values = new float[floats.values().capacity()];
    floats.values().get(0, values);
    return values;
  }

  private static Encoder.Fitted fit(Images images, String... names) {
    Encoder.Fitting fitting = images.start();
    for (String name : names) {
      fitting.add(example(resource(name)));
    }
    return fitting.finish();
  }

  @Test
  void training_images_are_standardised_in_each_channel() {
    Encoder.Fitted fitted = fit(Images.colour(30, 40), "large.png");
    assertThat(fitted.encoder().input()).isEqualTo(new Input.Values("image", Shape.of(30, 40, 3)));
    float[] values = batch(fitted.training(), 0, 0);
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = channel; i < values.length; i += 3) {
        sum += values[i];
        squares += values[i] * values[i];
      }
      assertThat(sum / 1200).isCloseTo(0, within(1e-5));
      assertThat(squares / 1200).isCloseTo(1, within(1e-4));
    }
    float[] unit = batch(fit(Images.grey(5, 7).unitRange(), "grey.png").training(), 0, 0);
    assertThat(unit[1]).isEqualTo(37 / 255f);
  }

  @Test
  void is_the_same_when_made_again_from_its_settings() {
    Images images = Images.colour(6, 6).cropped().augment(Augmentation.none().flip().rotate(5));
    FittedImages fitted = (FittedImages) fit(images, "large.png", "rgb.png").encoder();
    FittedImages again = FittedImages.read(fitted.settings().put("vocabulary", "v.txt"));
    assertThat(again.settings()).isEqualTo(fitted.settings());
    FittedEncoder.ColumnBuilder one = fitted.start();
    FittedEncoder.ColumnBuilder other = again.start();
    one.add(example(resource("rgba.png")));
    other.add(example(resource("rgba.png")));
    assertThat(batch(other.finish(), 0, 0)).isEqualTo(batch(one.finish(), 0, 0));
    assertThatThrownBy(() -> FittedImages.read(fitted.settings().put("means", 3)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void training_images_are_altered_in_another_way_in_each_pass_and_repeatably() {
    Images images =
        Images.grey(9, 9).augment(Augmentation.none().flip().shift(0.2).rotate(20).crop(0.2));
    EncodedColumn training = fit(images, "large.png", "rgb.png").training();
    assertThat(batch(training, 1, 0, 1)).isEqualTo(batch(training, 1, 0, 1));
    assertThat(batch(training, 2, 0)).isNotEqualTo(batch(training, 1, 0));
    // The place in the batch does not count, the row does.
    float[] both = batch(training, 1, 1, 0);
    assertThat(Arrays.copyOfRange(both, 81, 162)).isEqualTo(batch(training, 1, 0));
  }

  @Test
  void images_to_classify_are_left_as_they_are() {
    Images plain = Images.grey(9, 9);
    FittedEncoder.ColumnBuilder one = fit(plain, "large.png").encoder().start();
    FittedEncoder.ColumnBuilder other =
        fit(plain.augment(Augmentation.none().shift(0.5)), "large.png").encoder().start();
    one.add(example(resource("rgb.png")));
    other.add(example(resource("rgb.png")));
    assertThat(batch(other.finish(), 3, 0)).isEqualTo(batch(one.finish(), 0, 0));
  }
}
