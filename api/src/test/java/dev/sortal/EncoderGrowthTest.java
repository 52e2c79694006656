package dev.sortal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.features.Feature;
import dev.sortal.features.Features;
import dev.sortal.spec.Input;
import dev.sortal.spi.Column;
import dev.sortal.text.HashedNgrams;
import dev.sortal.text.HashedSubwords;
import dev.sortal.text.KerasWords;
import dev.sortal.text.TextEncoder;
import dev.sortal.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What encoders were fitted with, and how they learn on. */
class EncoderGrowthTest {
  static List<Arguments> encoders() {
    return StoredRowsTest.encoders();
  }

  private static Encoder.Fitted fit(Encoder encoder, List<Example> examples) {
    Encoder.Fitting fitting = encoder.start();
    examples.forEach(fitting::add);
    return fitting.finish();
  }

  private static FittedEncoder fit(Encoder encoder, String... texts) {
    return fit(encoder, List.of(texts).stream().map(Example::text).toList()).encoder();
  }

  private static void requireSame(FittedEncoder one, FittedEncoder other) {
    assertThat(one.settings()).isEqualTo(other.settings());
    assertThat(one.vocabulary()).isEqualTo(other.vocabulary());
    assertThat(one.files().keySet()).isEqualTo(other.files().keySet());
    one.files().forEach((name, file) -> assertThat(file).isEqualTo(other.files().get(name)));
    assertThat(one.input()).isEqualTo(other.input());
  }

  private static List<Integer> ids(FittedEncoder encoder, Example example) {
    FittedEncoder.ColumnBuilder rows = encoder.start();
    rows.add(example);
    List<Integer> ids = new ArrayList<>();
    Column column = rows.read();
    if (column instanceof Column.Ids plain) {
      for (int i = 0; i < plain.rowOffsets().get(1); i++) {
        ids.add(plain.ids().get(i));
      }
    } else if (column instanceof Column.Bags bags) {
      for (int i = 0; i < bags.bagOffsets().get(bags.rowOffsets().get(1)); i++) {
        ids.add(bags.ids().get(i));
      }
    }
    return ids;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoders")
  void settings_come_back_from_a_fitted_encoder(
      String name, Encoder encoder, List<Example> examples) {
    FittedEncoder fitted = fit(encoder, examples).encoder();

    assertThat(fitted.unfitted()).isEqualTo(encoder);
    requireSame(fit(fitted.unfitted(), examples).encoder(), fitted);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoders")
  void nothing_changes_for_what_is_known(String name, Encoder encoder, List<Example> examples) {
    FittedEncoder fitted = fit(encoder, examples).encoder();

    requireSame(fit(fitted.growing(), examples.subList(0, 20)).encoder(), fitted);
    requireSame(fit(fitted.fixed(), examples).encoder(), fitted);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("encoders")
  void known_ids_keep_their_meaning(String name, Encoder encoder, List<Example> examples) {
    int half = examples.size() / 10;
    FittedEncoder known = fit(encoder, examples.subList(0, half)).encoder();
    FittedEncoder grown = fit(known.growing(), examples.subList(half, examples.size())).encoder();
    int[] origins = known.origins(grown);

    assertThat(origins).hasSize(grown.input() instanceof Input.Values ? 0 : ids(grown));
    List<Integer> kept = Arrays.stream(origins).filter(id -> id >= 0).boxed().toList();
    assertThat(kept).doesNotHaveDuplicates().hasSize(origins.length == 0 ? 0 : ids(known));
    long firstWord = known.vocabulary().stream().filter(entry -> entry.startsWith("<")).count();
    for (Example example : examples.subList(0, half)) {
      List<Integer> before = ids(known, example).stream().filter(id -> id >= firstWord).toList();
      List<Integer> after =
          ids(grown, example).stream()
              .map(id -> origins[id])
              .filter(id -> id >= firstWord)
              .toList();
      // Where unknown words take no place, a word that is known now can push others out.
      int pushedOut = before.size() - after.size();
      switch (name) {
        case "dropping" -> assertThat(after).isEqualTo(before.subList(0, after.size()));
        case "keras" -> assertThat(after).isEqualTo(before.subList(pushedOut, before.size()));
        default -> assertThat(after).isEqualTo(before);
      }
    }
  }

  private static int ids(FittedEncoder encoder) {
    return encoder.input() instanceof Input.Tokens tokens
        ? tokens.vocabulary()
        : ((Input.Bags) encoder.input()).vocabulary();
  }

  @Test
  void new_words_follow_the_known_ones_by_count_and_first_appearance() {
    FittedEncoder known = fit(Words.standard(), "b a a");
    FittedEncoder grown = fit(known.growing(), "z y c", "y a x", "y c");

    assertThat(known.vocabulary()).containsExactly("<padding>", "<unknown>", "a", "b");
    assertThat(grown.vocabulary())
        .containsExactly("<padding>", "<unknown>", "a", "b", "y", "c", "z", "x");
  }

  @Test
  void new_words_must_be_frequent_enough_and_find_room() {
    TextEncoder encoder = Words.standard().minCount(2).maxSize(5);
    FittedEncoder known = fit(encoder, "a a b b");
    FittedEncoder grown = fit(known.growing(), "c d d d e e");

    assertThat(known.vocabulary()).hasSize(4);
    assertThat(grown.vocabulary()).containsExactly("<padding>", "<unknown>", "a", "b", "d");
  }

  @Test
  void a_vocabulary_grows_without_an_id_for_unknown_words() {
    FittedEncoder known = fit(KerasWords.standard(), "a a b");
    FittedEncoder grown = fit(known.growing(), "c b");

    assertThat(grown.vocabulary()).containsExactly("<padding>", "a", "b", "c");
    assertThat(ids(grown, Example.text("c a x b"))).containsExactly(3, 1, 2);
  }

  @Test
  void nothing_new_is_no_error() {
    FittedEncoder known = fit(Words.standard(), "a b");

    assertThat(fit(known.growing(), "", "a").vocabulary()).isEqualTo(known.vocabulary());
  }

  @Test
  void weights_of_known_n_grams_stay_as_they_are() {
    FittedEncoder known = fit(HashedNgrams.of(Words.standard()).tfIdf(), "a b", "a c", "d e");
    FittedEncoder grown = fit(known.growing(), "a b", "x y", "x a", "b");

    assertThat(weights(grown, "a b")).isEqualTo(weights(known, "a b"));
    assertThat(ids(known, Example.text("x y"))).isEmpty();
    assertThat(ids(grown, Example.text("x y"))).hasSize(3);
  }

  private static List<Float> weights(FittedEncoder encoder, String text) {
    FittedEncoder.ColumnBuilder rows = encoder.start();
    rows.add(Example.text(text));
    Column.Bags bags = (Column.Bags) rows.read();
    List<Float> weights = new ArrayList<>();
    for (int i = 0; i < bags.bagOffsets().get(bags.rowOffsets().get(1)); i++) {
      weights.add(bags.weights().get(i));
    }
    return weights;
  }

  @Test
  void buckets_of_subwords_stay_behind_the_words() {
    FittedEncoder known = fit(HashedSubwords.of(Words.standard()).buckets(100), "abc");
    FittedEncoder grown = fit(known.growing(), "xyz");
    int[] origins = known.origins(grown);

    assertThat(grown.vocabulary()).containsExactly("<padding>", "<unknown>", "abc", "xyz");
    assertThat(origins).hasSize(104);
    assertThat(origins[2]).isEqualTo(2);
    assertThat(origins[3]).isEqualTo(-1);
    assertThat(origins[4]).isEqualTo(3);
    assertThat(origins[103]).isEqualTo(102);
    assertThat(ids(grown, Example.text("abc")).stream().map(id -> origins[id]).toList())
        .isEqualTo(ids(known, Example.text("abc")));
  }

  @Test
  void categories_and_scales_stay_as_they_are() {
    Features features = Features.of(Feature.number("age"), Feature.category("city"));
    FittedEncoder known = fit(features, List.of(person(20, "Bern"), person(40, "Rome"))).encoder();
    FittedEncoder grown = fit(known.growing(), List.of(person(900, "Oslo"))).encoder();

    requireSame(grown, known);
  }

  private static Example person(int age, String city) {
    return Example.of(Map.of("age", (double) age, "city", city));
  }
}
