package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sortal.data.BagColumn;
import dev.sortal.data.EncodedColumn;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.spec.Input;
import dev.sortal.spec.Side;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HashedNgramsTest {
  private static final HashedNgrams STANDARD = HashedNgrams.of(Words.standard());

  private static Encoder.Fitted fit(HashedNgrams encoder, String... texts) {
    Encoder.Fitting fitting = encoder.start();
    for (String text : texts) {
      fitting.add(Example.text(text));
    }
    return fitting.finish();
  }

  private static HashedNgrams.Lengths lengths(JsonNode pair) {
    return new HashedNgrams.Lengths(pair.get(0).intValue(), pair.get(1).intValue());
  }

  private static void assertBag(BagColumn column, int row, JsonNode expected) {
    assertThat(column.length(row)).as("row %d: %s", row, expected).isEqualTo(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(column.id(row, 0, i)).isEqualTo(expected.get(i).get(0).intValue());
      assertThat((double) column.weight(row, 0, i))
          .as("row %d, place %d", row, i)
          .isCloseTo(expected.get(i).get(1).doubleValue(), within(1e-6));
    }
  }

  @Test
  void weigh_as_another_implementation_does() {
    JsonNode reference = NgramHashesTest.reference();
    assertThat(reference.path("settings")).hasSize(4);
    for (JsonNode one : reference.path("settings")) {
      HashedNgrams encoder =
          new HashedNgrams(
              "text",
              Words.standard(),
              lengths(one.path("words")),
              lengths(one.path("characters")),
              one.path("marks").booleanValue(),
              one.path("gaps").booleanValue(),
              one.path("factor").doubleValue(),
              one.path("tfIdf").booleanValue(),
              one.path("buckets").intValue());
      Encoder.Fitting fitting = encoder.start();
      reference.path("training").forEach(text -> fitting.add(Example.text(text.asText())));
      Encoder.Fitted fitted = fitting.finish();
      FittedEncoder.ColumnBuilder builder = fitted.encoder().start();
      reference.path("texts").forEach(text -> builder.add(Example.text(text.asText())));
      BagColumn column = (BagColumn) builder.finish();
      BagColumn training = (BagColumn) fitted.training();
      JsonNode bags = one.path("bags");
      for (int row = 0; row < bags.size(); row++) {
        assertBag(column, row, bags.get(row));
        if (row < training.rows()) {
          assertBag(training, row, bags.get(row));
        }
      }
    }
  }

  @Test
  void feed_an_input_of_one_bag_that_can_be_named() {
    assertThat(fit(STANDARD, "a b").encoder().input())
        .isEqualTo(new Input.Bags("text", 1 << 18, 0));
    HashedNgrams other = HashedNgrams.of(Words.standard().field("title")).name("wide").buckets(8);
    Encoder.Fitting fitting = other.start();
    fitting.add(Example.of(Map.of("title", "a b")));
    assertThat(fitting.finish().encoder().input()).isEqualTo(new Input.Bags("wide", 8, 0));
  }

  @Test
  void read_as_much_of_a_text_as_the_encoder_says_and_tell_what_was_cut() {
    FittedEncoder whole = fit(STANDARD.withoutCharacters(), "a b c d").encoder();
    HashedNgrams cut = HashedNgrams.of(Words.standard().maxLength(2)).withoutCharacters();
    FittedEncoder.ColumnBuilder builder = fit(cut, "a b c d").encoder().start();
    assertThat(builder.add(Example.text("a b c d")))
        .isEqualTo(new FittedEncoder.Note(4, 0, 2, true));
    assertThat(ids(builder.finish())).isEqualTo(ids(encode(whole, "a b")));
    HashedNgrams end =
        HashedNgrams.of(Words.standard().maxLength(2).truncation(Side.PRE)).withoutCharacters();
    assertThat(ids(encode(fit(end, "a b c d").encoder(), "a b c d")))
        .isEqualTo(ids(encode(whole, "c d")));
  }

  private static EncodedColumn encode(FittedEncoder encoder, String text) {
    FittedEncoder.ColumnBuilder builder = encoder.start();
    builder.add(Example.text(text));
    return builder.finish();
  }

  private static List<Integer> ids(EncodedColumn column) {
    BagColumn bags = (BagColumn) column;
    return java.util.stream.IntStream.range(0, bags.length(0))
        .mapToObj(i -> bags.id(0, 0, i))
        .toList();
  }

  @Test
  void give_an_empty_bag_for_a_text_without_anything_known() {
    FittedEncoder encoder = fit(STANDARD.tfIdf(), "some words here", "").encoder();
    FittedEncoder.ColumnBuilder builder = encoder.start();
    assertThat(builder.add(Example.text(""))).isEqualTo(new FittedEncoder.Note(0, 0, 0, false));
    assertThat(builder.add(Example.text("QQXX"))).isEqualTo(new FittedEncoder.Note(1, 0, 0, false));
    assertThat(builder.add(Example.text("words")).isKnown()).isTrue();
    BagColumn column = (BagColumn) builder.finish();
    assertThat(column.length(0)).isZero();
    assertThat(column.length(1)).isZero();
    assertThat(column.length(2)).isPositive();
  }

  @Test
  void refuse_what_makes_no_sense() {
    assertRefused(
        () -> STANDARD.words(0, 2), "n-grams of words: expected 1 <= shortest", "got 0 to 2.");
    assertRefused(() -> STANDARD.words(3, 2), "got 3 to 2.");
    assertRefused(() -> STANDARD.characters(2, 33), "<= 32, got 2 to 33.");
    assertRefused(() -> STANDARD.buckets(0), "buckets must be from 1 to 16777216, got 0.");
    assertRefused(() -> STANDARD.characterWeight(0), "characterWeight must be above 0, got 0.0.");
    assertRefused(
        () -> STANDARD.withoutCharacters().withoutWords(),
        "expected n-grams of words or of characters, got neither.");
    assertRefused(
        () -> STANDARD.withoutWords().withGaps(), "Marks and gaps are of n-grams of words");
  }

  private static void assertRefused(Runnable call, String... parts) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }
}
