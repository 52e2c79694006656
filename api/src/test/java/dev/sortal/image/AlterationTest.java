package dev.sortal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AlterationTest {
  /** A dot at (x, y) of 11 x 11 pixels, as light as 100. */
  private static byte[] dot(int x, int y) {
    byte[] image = new byte[121];
    image[y * 11 + x] = 100;
    return image;
  }

  private static byte[] altered(Augmentation augmentation, byte[] image, int pass) {
    return new Alteration(augmentation, 11, 11, 1).apply(image, pass, 0).clone();
  }

  /** The mean place of the light, x and y, and how much there is. */
  private static double[] center(byte[] image) {
    double x = 0;
    double y = 0;
    double sum = 0;
    for (int i = 0; i < image.length; i++) {
      x += (image[i] & 255) * (i % 11);
      y += (image[i] & 255) * (i / 11);
      sum += image[i] & 255;
    }
    return new double[] {x / sum, y / sum, sum};
  }

  @Test
  void a_flip_mirrors_half_of_the_images_exactly() {
    int mirrored = 0;
    for (int pass = 0; pass < 200; pass++) {
      byte[] image = altered(Augmentation.none().flip(), dot(2, 3), pass);
      assertThat(image).isIn(dot(2, 3), dot(8, 3));
      mirrored += image[3 * 11 + 8] == 100 ? 1 : 0;
    }
    assertThat(mirrored).isBetween(70, 130);
  }

  @Test
  void a_shift_stays_within_its_share_and_uses_it() {
    double left = 9;
    double right = 0;
    for (int pass = 0; pass < 300; pass++) {
      double[] center = center(altered(Augmentation.none().shift(0.2), dot(5, 5), pass));
      left = Math.min(left, center[0]);
      right = Math.max(right, center[0]);
      assertThat(center[0]).isBetween(5 - 2.3, 5 + 2.3);
      assertThat(center[1]).isBetween(5 - 2.3, 5 + 2.3);
    }
    assertThat(left).isLessThan(3.4);
    assertThat(right).isGreaterThan(6.6);
  }

  @Test
  void a_turn_keeps_the_distance_from_the_middle() {
    double farthest = 0;
    for (int pass = 0; pass < 300; pass++) {
      double[] center = center(altered(Augmentation.none().rotate(30), dot(9, 5), pass));
      double distance = Math.hypot(center[0] - 5, center[1] - 5);
      assertThat(distance).isBetween(3.7, 4.3);
      double angle = Math.toDegrees(Math.atan2(center[1] - 5, center[0] - 5));
      assertThat(angle).isBetween(-32.0, 32.0);
      farthest = Math.max(farthest, Math.abs(angle));
    }
    assertThat(farthest).isGreaterThan(25);
  }

  @Test
  void brightness_multiplies() {
    byte[] flat = new byte[121];
    java.util.Arrays.fill(flat, (byte) 100);
    int lightest = 0;
    for (int pass = 0; pass < 200; pass++) {
      byte[] image = altered(Augmentation.none().brightness(0.3), flat, pass);
      int level = image[0] & 255;
      assertThat(level).isBetween(70, 130);
      assertThat(image).containsOnly(image[0]);
      lightest = Math.max(lightest, level);
    }
    assertThat(lightest).isGreaterThan(125);
  }

  @Test
  void a_crop_makes_things_larger() {
    boolean grew = false;
    for (int pass = 0; pass < 50; pass++) {
      double sum = center(altered(Augmentation.none().crop(0.5), dot(5, 5), pass))[2];
      grew |= sum > 150;
      assertThat(sum).isLessThan(450);
    }
    assertThat(grew).isTrue();
  }

  @Test
  void settings_out_of_range_are_refused() {
    assertThatThrownBy(() -> Augmentation.none().shift(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shift must be in [0, 1), got 1.0.");
    assertThatThrownBy(() -> Augmentation.none().rotate(181))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
