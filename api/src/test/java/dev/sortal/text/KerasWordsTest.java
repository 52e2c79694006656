package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.spec.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what Keras itself gives: keras_words.json, which keras_words.py wrote. */
class KerasWordsTest {
  private static final JsonNode KERAS = read();

  private static JsonNode read() {
    try (InputStream in = KerasWordsTest.class.getResourceAsStream("keras_words.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Stream<JsonNode> nodes(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<String> strings(JsonNode array) {
    return nodes(array).map(JsonNode::textValue).toList();
  }

  private static List<Integer> integers(JsonNode array) {
    return nodes(array).map(JsonNode::intValue).toList();
  }

  static Stream<JsonNode> fits() {
    return nodes(KERAS.get("fits"));
  }

  private static TextEncoder encoder(JsonNode fit) {
    TextEncoder encoder = KerasWords.standard().maxLength(10_000);
    if (fit.get("unknown").booleanValue()) {
      encoder = encoder.withUnknown();
    }
    return fit.get("maxSize").isNull() ? encoder : encoder.maxSize(fit.get("maxSize").intValue());
  }

  private static Encoder.Fitted fit(TextEncoder encoder, List<String> texts) {
    Encoder.Fitting fitting = encoder.start();
    texts.forEach(text -> fitting.add(Example.text(text)));
    return fitting.finish();
  }

  @Test
  void are_in_the_lower_case_of_python() {
    for (JsonNode pair : KERAS.get("lower")) {
      assertThat(LowerCase.of(pair.get(0).textValue())).isEqualTo(pair.get(1).textValue());
    }
  }

  @Test
  void are_those_of_keras() {
    for (JsonNode pair : KERAS.get("tokens")) {
      assertThat(TokenizerTest.tokens(new KerasWords(), pair.get(0).textValue()))
          .isEqualTo(strings(pair.get(1)));
    }
  }

  @ParameterizedTest
  @MethodSource("fits")
  void are_numbered_as_by_keras(JsonNode fit) {
    TextEncoder encoder = encoder(fit);
    List<String> vocabulary = fit(encoder, strings(fit.get("texts"))).encoder().vocabulary();
    List<String> words = new ArrayList<>(List.of("<padding>"));
    words.addAll(strings(fit.get("words")));
    assertThat(vocabulary).isEqualTo(words.subList(0, Math.min(encoder.maxSize(), words.size())));
  }

  @ParameterizedTest
  @MethodSource("fits")
  void become_the_ids_of_keras(JsonNode fit) {
    Encoder.Fitted fitted = fit(encoder(fit), strings(fit.get("texts")));
    List<List<Integer>> ids = new ArrayList<>();
    for (int i = 0; i < fitted.training().rows(); i++) {
      ids.add(TextEncoderTest.row(fitted.training(), i));
    }
    for (String other : strings(fit.get("others"))) {
      ids.add(TextEncoderTest.encode(fitted.encoder(), other));
    }
    assertThat(ids).isEqualTo(nodes(fit.get("sequences")).map(KerasWordsTest::integers).toList());
  }

  @ParameterizedTest
  @MethodSource("fits")
  void are_padded_and_cut_as_by_keras(JsonNode fit) {
    List<String> texts = new ArrayList<>(strings(fit.get("texts")));
    for (JsonNode padded : fit.get("padded")) {
      FittedEncoder encoder =
          fit(
                  encoder(fit)
                      .maxLength(padded.get("maxLength").intValue())
                      .padding(side(padded, "padding"))
                      .truncation(side(padded, "truncation")),
                  texts)
              .encoder();
      Stream<String> all = Stream.concat(texts.stream(), strings(fit.get("others")).stream());
      assertThat(all.map(text -> padded(encoder, text)))
          .isEqualTo(nodes(padded.get("rows")).map(KerasWordsTest::integers).toList());
    }
  }

  private static Side side(JsonNode padded, String name) {
    return Side.valueOf(padded.get(name).textValue().toUpperCase(Locale.ROOT));
  }

  /** What the row means to a network: its ids and, on the input's side, ids 0. */
  private static List<Integer> padded(FittedEncoder encoder, String text) {
    var input = (dev.sortal.spec.Input.Tokens) encoder.input();
    List<Integer> ids = TextEncoderTest.encode(encoder, text);
    List<Integer> padding = Collections.nCopies(input.length() - ids.size(), 0);
    List<Integer> row = new ArrayList<>(input.padding() == Side.PRE ? padding : ids);
    row.addAll(input.padding() == Side.PRE ? ids : padding);
    return row;
  }

  @Test
  void hold_no_half_surrogates() {
    assertThat(TokenizerTest.tokens(new KerasWords(), "a\ud800 \udc00\ud83d\udc4d \ud83d"))
        .containsExactly("a\ufffd", "\ufffd\ud83d\udc4d", "\ufffd");
  }
}
