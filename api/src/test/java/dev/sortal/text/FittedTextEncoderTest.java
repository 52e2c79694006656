package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.spec.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FittedTextEncoderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VOCABULARY = List.of("<padding>", "<unknown>", "b", "a");

  private static FittedEncoder fit(TextEncoder encoder) {
    Encoder.Fitting fitting = encoder.start();
    fitting.add(Example.text("a b b"));
    return fitting.finish().encoder();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void has_settings_for_a_file() {
    assertThat(fit(Words.withPunctuation().maxLength(7).truncation(Side.PRE)).settings())
        .isEqualTo(
            json(
                """
                {"type": "text", "field": "text", "tokenizer": "words", "punctuation": true, "maxLength": 7,
                 "padding": "post", "truncation": "pre", "minCount": 1, "maxSize": 2147483647,
                 "unknown": true}
                """));
    assertThat(fit(Words.standard().bigrams(Bigrams.BESIDE)).settings())
        .containsAll(List.of(json("\"words\""), json("\"beside\"")));
    assertThat(fit(KerasWords.standard().maxSize(20)).settings())
        .isEqualTo(
            json(
                """
                {"type": "text", "field": "text", "tokenizer": "keras-words", "maxLength": 100, "padding": "pre",
                 "truncation": "pre", "minCount": 1, "maxSize": 20, "unknown": false}
                """));
    assertThat(fit(Characters.inLowerCase()).settings())
        .isEqualTo(
            json(
                """
                {"type": "text", "field": "text", "tokenizer": "characters", "lowerCase": true, "maxLength": 100,
                 "padding": "post", "truncation": "post", "minCount": 1, "maxSize": 2147483647,
                 "unknown": true}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type        | \"image\"    | The encoder setting \"type\" must be \"text\", got \"image\".",
        "tokenizer   | \"bpe\"      | expected words, keras-words, characters or whole, got \"bpe\".",
        "punctuation | 1            | The encoder setting \"punctuation\" must be true or false, got 1.",
        "maxLength   | \"x\"        | The encoder setting \"maxLength\" must be a whole number",
        "maxLength   | 1e3          | The encoder setting \"maxLength\" must be a whole number",
        "maxLength   | 9999999999   | The encoder setting \"maxLength\" must be a whole number",
        "maxLength   | 0            | maxLength must be at least 1, got 0.",
        "bigrams     | \"yes\"      | The encoder setting \"bigrams\": expected instead or beside, got \"yes\".",
        "padding     | \"left\"     | The encoder setting \"padding\" must be pre or post, got \"left\".",
        "truncation  | null         | The encoder setting \"truncation\" must be a text, got null.",
        "minCount    | -1           | minCount must be at least 1, got -1.",
        "maxSize     | 2            | maxSize must be at least 3",
        "maxSize     | 3            | at most 3 entries (maxSize), got 4 entries.",
        "unknown     | \"yes\"      | The encoder setting \"unknown\" must be true or false, got \"yes\".",
        "unknown     | false        | got \"<unknown>\" as word 0.",
      })
  void names_the_setting_that_cannot_be_read(String name, String value, String message) {
    ObjectNode settings = fit(Words.standard()).settings();
    settings.set(name, json(value));
    assertThatThrownBy(() -> FittedTextEncoder.read(settings, VOCABULARY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "type",
    "tokenizer",
    "punctuation",
    "maxLength",
    "padding",
    "truncation",
    "minCount",
    "maxSize",
    "unknown"
  })
  void names_the_setting_that_is_missing(String name) {
    ObjectNode settings = fit(Words.standard()).settings().without(name);
    assertThatThrownBy(() -> FittedTextEncoder.read(settings, VOCABULARY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
  }

  static Stream<List<String>> brokenVocabularies() {
    return Stream.of(
        List.of(),
        List.of("<padding>"),
        List.of("<padding>", "<unknown>"),
        List.of("<padding>", "b", "a"),
        List.of("<unknown>", "<padding>", "b"),
        List.of("<padding>", "<unknown>", "a", "b", "a"),
        List.of("<padding>", "<unknown>", "a", ""),
        List.of("<padding>", "<unknown>", "a", "\ud83d"));
  }

  @ParameterizedTest
  @MethodSource("brokenVocabularies")
  void refuses_a_vocabulary_that_is_none(List<String> vocabulary) {
    ObjectNode settings = fit(Words.standard()).settings();
    assertThatThrownBy(() -> FittedTextEncoder.read(settings, vocabulary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vocabulary");
  }

  @Test
  void may_have_words_that_were_learned_elsewhere() {
    assertThat(FittedTextEncoder.of(Words.standard(), List.of("b", "a")).vocabulary())
        .isEqualTo(VOCABULARY);
    assertThat(FittedTextEncoder.of(KerasWords.standard(), List.of("b", "a")).vocabulary())
        .containsExactly("<padding>", "b", "a");
    assertThatThrownBy(() -> FittedTextEncoder.of(Words.standard(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must hold at least one word")
        .hasMessageContaining("got 2 entries");
    assertThatThrownBy(() -> FittedTextEncoder.of(Words.standard(), List.of("b", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("may occur once, got \"b\" twice");
  }

  @Test
  void takes_no_memory_for_a_length_that_a_file_claims() {
    ObjectNode settings = fit(Words.standard()).settings().put("maxLength", Integer.MAX_VALUE);
    FittedEncoder encoder = FittedTextEncoder.read(settings, VOCABULARY);
    assertThat(TextEncoderTest.encode(encoder, "a b c")).containsExactly(3, 2, 1);
  }
}
