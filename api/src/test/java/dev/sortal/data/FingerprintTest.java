package dev.sortal.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Image IMAGE = Image.of(new byte[] {1, 2, 3});

  private static String of(Example example) {
    var hash = new Fingerprint().of(example);
    return hash.high() + " " + hash.low();
  }

  @Test
  void all_fields_and_labels_count() {
    List<Example> different = new ArrayList<>();
    different.add(Example.text("a"));
    different.add(Example.text("a").labelled(""));
    different.add(Example.text("a").labelled("x"));
    different.add(Example.text("a").labelled(List.of()));
    different.add(Example.text("a").labelled(List.of("x", "y")));
    different.add(Example.text("a").labelled("xy"));
    different.add(Example.text("b").labelled("x"));
    different.add(Example.of(Map.of("text", "a", "n", 1)));
    different.add(Example.of(Map.of("text", "a", "n", 2)));
    different.add(Example.of(Map.of("text", "a", "n", "1.0")));
    different.add(Example.of(Map.of("text", "a", "m", 1)));
    different.add(Example.of(Map.of("title", "a")));
    different.add(Example.image(IMAGE));
    different.add(Example.image(Image.of(new byte[] {1, 2, 4})));
    assertThat(different.stream().map(FingerprintTest::of).distinct()).hasSize(different.size());
  }

  @Test
  void weight_origin_and_order_do_not_count() {
    Example example = Example.of(Map.of("text", "a", "n", 1)).labelled(List.of("x", "y"));
    assertThat(of(example.weighted(3).readFrom("a.csv", 7))).isEqualTo(of(example));
    assertThat(of(Example.of(Map.of("n", 1.0)).with("text", "a").labelled(List.of("y", "x"))))
        .isEqualTo(of(example));
    assertThat(of(Example.image(Image.of(new byte[] {1, 2, 3}))))
        .isEqualTo(of(Example.image(IMAGE)));
  }

  @Test
  void without_labels_only_the_fields_count() {
    Fingerprint fingerprint = new Fingerprint();
    long one = fingerprint.ofFields(Example.text("a").labelled("x")).low();
    long other = fingerprint.ofFields(Example.text("a")).low();
    assertThat(one).isEqualTo(other).isNotEqualTo(fingerprint.of(Example.text("a")).low());
  }
}
