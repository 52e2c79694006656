package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.spi.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TextAugmentationTest {
  private static final int ROWS = 400;
  private static final int WORDS = 25;
  private static final int UNKNOWN = 1;

  /** Rows of the words a, b, c and so on, which become the ids 2, 3, 4. */
  private static Encoder.Fitted fit(TextAugmentation augmentation) {
    Encoder.Fitting fitting = Words.standard().augment(augmentation).start();
    for (int i = 0; i < ROWS; i++) {
      fitting.add(text());
    }
    return fitting.finish();
  }

  private static Example text() {
    StringBuilder text = new StringBuilder();
    for (char word = 'a'; word < 'a' + WORDS; word++) {
      text.append(word).append(' ');
    }
    return Example.text(text.toString());
  }

  private static List<List<Integer>> read(EncodedColumn column, int pass, int[] rows) {
    EncodedColumn.Reader reader = column.reader(pass);
    List<List<Integer>> read = new ArrayList<>();
    for (int from = 0; from < rows.length; from += 7) {
      int to = Math.min(rows.length, from + 7);
      Column.Ids ids = (Column.Ids) reader.read(rows, from, to);
      for (int i = 0; i < to - from; i++) {
        List<Integer> row = new ArrayList<>();
        for (int at = ids.rowOffsets().get(i); at < ids.rowOffsets().get(i + 1); at++) {
          row.add(ids.ids().get(at));
        }
        read.add(row);
      }
    }
    return read;
  }

  private static List<List<Integer>> read(TextAugmentation augmentation, int pass) {
    return read(fit(augmentation).training(), pass, all());
  }

  private static int[] all() {
    return IntStream.range(0, ROWS).toArray();
  }

  private static final List<Integer> PLAIN = IntStream.range(2, 2 + WORDS).boxed().toList();

  @Test
  void masked_words_become_unknown_where_they_stand() {
    int masked = 0;
    for (List<Integer> row : read(TextAugmentation.none().mask(0.2), 1)) {
      assertThat(row).hasSize(WORDS);
      for (int i = 0; i < WORDS; i++) {
        assertThat(row.get(i)).isIn(UNKNOWN, PLAIN.get(i));
        masked += row.get(i) == UNKNOWN ? 1 : 0;
      }
    }
    // Five standard deviations of 10,000 draws.
    assertThat(masked / (double) (ROWS * WORDS)).isCloseTo(0.2, Offset.offset(0.02));
  }

  @Test
  void dropped_words_are_left_out_and_the_others_keep_their_order() {
    long left = 0;
    for (List<Integer> row : read(TextAugmentation.none().drop(0.3), 1)) {
      assertThat(row).isSubsetOf(PLAIN).isSorted().doesNotHaveDuplicates();
      left += row.size();
    }
    assertThat(left / (double) (ROWS * WORDS)).isCloseTo(0.7, Offset.offset(0.023));
  }

  @Test
  void of_a_text_one_word_stays() {
    List<List<Integer>> rows = read(TextAugmentation.none().drop(0.999), 1);
    assertThat(rows).allMatch(row -> !row.isEmpty());
    assertThat(rows).filteredOn(row -> row.size() == 1).hasSizeGreaterThan(350);
  }

  @Test
  void swapped_neighbours_move_by_one_place() {
    int swapped = 0;
    for (List<Integer> row : read(TextAugmentation.none().swap(0.1), 1)) {
      assertThat(row).containsExactlyInAnyOrderElementsOf(PLAIN);
      for (int i = 0; i < WORDS; i++) {
        assertThat(Math.abs(row.get(i) - PLAIN.get(i))).isLessThanOrEqualTo(1);
        swapped += row.get(i) > PLAIN.get(i) ? 1 : 0;
      }
    }
    // A pair is drawn at each place that the pair before leaves: p / (1 + p) of the places.
    assertThat(swapped / (double) (ROWS * (WORDS - 1))).isCloseTo(0.1 / 1.1, Offset.offset(0.015));
  }

  @Test
  void each_epoch_and_row_is_altered_in_its_own_way_whatever_the_batch() {
    TextAugmentation augmentation = TextAugmentation.none().mask(0.2).drop(0.1).swap(0.1);
    List<List<Integer>> first = read(augmentation, 1);
    assertThat(read(augmentation, 1)).isEqualTo(first);
    Set<List<Integer>> distinct = new HashSet<>(first);
    assertThat(distinct).hasSizeGreaterThan(ROWS - 10);
    assertThat(read(augmentation, 2)).isNotEqualTo(first);
    assertThat(read(augmentation.seed(7), 1)).isNotEqualTo(first);
    int[] reversed = IntStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray();
    List<List<Integer>> backwards = read(fit(augmentation).training(), 1, reversed);
    for (int i = 0; i < ROWS; i++) {
      assertThat(backwards.get(i)).isEqualTo(first.get(ROWS - 1 - i));
    }
  }

  @Test
  void other_examples_are_left_as_they_are_and_the_settings_are_kept() {
    TextAugmentation augmentation = TextAugmentation.none().mask(0.5);
    FittedEncoder encoder = fit(augmentation).encoder();
    FittedEncoder.ColumnBuilder builder = encoder.start();
    builder.add(text());
    assertThat(read(builder.finish(), 1, new int[1])).containsExactly(PLAIN);
    FittedTextEncoder again = FittedTextEncoder.read(encoder.settings(), encoder.vocabulary());
    assertThat(again.settings()).isEqualTo(encoder.settings());
    assertThat(encoder.settings().path("augmentation").path("mask").asDouble()).isEqualTo(0.5);
  }

  @Test
  void empty_texts_stay_empty() {
    Encoder.Fitting fitting =
        Words.standard().augment(TextAugmentation.none().drop(0.5).swap(0.5)).start();
    fitting.add(Example.text("a b"));
    fitting.add(Example.text(""));
    assertThat(read(fitting.finish().training(), 1, new int[] {1})).containsExactly(List.of());
  }

  @Test
  void names_what_is_out_of_range() {
    assertRefused(() -> TextAugmentation.none().mask(1), "mask must be in [0, 1), got 1.0");
    assertRefused(() -> TextAugmentation.none().drop(-0.1), "drop must be in [0, 1), got -0.1");
    assertRefused(() -> TextAugmentation.none().swap(1.5), "swap must be in [0, 1], got 1.5");
    assertRefused(() -> TextAugmentation.none().mask(0.5).drop(0.5), "below 1, got 1.0");
    TextEncoder known = Words.standard().withoutUnknown();
    assertRefused(
        () -> known.augment(TextAugmentation.none().mask(0.1)), "withUnknown()", "drop(0.1)");
  }

  @Test
  void bags_of_ngrams_cannot_be_altered() {
    TextEncoder altered = Words.standard().augment(TextAugmentation.none().swap(0.1));
    assertRefused(() -> HashedSubwords.of(altered), "single words", "swap=0.1");
    assertRefused(() -> HashedNgrams.of(altered), "single words", "without augment(..)");
  }

  private static void assertRefused(Runnable call, String... parts) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }
}
