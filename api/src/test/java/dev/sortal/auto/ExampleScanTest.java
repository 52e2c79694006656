package dev.sortal.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import dev.sortal.text.HashedNgrams;
import dev.sortal.text.HashedSubwords;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleScanTest {
  private static AutoProfile profile(List<Example> examples) {
    ExampleScan scan = new ExampleScan();
    examples.forEach(scan::add);
    return scan.profile();
  }

  private static Example of(Map<String, ?> fields, int label) {
    return Example.of(fields).labelled("l" + label);
  }

  @Test
  void tells_texts_numbers_and_categories_apart() {
    ExampleScan scan = new ExampleScan();
    for (int i = 0; i < 200; i++) {
      Map<String, Object> fields =
          Map.of(
              "title",
              "a title of five words " + i,
              "name",
              "name" + i,
              "colour",
              i % 2 == 0 ? "red" : "light green",
              "text",
              "yes",
              "age",
              i);
      scan.add(of(fields, i % 3));
    }
    AutoProfile profile = scan.profile();
    assertThat(profile.rows()).isEqualTo(200);
    assertThat(profile.labels()).isEqualTo(3);
    // Names are all different, and a field called text is a text whatever it holds.
    assertThat(profile.texts())
        .extracting(AutoProfile.TextField::name)
        .containsExactly("name", "text", "title");
    assertThat(profile.categories()).containsExactly("colour");
    assertThat(profile.numbers()).containsExactly("age");
    assertThat(profile.images()).isEmpty();
  }

  @Test
  void takes_the_only_field_for_a_text() {
    AutoProfile profile =
        profile(List.of(of(Map.of("mood", "good"), 0), of(Map.of("mood", "bad"), 1)));
    assertThat(profile.texts()).hasSize(1);
    assertThat(profile.categories()).isEmpty();
  }

  @Test
  void measures_lengths_of_all_rows_however_many_there_are() {
    ExampleScan scan = new ExampleScan();
    for (int i = 0; i < 50_000; i++) {
      // The last tenth is long: a look at the first rows alone would not see it.
      scan.add(Example.text(i < 45_000 ? "a b c" : "a b c d e f g h").labelled("l" + i % 2));
    }
    assertThat(scan.profile().texts().get(0).length()).isEqualTo(8);
  }

  @Test
  void knows_scripts_without_spaces_which_have_no_pairs_with_gaps() {
    AutoProfile chinese =
        profile(List.of(Example.text("词汇 阅读ab").labelled("a"), Example.text("新闻").labelled("b")));
    assertThat(chinese.texts().get(0).unspaced()).isCloseTo(6 / 8.0, within(1e-9));
    assertThat(ngrams(chinese).gaps()).isFalse();
    AutoProfile english =
        profile(List.of(Example.text("to read").labelled("a"), Example.text("news").labelled("b")));
    assertThat(english.texts().get(0).unspaced()).isZero();
    assertThat(ngrams(english).gaps()).isTrue();
    assertThat(ngrams(english).constant()).isTrue();
  }

  private static HashedNgrams ngrams(AutoProfile profile) {
    return (HashedNgrams) AutoEncoders.of(profile, Mode.FAST).ngrams().get(0);
  }

  @Test
  void limits_tables_by_the_number_of_labels_and_lengths_at_400() {
    AutoProfile.TextField text = new AutoProfile.TextField("text", 0, 3000);
    AutoProfile few = new AutoProfile(100, 2, List.of(text), List.of(), List.of(), List.of());
    AutoProfile many = new AutoProfile(100, 1000, List.of(text), List.of(), List.of(), List.of());
    assertThat(ngrams(few).buckets()).isEqualTo(1 << 21);
    assertThat(ngrams(many).buckets()).isEqualTo(1 << 15);
    Encoder deep = AutoEncoders.of(few, Mode.STANDARD).deep().get(0);
    assertThat(((HashedSubwords) deep).words().maxLength()).isEqualTo(400);
    assertThat(AutoEncoders.of(few, Mode.FAST).deep()).isEmpty();
  }

  @Test
  void refuses_examples_without_fields_or_labels() {
    assertThatThrownBy(() -> profile(List.of(of(Map.of(), 0))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected fields of texts, numbers or images, got none in 1");
    assertThatThrownBy(() -> profile(List.of(Example.text("x"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no label");
  }
}
