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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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

  private static List<Integer> row(EncodedColumn column, int row) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < column.length(row); i++) {
      ids.add(((IdColumn) column).id(row, i));
    }
    return ids;
  }

  private static List<Integer> encode(FittedEncoder encoder, String text) {
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
        .isEqualTo(new FittedEncoder.Note(5, 1, 2));
    assertThat(encoder.start().add(Example.text(""))).isEqualTo(new FittedEncoder.Note(0, 0, 0));
  }

  @Test
  void refuses_training_texts_without_words() {
    assertThatThrownBy(() -> fit(Words.standard(), "", "..."))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected words in the 2 training texts");
    assertThatThrownBy(() -> fit(Words.standard().minCount(5), "a b"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("5 times");
  }

  @Test
  void refuses_settings_out_of_range() {
    assertThatThrownBy(() -> Words.standard().maxLength(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxLength must be at least 1, got 0.");
    assertThatThrownBy(() -> Words.standard().maxSize(1)).hasMessageContaining("maxSize");
    assertThatThrownBy(() -> Words.standard().minCount(0)).hasMessageContaining("minCount");
  }

  @Test
  void is_made_again_from_its_settings() {
    for (TextEncoder encoder :
        List.of(
            Words.standard(),
            Words.withPunctuation().maxLength(7).padding(Side.PRE),
            KerasWords.standard().withUnknown(),
            Characters.standard().minCount(2))) {
      FittedEncoder fitted = fit(encoder, "hello, hello world", "ha\\ha\nho").encoder();
      FittedEncoder again = FittedTextEncoder.read(fitted.settings(), fitted.vocabulary());
      assertThat(again.settings()).isEqualTo(fitted.settings());
      assertThat(again.input()).isEqualTo(fitted.input());
      assertThat(encode(again, "hello, you\\ ho")).isEqualTo(encode(fitted, "hello, you\\ ho"));
    }
  }

  @Test
  void names_the_setting_that_cannot_be_read() {
    FittedEncoder fitted = fit(Words.standard(), "a").encoder();
    var settings = fitted.settings();
    settings.put("padding", "left");
    assertThatThrownBy(() -> FittedTextEncoder.read(settings, fitted.vocabulary()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"padding\" must be pre or post, got \"left\"");
    settings.put("padding", "pre").put("maxLength", "x");
    assertThatThrownBy(() -> FittedTextEncoder.read(settings, fitted.vocabulary()))
        .hasMessageContaining("\"maxLength\" must be a whole number");
    settings.put("maxLength", 5).put("tokenizer", "bpe");
    assertThatThrownBy(() -> FittedTextEncoder.read(settings, fitted.vocabulary()))
        .hasMessageContaining("expected words, keras-words or characters");
    assertThatThrownBy(
            () ->
                FittedTextEncoder.read(
                    fitted.settings(), List.of("<padding>", "<unknown>", "a", "a")))
        .hasMessageContaining("\"a\" twice");
  }

  @Property(tries = 200)
  void encodes_a_training_text_as_in_training(
      @ForAll @Size(min = 1, max = 8) List<String> texts,
      @ForAll @IntRange(min = 1, max = 6) int length) {
    TextEncoder encoder = Characters.standard().maxLength(length);
    Encoder.Fitting fitting = encoder.start();
    fitting.add(Example.text("x"));
    texts.forEach(text -> fitting.add(Example.text(text)));
    Encoder.Fitted fitted = fitting.finish();
    int vocabulary = fitted.encoder().vocabulary().size();
    for (int i = 0; i < texts.size(); i++) {
      List<Integer> row = row(fitted.training(), i + 1);
      assertThat(row).isEqualTo(encode(fitted.encoder(), texts.get(i)));
      assertThat(row).hasSizeLessThanOrEqualTo(length).allMatch(id -> id > 1 && id < vocabulary);
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
}
