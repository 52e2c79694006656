package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sortal.data.Example;
import dev.sortal.error.DataException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopWordsTest {
  private static final Normalization STOPS =
      Normalization.none().stopWords(List.of("The", "don't", "的", "été"));

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    new Words(false)
        .tokenize(
            text,
            new BufferedSink() {
              @Override
              public void token(char[] chars, int start, int end) {
                tokens.add(new String(chars, start, end - start));
              }
            });
    return tokens;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the end of THE theory | ' end of  theory'",
        "I don’t, don't know   | 'I ,  know'",
        "我的书                 | '我 书'",
        "ÉTÉ e\u0301te\u0301    | ' '",
        "(the)                 | '( )'",
        "nothing               | nothing"
      })
  void words_go_whatever_their_capitals(String text, String expected) {
    assertThat(STOPS.apply(text)).isEqualTo(expected);
  }

  @Test
  void gives_the_same_object_where_no_word_goes() {
    String text = "no such words";
    assertThat(STOPS.apply(text)).isSameAs(text);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "the",
            "The",
            "don't",
            "don\u2019t",
            "的",
            "été",
            "a",
            "b",
            "数",
            " ",
            "'",
            ",",
            "1",
            "\ud83d\udc4d",
            "é",
            "e\u0301",
            "\u0301",
            "ก",
            "한")
        .list()
        .ofMaxSize(15)
        .map(list -> Normalizer.normalize(String.join("", list), Normalizer.Form.NFKC));
  }

  @Property(tries = 1000)
  void what_is_left_are_the_other_words(@ForAll("texts") String text) {
    List<String> expected = new ArrayList<>(tokens(text));
    expected.removeAll(List.of("the", "don't", "的", "été"));
    assertThat(tokens(STOPS.apply(text))).isEqualTo(expected);
  }

  @Test
  void a_stop_word_must_be_one_word() {
    assertThatThrownBy(() -> Normalization.none().stopWords(List.of("of the")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("\"of the\"", "[of, the]");
    assertThatThrownBy(() -> Normalization.none().stopWords(List.of()))
        .hasMessageContaining("got none");
  }

  @Test
  void frequent_words_are_learned_from_training_texts() {
    List<Example> training =
        Stream.of("The a <b>b</b>", "the b", "THE c c c c", "d d").map(Example::text).toList();
    Normalization html = Normalization.none().htmlToText();
    assertThat(html.stopWordsAbove(0.5, training::stream))
        .isEqualTo(html.stopWords(List.of("the")));
    assertThat(html.stopWordsAbove(0.49, training::stream))
        .isEqualTo(html.stopWords(List.of("the", "b")));
    assertThat(html.stopWordsAbove(0.9, training::stream)).isEqualTo(html);
    List<Example> titles = List.of(Example.of(Map.of("title", "x")));
    assertThat(html.stopWordsAbove(0.9, titles::stream, "title"))
        .isEqualTo(html.stopWords(List.of("x")));
    assertThatThrownBy(() -> html.stopWordsAbove(0.5, Stream::empty))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("got none");
    assertThatThrownBy(() -> html.stopWordsAbove(1, training::stream))
        .hasMessage("share must be in (0, 1), got 1.0.");
  }

  @Test
  void are_saved_and_read_again() {
    assertThat(STOPS.toJson())
        .hasToString("[{\"step\":\"stopWords\",\"words\":[\"don't\",\"the\",\"été\",\"的\"]}]");
    assertThat(Normalization.read(STOPS.toJson())).isEqualTo(STOPS);
  }
}
