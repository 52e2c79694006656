package dev.sortal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.Example;
import dev.sortal.data.FieldKind;
import dev.sortal.data.Image;
import dev.sortal.data.OnError;
import dev.sortal.error.DataException;
import dev.sortal.error.RowException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSourcesTest {
  @TempDir Path folder;

  private Path png(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    return file;
  }

  private Path damaged(String name) throws IOException {
    Path file = png(name);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 0x55;
    Files.write(file, content);
    return file;
  }

  private Path text(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  @Nested
  class Folders {
    @Test
    void give_an_image_for_each_file_and_the_label_of_its_folder() throws IOException {
      Path one = png("1/b.png");
      Path deep = png("1/deep/a.png");
      Path zero = png("0/c.png");
      text("1/.hidden", "?");
      text("README", "?");
      List<Example> examples = Dataset.imageFolders(folder).toList();
      assertThat(examples)
          .containsExactly(
              Example.image(Image.of(zero)).labelled("0"),
              Example.image(Image.of(one)).labelled("1"),
              Example.image(Image.of(deep)).labelled("1"));
      assertThat(examples)
          .extracting(Example::origin)
          .containsExactly("0/c.png", "1/b.png", "1/deep/a.png");
    }

    @Test
    void open_no_image_before_it_is_needed() throws IOException {
      text("1/a.png", "no image");
      assertThat(Dataset.imageFolders(folder).toList()).hasSize(1);
    }

    @Test
    void skip_images_that_cannot_be_read_and_say_which() throws IOException {
      png("1/good.png");
      Path bad = damaged("1/damaged.png");
      text("1/text.png", "no image");
      Path rejects = folder.resolve("rejects.jsonl");
      Dataset images =
          Dataset.imageFolders(folder).onError(OnError.skipAndReport(2).rejectsTo(rejects));
      assertThat(images.toList()).extracting(Example::origin).containsExactly("1/good.png");
      assertThat(Files.readAllLines(rejects))
          .satisfiesExactly(
              line -> assertThat(line).contains("\"1/damaged.png\"", "damaged", bad.toString()),
              line ->
                  assertThat(line).contains("\"1/text.png\"", "expected PNG, JPEG, BMP or GIF"));
      assertThatThrownBy(
              () -> Dataset.imageFolders(folder).onError(OnError.skipAndReport(1)).toList())
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("Too many rows", "1/text.png");
    }

    @Test
    void without_a_class_are_refused() {
      assertThatThrownBy(() -> Dataset.imageFolders(folder).toList())
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(
              folder.toString(), "holds no folders", "one for each class, with its images");
      assertThatThrownBy(() -> Dataset.imageFolders(folder.resolve("absent")).toList())
          .isInstanceOf(DataException.class)
          .hasMessageContaining("There is no folder");
    }
  }

  @Nested
  class A_column_of_names {
    @Test
    void gives_the_images_of_these_files() throws IOException {
      Path one = png("pictures/1.png");
      Path csv = text("all.csv", "path,label\npictures/1.png,a\n" + one + ",b\n");
      assertThat(Dataset.csv(csv).image("path", folder).toList())
          .containsExactly(
              Example.image(Image.of(one)).labelled("a"),
              Example.image(Image.of(one)).labelled("b"));
      assertThat(Dataset.csv(csv).image("path", folder).field("label").toList().get(0).fields())
          .containsOnlyKeys("image", "label");
    }

    @Test
    void is_read_by_the_fields_of_a_model() throws IOException {
      Path one = png("1.png");
      Path csv = text("all.csv", "image\n" + one.toAbsolutePath() + "\n");
      assertThat(Dataset.csv(csv).fields(Map.of("image", FieldKind.IMAGE)).unlabelled().toList())
          .containsExactly(Example.image(Image.of(one.toAbsolutePath())));
    }

    @Test
    void names_the_row_whose_file_is_not_there() throws IOException {
      png("1.png");
      Path csv = text("all.csv", "path,label\n1.png,a\n2.png,b\n,c\n");
      assertThatThrownBy(() -> Dataset.csv(csv).image("path", folder).toList())
          .isInstanceOf(RowException.class)
          .hasMessageContainingAll(
              "all.csv:3 has no image", "\"path\"", "2.png, where there is none");
      Dataset skipping = Dataset.csv(csv).image("path", folder).onError(OnError.skipAndReport(2));
      assertThat(skipping.toList()).hasSize(1);
    }
  }

  @Nested
  class Columns_of_pixels {
    @Test
    void become_a_grey_image_row_by_row() throws IOException {
      Path csv = text("pixels.csv", "label,p0,p1,p2,p3,p4,p5\na,0,16,8,4,2,1\n");
      Example example = Dataset.csv(csv).pixels("p", 2, 3, 16).toList().get(0);
      BufferedImage image = ((Image.Pixels) example.imageOf(Example.IMAGE)).image();
      assertThat(image.getWidth()).isEqualTo(3);
      int[] samples = image.getRaster().getPixels(0, 0, 3, 2, (int[]) null);
      assertThat(samples).containsExactly(0, 255, 128, 64, 32, 16);
    }

    @Test
    void are_refused_where_one_is_missing_or_out_of_range() throws IOException {
      Path csv = text("pixels.csv", "label,p0,p1\na,0,17\n");
      assertThatThrownBy(() -> Dataset.csv(csv).pixels("p", 1, 2, 16).toList())
          .isInstanceOf(RowException.class)
          .hasMessageContainingAll("pixels.csv:2", "from 0 to 16.0", "\"p1\"", "17");
      assertThatThrownBy(() -> Dataset.csv(csv).pixels("p", 2, 2, 16).toList())
          .isInstanceOf(DataException.class)
          .hasMessageContaining("\"p2\"");
      assertThatThrownBy(() -> Dataset.csv(csv).pixels("p", 0, 2, 16))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("at least 1", "got 0, 2");
    }
  }
}
