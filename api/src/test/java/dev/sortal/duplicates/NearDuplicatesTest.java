package dev.sortal.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.CleaningStep;
import dev.sortal.data.Example;
import dev.sortal.keys.Spill;
import dev.sortal.tensor.SplitMix64;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearDuplicatesTest {
  private static List<String> kept(CleaningStep step, Example... examples) {
    try (CleaningStep.Pass pass = step.begin()) {
      return Arrays.stream(examples)
          .filter(example -> pass.apply(example) != null)
          .map(Example::text)
          .toList();
    }
  }

  private static Example of(String text) {
    return Example.text(text).labelled("x");
  }

  /** The similarity as its definition says. */
  private static double jaccard(Set<String> one, Set<String> other) {
    long common = one.stream().filter(other::contains).count();
    return common / (double) (one.size() + other.size() - common);
  }

  private static Set<String> pairs(String text) {
    String[] words = text.split(" ", -1);
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i + 1 < words.length; i++) {
      pairs.add(words[i] + " " + words[i + 1]);
    }
    return pairs;
  }

  /** Families of texts, whose members differ by zero to five words. */
  private static List<String> families(int count, SplitMix64 random) {
    List<String> texts = new ArrayList<>();
    for (int family = 0; family < count; family++) {
      String[] words = new String[12 + random.below(20)];
      Arrays.setAll(words, i -> "w" + random.below(500));
      for (int member = 0; member < 4; member++) {
        String[] changed = words.clone();
        for (int i = random.below(6); i > 0; i--) {
          changed[random.below(changed.length)] = "w" + random.below(500);
        }
        texts.add(String.join(" ", changed));
      }
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.6, 0.7, 0.8, 0.9, 1})
  void drops_what_a_comparison_of_all_pairs_drops(double threshold) {
    List<String> texts = families(250, new SplitMix64(7));
    List<String> expected = new ArrayList<>();
    List<Set<String>> before = new ArrayList<>();
    for (String text : texts) {
      Set<String> pairs = pairs(text);
      if (before.stream().noneMatch(other -> jaccard(other, pairs) >= threshold)) {
        before.add(pairs);
        expected.add(text);
      }
    }
    assertThat(expected).hasSizeBetween(300, 999);
    List<String> kept =
        kept(
            NearDuplicates.atLeast(threshold),
            texts.stream().map(NearDuplicatesTest::of).toArray(Example[]::new));
    assertThat(kept).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99, 1})
  void a_pair_at_the_threshold_is_missed_once_in_a_thousand_at_most(double threshold) {
    Bands bands = new Bands(threshold, 1);
    assertThat(Bands.missed(threshold, bands.rows())).isLessThanOrEqualTo(1e-3);
    assertThat(bands.count() * bands.rows()).isBetween(64, 128);
  }

  /** Sets of 60 of which 40 are common: similarity 1/2, so (1/2)^3 for bands of three. */
  @Test
  void sets_share_bands_as_often_as_their_similarity_says() {
    int shared = 0;
    int all = 0;
    for (int seed = 0; seed < 300; seed++) {
      Bands one = new Bands(0.6, seed);
      Bands other = new Bands(0.6, seed);
      one.read(numbers(0, 60));
      other.read(numbers(20, 80));
      for (int band = 0; band < one.count(); band++) {
        shared += one.high(band) == other.high(band) && one.low(band) == other.low(band) ? 1 : 0;
        all++;
      }
      assertThat(one.rows()).isEqualTo(3);
    }
    assertThat(shared / (double) all).isBetween(0.115, 0.135);
  }

  private static Shingles numbers(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i).append(' ');
    }
    Shingles shingles = new Shingles(1);
    shingles.read(Example.text(text.toString()));
    return shingles;
  }

  @Test
  void case_and_punctuation_make_no_difference_and_the_order_of_words_does() {
    assertThat(
            kept(
                NearDuplicates.atLeast(1),
                of("Is my card lost?"),
                of("is my card lost"),
                of("lost is my card")))
        .containsExactly("Is my card lost?", "lost is my card");
    assertThat(kept(NearDuplicates.atLeast(1).run(1), of("is my card lost"), of("lost is my card")))
        .containsExactly("is my card lost");
  }

  @Test
  void characters_are_the_words_of_chinese() {
    assertThat(
            kept(
                NearDuplicates.atLeast(0.7),
                of("词汇阅读是关键考研英语复习"),
                of("词汇阅读是关键考研英语备考"),
                of("中国人民公安大学硕士研究生")))
        .containsExactly("词汇阅读是关键考研英语复习", "中国人民公安大学硕士研究生");
  }

  @Test
  void other_labels_other_fields_and_texts_without_words_stay() {
    CleaningStep step = NearDuplicates.atLeast(0.5);
    assertThat(
            kept(
                step,
                of("what a good day"),
                Example.text("what a good day").labelled("y"),
                of("!!!"),
                of("!!!"),
                of("")))
        .hasSize(5);
    Example five = Example.of(Map.of("text", "good", "price", 5)).labelled("x");
    assertThat(kept(step, five, five.with("price", 6), five)).hasSize(2);
  }

  @Test
  void goes_on_in_files_that_are_gone_in_the_end(@TempDir Path folder) throws IOException {
    List<String> texts = families(2000, new SplitMix64(3));
    Example[] examples = texts.stream().map(NearDuplicatesTest::of).toArray(Example[]::new);
    NearDuplicates inMemory = NearDuplicates.atLeast(0.8);
    NearDuplicates inFiles = inMemory.spill(Spill.standard().memory(2 << 20).folder(folder));
    assertThat(kept(inFiles, examples)).isEqualTo(kept(inMemory, examples));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
    Path absent = folder.resolve("absent");
    assertThatThrownBy(
            () -> kept(inMemory.spill(Spill.standard().memory(2 << 20).folder(absent)), examples))
        .hasMessageContaining("absent");
  }

  @Test
  void refuses_settings_out_of_range() {
    assertThatThrownBy(() -> NearDuplicates.atLeast(0.4))
        .hasMessage("The similarity must be in [0.5, 1], got 0.4.");
    assertThatThrownBy(() -> NearDuplicates.atLeast(90)).hasMessageContaining("got 90.0");
    assertThatThrownBy(() -> NearDuplicates.atLeast(0.9).run(0))
        .hasMessage("A run must hold at least 1 token, got 0.");
  }
}
