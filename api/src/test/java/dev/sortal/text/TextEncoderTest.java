package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.data.IdColumn;
import dev.sortal.error.DataException;
import dev.sortal.spec.Input;
import dev.sortal.spec.Side;
import dev.sortal.spi.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
  private static Encoder.Fitted fit(TextEncoder encoder, String... texts) {
    Encoder.Fitting fitting = encoder.start();
    for (String text : texts) {
      fitting.add(Example.text(text));
    }
    return fitting.finish();
  }

  static List<Integer> row(EncodedColumn column, int row) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < column.positions().applyAsInt(row); i++) {
      ids.add(((IdColumn) column).id(row, i));
    }
    return ids;
  }

  static List<Integer> encode(FittedEncoder encoder, String text) {
    FittedEncoder.ColumnBuilder builder = encoder.start();
    builder.add(Example.text(text));
    return row(builder.finish(), 0);
  }

  @Test
  void numbers_words_by_falling_count_then_first_appearance() {
    Encoder.Fitted fitted = fit(Words.standard(), "b a a", "c b d");
    assertThat(fitted.encoder().vocabulary())
        .containsExactly("<padding>", "<unknown>", "b", "a", "c", "d");
    assertThat(row(fitted.training(), 0)).containsExactly(2, 3, 3);
    assertThat(row(fitted.training(), 1)).containsExactly(4, 2, 5);
    assertThat(fitted.encoder().input()).isEqualTo(new Input.Tokens("text", 6, 100, Side.POST));
  }

  @Test
  void gives_rare_and_unseen_words_the_unknown_id() {
    Encoder.Fitted fitted = fit(Words.standard().minCount(2), "a a b");
    assertThat(row(fitted.training(), 0)).containsExactly(2, 2, 1);
    assertThat(encode(fitted.encoder(), "a z")).containsExactly(2, 1);
  }

  @Test
  void keeps_the_most_frequent_words_up_to_the_size() {
    Encoder.Fitted fitted = fit(Words.standard().maxSize(3), "a b b");
    assertThat(fitted.encoder().vocabulary()).containsExactly("<padding>", "<unknown>", "b");
  }

  @Test
  void numbers_keras_words_from_1_and_drops_unknown_ones() {
    Encoder.Fitted fitted = fit(KerasWords.standard().maxSize(3), "a b b c c c");
    assertThat(fitted.encoder().vocabulary()).containsExactly("<padding>", "c", "b");
    assertThat(encode(fitted.encoder(), "a c x b")).containsExactly(1, 2);
  }

  @Test
  void cuts_on_the_chosen_side_after_dropping() {
    Encoder.Fitted post = fit(Words.standard().maxLength(2), "a b c");
    assertThat(row(post.training(), 0)).containsExactly(2, 3);
    Encoder.Fitted pre = fit(KerasWords.standard().maxLength(2), "a b c");
    assertThat(row(pre.training(), 0)).containsExactly(2, 3);
    assertThat(encode(pre.encoder(), "a x b x c x")).containsExactly(2, 3);
  }

  @Test
  void notes_tokens_unknown_ones_and_what_was_cut() {
    FittedEncoder encoder = fit(Words.standard().maxLength(3), "a b c").encoder();
    assertThat(encoder.start().add(Example.text("a z b c c")))
        .isEqualTo(new FittedEncoder.Note(5, 1, 2, true));
    assertThat(encoder.start().add(Example.text("")))
        .isEqualTo(new FittedEncoder.Note(0, 0, 0, false));
  }

  @Test
  void refuses_training_texts_without_words() {
    assertThatThrownBy(() -> fit(Words.standard(), "", "..."))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "There is nothing to learn a vocabulary from: expected words in the 2 training texts,"
                + " got none. Check that it is the text column, or choose another tokenizer.");
    assertThatThrownBy(() -> fit(Words.standard()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "There is nothing to learn a vocabulary from: expected training texts, got none. Check"
                + " that the training part has rows.");
    assertThatThrownBy(() -> fit(Words.standard().minCount(5), "a b"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "No word is frequent enough to be learned: expected words that occur at least 5 times"
                + " (minCount), got at most 1 times in 1 training texts. Choose a lower minCount.");
  }

  @Test
  void refuses_settings_out_of_range() {
    assertThatThrownBy(() -> Words.standard().maxLength(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxLength must be at least 1, got 0.");
    assertThatThrownBy(() -> Words.standard().minCount(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minCount must be at least 1, got 0.");
    assertThatThrownBy(() -> Words.standard().maxSize(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxSize must be at least 3 (padding, unknown, one word), got 2.");
    assertThatThrownBy(() -> KerasWords.standard().maxSize(1))
        .hasMessage("maxSize must be at least 2 (padding, one word), got 1.");
    assertThatThrownBy(() -> KerasWords.standard().maxSize(2).withUnknown())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxSize must be at least 3");
  }

  @Provide
  Arbitrary<TextEncoder> encoders() {
    Arbitrary<Tokenizer> tokenizers =
        Arbitraries.of(
            new Words(false),
            new Words(true),
            new Words(false, Bigrams.INSTEAD),
            new Words(true, Bigrams.BESIDE),
            new KerasWords(),
            new Characters(false),
            new Characters(true));
    Arbitrary<Side> sides = Arbitraries.of(Side.class);
    return Combinators.combine(
            Arbitraries.just(Example.TEXT),
            tokenizers,
            Arbitraries.integers().between(1, 8),
            sides,
            sides,
            Arbitraries.integers().between(1, 2),
            Arbitraries.integers().between(3, 20),
            Arbitraries.of(true, false))
        .as(
            (field, tokenizer, maxLength, padding, truncation, minCount, maxSize, unknown) ->
                new TextEncoder(
                    field,
                    tokenizer,
                    maxLength,
                    padding,
                    truncation,
                    minCount,
                    maxSize,
                    unknown,
                    Normalization.none(),
                    TextAugmentation.none()));
  }

  /** Texts of characters that are hard on tokenizers, half surrogates among them. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(AwkwardText.PIECES)
        .list()
        .ofMaxSize(15)
        .map(list -> String.join("", list));
  }

  @Property(tries = 500)
  void gives_the_same_ids_in_training_afterwards_and_when_made_again(
      @ForAll("encoders") TextEncoder encoder,
      @ForAll @Size(min = 1, max = 6) List<@From("texts") String> texts,
      @ForAll("texts") String unseen) {
    List<String> all = new ArrayList<>(texts);
    all.add("a a b");
    Encoder.Fitted fitted = fit(encoder, all.toArray(String[]::new));
    FittedEncoder again =
        FittedTextEncoder.read(fitted.encoder().settings(), fitted.encoder().vocabulary());
    for (int i = 0; i < all.size(); i++) {
      assertThat(encode(fitted.encoder(), all.get(i))).isEqualTo(row(fitted.training(), i));
      assertThat(encode(again, all.get(i))).isEqualTo(row(fitted.training(), i));
    }
    assertThat(encode(again, unseen)).isEqualTo(encode(fitted.encoder(), unseen));
    assertThat(again.settings()).isEqualTo(fitted.encoder().settings());
    assertThat(again.vocabulary()).isEqualTo(fitted.encoder().vocabulary());
    assertThat(again.input()).isEqualTo(fitted.encoder().input());
  }

  @Property(tries = 500)
  void notes_what_its_rows_hold(
      @ForAll("encoders") TextEncoder encoder,
      @ForAll("texts") String training,
      @ForAll("texts") String text) {
    FittedEncoder fitted = fit(encoder, training, "a a b").encoder();
    FittedEncoder.ColumnBuilder builder = fitted.start();
    FittedEncoder.Note note = builder.add(Example.text(text));
    List<Integer> row = row(builder.finish(), 0);
    assertThat(row).allMatch(id -> id >= 1 && id < fitted.vocabulary().size());
    assertThat(row).hasSizeLessThanOrEqualTo(encoder.maxLength());
    assertThat(note.tokens()).isEqualTo(TokenizerTest.tokens(encoder.tokenizer(), text).size());
    int dropped = encoder.unknown() ? 0 : note.unknown();
    assertThat(row).hasSize(note.tokens() - dropped - note.cut());
    assertThat(note.cut()).isEqualTo(Math.max(0, note.tokens() - dropped - encoder.maxLength()));
  }

  @Test
  void encodes_in_many_threads_at_once() {
    FittedEncoder encoder = fit(Words.standard(), "a b c d e f g").encoder();
    List<List<Integer>> rows =
        IntStream.range(0, 2000)
            .parallel()
            .mapToObj(i -> encode(encoder, i % 2 == 0 ? "a c e z" : "g f"))
            .toList();
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i)).isEqualTo(i % 2 == 0 ? List.of(2, 4, 6, 1) : List.of(8, 7));
    }
  }

  @Test
  void reads_a_batch_from_reused_buffers() {
    FittedEncoder encoder = fit(Words.standard(), "a b c").encoder();
    FittedEncoder.ColumnBuilder builder = encoder.start();
    builder.add(Example.text("a b"));
    builder.add(Example.text(""));
    builder.add(Example.text("c"));
    Column.Ids ids = (Column.Ids) builder.read();
    assertThat(new int[] {ids.rowOffsets().get(0), ids.rowOffsets().get(1)}).containsExactly(0, 2);
    assertThat(new int[] {ids.rowOffsets().get(2), ids.rowOffsets().get(3)}).containsExactly(2, 3);
    assertThat(ids.ids().get(2)).isEqualTo(4);
    builder.add(Example.text("b"));
    Column.Ids next = (Column.Ids) builder.read();
    assertThat(next.rowOffsets().get(1)).isEqualTo(1);
    assertThat(next.ids().get(0)).isEqualTo(3);
  }

  @Test
  void a_whole_text_is_a_token_and_a_missing_one_none() {
    Encoder.Fitting fitting = WholeText.of("city").start();
    for (String city : List.of("La Chaux-de-Fonds", "", "Bern", "Bern")) {
      fitting.add(Example.of(Map.of("city", city)));
    }
    FittedEncoder encoder = fitting.finish().encoder();
    assertThat(encoder.vocabulary()).endsWith("Bern", "La Chaux-de-Fonds").hasSize(4);
    assertThat(encoder.input()).isEqualTo(new Input.Tokens("city", 4, 1, Side.POST));
    assertThat(encoder.start().add(Example.text("no city")))
        .isEqualTo(new FittedEncoder.Note(0, 0, 0, false));
  }

  @Test
  void makes_pairs_of_characters_only_of_words() {
    assertThat(fit(Words.standard().bigrams(Bigrams.INSTEAD), "考研生").encoder().vocabulary())
        .containsExactly("<padding>", "<unknown>", "考研", "研生");
    assertThatThrownBy(() -> Characters.standard().bigrams(Bigrams.BESIDE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Only Words makes pairs of characters: expected an encoder of Words, got one of"
                + " Characters[lowerCase=false].");
  }
}
