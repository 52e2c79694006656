package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.BagColumn;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.spec.Input;
import dev.sortal.spec.Side;
import dev.sortal.spi.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashedSubwordsTest {
  private static final HashedSubwords STANDARD = HashedSubwords.of(Words.standard().maxLength(4));

  private static Encoder.Fitted fit(HashedSubwords encoder, String... texts) {
    Encoder.Fitting fitting = encoder.start();
    for (String text : texts) {
      fitting.add(Example.text(text));
    }
    return fitting.finish();
  }

  private static BagColumn encode(FittedEncoder encoder, String... texts) {
    FittedEncoder.ColumnBuilder builder = encoder.start();
    for (String text : texts) {
      builder.add(Example.text(text));
    }
    return (BagColumn) builder.finish();
  }

  private static List<Integer> bag(EncodedColumn column, int row, int bag) {
    BagColumn bags = (BagColumn) column;
    IntStream.range(0, bags.length(row, bag))
        .forEach(i -> assertThat(bags.weight(row, bag, i)).isEqualTo(1));
    return IntStream.range(0, bags.length(row, bag)).mapToObj(i -> bags.id(row, bag, i)).toList();
  }

  /** The word's own id, if it has one, and the buckets of its characters after all words. */
  private static List<Integer> expected(int id, String word, int vocabulary) {
    List<Integer> ids = new ArrayList<>();
    if (id > 0) {
      ids.add(id);
    }
    IdList buckets = new IdList();
    char[] chars = word.toCharArray();
    new NgramHashes(1 << 18).characters(chars, 0, chars.length, 2, 5, buckets);
    IntStream.range(0, buckets.count()).forEach(i -> ids.add(vocabulary + buckets.get(i)));
    return ids;
  }

  @Test
  void give_a_bag_a_word_of_its_own_id_and_its_n_grams() {
    Encoder.Fitted fitted = fit(STANDARD, "good plot good", "x");
    assertThat(fitted.encoder().vocabulary())
        .containsExactly("<padding>", "<unknown>", "good", "plot", "x");
    assertThat(fitted.encoder().input()).isEqualTo(new Input.Bags("text", 5 + (1 << 18), 4));
    BagColumn training = (BagColumn) fitted.training();
    assertThat(training.bags(0)).isEqualTo(3);
    assertThat(bag(training, 0, 0)).isEqualTo(expected(2, "good", 5)).hasSize(1 + 14);
    assertThat(bag(training, 0, 1)).isEqualTo(expected(3, "plot", 5));
    assertThat(bag(training, 0, 2)).isEqualTo(expected(2, "good", 5));
    assertThat(bag(training, 1, 0)).containsExactly(4);
    BagColumn again = encode(fitted.encoder(), "good plot good", "x");
    for (int i = 0; i < 3; i++) {
      assertThat(bag(again, 0, i)).isEqualTo(bag(training, 0, i));
    }
  }

  @Test
  void know_an_unseen_word_by_the_n_grams_that_occurred_in_training() {
    FittedEncoder encoder = fit(STANDARD, "wonderful").encoder();
    List<Integer> bag = bag(encode(encoder, "wonderfull"), 0, 0);
    List<Integer> seen = expected(0, "wonderful", 3);
    List<Integer> all = expected(0, "wonderfull", 3);
    assertThat(bag).isEqualTo(all.stream().filter(seen::contains).toList());
    assertThat(bag).hasSizeBetween(20, all.size() - 1);
  }

  @Test
  void keep_the_place_of_a_word_of_which_nothing_is_known() {
    Encoder.Fitted fitted = fit(STANDARD, "good plot");
    FittedEncoder.ColumnBuilder builder = fitted.encoder().start();
    assertThat(builder.add(Example.text("XQZ good")))
        .isEqualTo(new FittedEncoder.Note(2, 1, 0, true));
    assertThat(builder.add(Example.text("XQZ"))).isEqualTo(new FittedEncoder.Note(1, 1, 0, false));
    assertThat(builder.add(Example.text(""))).isEqualTo(new FittedEncoder.Note(0, 0, 0, false));
    BagColumn column = (BagColumn) builder.finish();
    assertThat(bag(column, 0, 0)).isEmpty();
    assertThat(bag(column, 0, 1)).isEqualTo(expected(2, "good", 4));
    assertThat(column.bags(1)).isEqualTo(1);
    assertThat(column.bags(2)).isZero();
  }

  @Test
  void are_cut_on_the_side_that_the_encoder_of_words_says() {
    String text = "aa bb cc dd ee ff";
    BagColumn end = (BagColumn) fit(STANDARD, text).training();
    assertThat(end.bags(0)).isEqualTo(4);
    assertThat(bag(end, 0, 0)).isEqualTo(expected(2, "aa", 8));
    HashedSubwords keepingTheEnd =
        HashedSubwords.of(Words.standard().maxLength(4).truncation(Side.PRE));
    Encoder.Fitted fitted = fit(keepingTheEnd, text);
    BagColumn start = (BagColumn) fitted.training();
    assertThat(bag(start, 0, 0)).isEqualTo(expected(4, "cc", 8));
    assertThat(bag(encode(fitted.encoder(), text), 0, 3)).isEqualTo(expected(7, "ff", 8));
    FittedEncoder.ColumnBuilder builder = fitted.encoder().start();
    assertThat(builder.add(Example.text(text))).isEqualTo(new FittedEncoder.Note(6, 0, 2, true));
  }

  @Test
  void give_rare_words_no_id_of_their_own_but_n_grams() {
    Encoder.Fitted fitted = fit(HashedSubwords.of(Words.standard().minCount(2)), "good good rare");
    assertThat(fitted.encoder().vocabulary()).containsExactly("<padding>", "<unknown>", "good");
    assertThat(bag(fitted.training(), 0, 2)).isEqualTo(expected(0, "rare", 3));
  }

  @Test
  void encode_without_garbage() {
    FittedEncoder.ColumnBuilder builder =
        fit(STANDARD, "a good plot never lets go").encoder().start();
    Example example = Example.text("a godo plott nevr");
    for (int i = 0; i < 200; i++) {
      builder.add(example);
      builder.read();
    }
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      builder.add(example);
      Column column = builder.read();
      assertColumn(column);
    }
    // A note and a batch each, nothing for a token or an n-gram.
    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 1000).isLessThan(250);
  }

  private static void assertColumn(Column column) {
    if (!(column instanceof Column.Bags)) {
      throw new AssertionError(column);
    }
  }

  @Test
  void refuse_what_makes_no_sense() {
    assertThatThrownBy(() -> HashedSubwords.of(KerasWords.standard()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Rows of bags are padded at the end: expected padding(POST), got padding(PRE).");
    assertThatThrownBy(() -> STANDARD.characters(4, 3))
        .hasMessage("n-grams of characters: expected 1 <= shortest <= longest <= 32, got 4 to 3.");
    assertThatThrownBy(() -> STANDARD.buckets(-1))
        .hasMessage("buckets must be from 1 to 16777216, got -1.");
  }
}
