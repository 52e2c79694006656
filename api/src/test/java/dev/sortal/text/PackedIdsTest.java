package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.data.BagColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.spec.Input;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PackedIdsTest {
  private static final List<String> TEXTS =
      List.of("a good plot", "such a bad night", "good night");
  private static final HashedNgrams NGRAMS = HashedNgrams.of(Words.standard()).tfIdf();
  private static final HashedSubwords SUBWORDS =
      HashedSubwords.of(Words.standard().maxLength(5)).buckets(1 << 12);

  private static Encoder.Fitted fit(Encoder encoder, List<String> texts) {
    Encoder.Fitting fitting = encoder.start();
    texts.forEach(text -> fitting.add(Example.text(text)));
    return fitting.finish();
  }

  private static BagColumn encode(FittedEncoder encoder, String text) {
    FittedEncoder.ColumnBuilder builder = encoder.start();
    builder.add(Example.text(text));
    return (BagColumn) builder.finish();
  }

  private static int vocabulary(FittedEncoder encoder) {
    return ((Input.Bags) encoder.input()).vocabulary();
  }

  @Test
  void number_the_buckets_that_were_met_in_their_order_and_change_no_weight() {
    BagColumn plain = (BagColumn) fit(NGRAMS, TEXTS).training();
    Encoder.Fitted fitted = fit(NGRAMS.withPackedIds(), TEXTS);
    BagColumn packed = (BagColumn) fitted.training();
    TreeSet<Integer> met = new TreeSet<>();
    for (int row = 0; row < 3; row++) {
      for (int i = 0; i < plain.length(row); i++) {
        met.add(plain.id(row, 0, i));
      }
    }
    assertThat(vocabulary(fitted.encoder())).isEqualTo(met.size());
    for (int row = 0; row < 3; row++) {
      assertThat(packed.length(row)).isEqualTo(plain.length(row));
      for (int i = 0; i < plain.length(row); i++) {
        assertThat(packed.id(row, 0, i)).isEqualTo(met.headSet(plain.id(row, 0, i)).size());
        assertThat(packed.weight(row, 0, i)).isEqualTo(plain.weight(row, 0, i));
      }
    }
    BagColumn again = encode(fitted.encoder(), TEXTS.get(1));
    assertThat(again.length(0)).isEqualTo(packed.length(1));
    assertThat(again.id(0, 0, 3)).isEqualTo(packed.id(1, 0, 3));
  }

  @Test
  void a_constant_is_the_last_id_of_every_bag() {
    for (HashedNgrams encoder : List.of(NGRAMS, NGRAMS.withPackedIds())) {
      FittedEncoder fitted = fit(encoder.withConstant(), TEXTS).encoder();
      for (String text : List.of("", "never seen", "good")) {
        BagColumn bag = encode(fitted, text);
        int last = bag.length(0) - 1;
        assertThat(bag.id(0, 0, last)).isEqualTo(vocabulary(fitted) - 1);
        assertThat(bag.weight(0, 0, last)).isEqualTo(1);
      }
      assertThat(encode(fitted, "").length(0)).isEqualTo(1);
    }
  }

  @Test
  void n_grams_of_a_word_weigh_one_together_when_averaged() {
    FittedEncoder fitted = fit(SUBWORDS.withAveragedNgrams().withPackedIds(), TEXTS).encoder();
    BagColumn bags = encode(fitted, "good goods a");
    int words = fitted.vocabulary().size();
    for (int bag = 0; bag < 2; bag++) {
      double sum = 0;
      for (int i = 0; i < bags.length(0, bag); i++) {
        boolean isWord = bags.id(0, bag, i) < words;
        assertThat(isWord).isEqualTo(bag == 0 && i == 0);
        sum += isWord ? 0 : bags.weight(0, bag, i);
        assertThat(bags.id(0, bag, i)).isLessThan(vocabulary(fitted));
      }
      assertThat(sum).isBetween(0.999, 1.001);
    }
    assertThat(bags.length(0, 2)).isEqualTo(1);
  }

  @Test
  void origins_follow_what_was_met_when_encoders_grow() {
    for (Encoder encoder :
        List.of(NGRAMS.withPackedIds().withConstant(), SUBWORDS.withPackedIds())) {
      FittedEncoder known = fit(encoder, TEXTS).encoder();
      FittedEncoder grown = fit(known.growing(), List.of("a new plot", "good zebra")).encoder();
      int[] origins = known.origins(grown);
      assertThat(origins).hasSize(vocabulary(grown));
      BagColumn before = encode(known, "a good plot");
      BagColumn after = encode(grown, "a good plot");
      for (int bag = 0; bag < before.bags(0); bag++) {
        int same = 0;
        for (int i = 0; i < after.length(0, bag); i++) {
          int origin = origins[after.id(0, bag, i)];
          if (origin >= 0) {
            assertThat(before.id(0, bag, same++)).isEqualTo(origin);
          }
        }
        assertThat(same).isEqualTo(before.length(0, bag));
      }
    }
  }

  @Test
  void settings_and_counts_bring_them_back() {
    FittedEncoder fitted = fit(NGRAMS.withPackedIds().withConstant(), TEXTS).encoder();
    FittedEncoder read = FittedHashedNgrams.read(fitted.settings(), fitted.files());
    assertThat(read.input()).isEqualTo(fitted.input());
    assertThat(read.settings()).isEqualTo(fitted.settings());
    FittedEncoder words = fit(SUBWORDS.withAveragedNgrams().withPackedIds(), TEXTS).encoder();
    FittedEncoder again =
        FittedHashedSubwords.read(words.settings(), words.vocabulary(), words.files());
    assertThat(again.input()).isEqualTo(words.input());
    assertThat(again.settings()).isEqualTo(words.settings());
  }
}
