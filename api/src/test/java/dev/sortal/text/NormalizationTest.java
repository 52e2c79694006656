package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sortal.data.Encoder;
import dev.sortal.data.Example;
import dev.sortal.data.FittedEncoder;
import dev.sortal.error.DataException;
import dev.sortal.error.SortalException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationTest {
  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Encoder.Fitted fit(Normalization normalization, String... texts) {
    Encoder.Fitting fitting = Words.standard().normalize(normalization).start();
    for (String text : texts) {
      fitting.add(Example.text(text).readFrom("data.csv", 7));
    }
    return fitting.finish();
  }

  @Property
  void white_space_is_collapsed_once_and_for_all(@ForAll String text) {
    Normalization steps = Normalization.none().whitespace();
    String once = steps.apply(text);
    assertThat(steps.apply(once)).isSameAs(once);
    assertThat(once).doesNotContain("  ").doesNotStartWith(" ").doesNotEndWith(" ");
  }

  @Nested
  class Steps {
    @Test
    void follow_one_another() {
      Normalization steps = Normalization.none().with(text -> text + " ").whitespace();
      assertThat(steps.apply(" a")).isEqualTo("a");
      assertThat(Normalization.none().whitespace().with(text -> text + " ").apply(" a"))
          .isEqualTo("a ");
    }

    @Test
    void without_any_a_text_stays_as_it_is() {
      String text = " \u0000A\u00ad ";
      assertThat(Normalization.none().apply(text)).isSameAs(text);
      assertThat(Normalization.none().isNone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "plain text, with words.", "naïve 数据"})
    void give_the_same_object_where_there_is_nothing_to_change(String text) {
      Normalization steps = Normalization.none().controlCharacters().whitespace();
      assertThat(steps.apply(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({"ﬁne,fine", "１２,12", "e\u0301,é", "㈱,(株)", "plain,plain"})
    void nfkc_gives_one_form_of_what_means_the_same(String text, String expected) {
      assertThat(Normalization.none().nfkc().apply(text)).isEqualTo(expected);
    }

    @Test
    void control_characters_and_invisible_ones_go_but_not_joiners_that_spell() {
      Normalization steps = Normalization.none().controlCharacters();
      assertThat(steps.apply("\ufefff\u200br\u0000e\u00ade\u202e\u001b[1m")).isEqualTo("free[1m");
      assertThat(steps.apply("a\tb\nc\u0085d\u2028e")).isEqualTo("a\tb\nc\u0085d\u2028e");
      String persian = "می\u200cخواهم";
      String family = "👩\u200d👧";
      assertThat(steps.apply(persian + family)).isEqualTo(persian + family);
      assertThat(steps.apply("f\u200dree")).isEqualTo("free");
    }

    @ParameterizedTest
    @CsvSource({
      "' a  b ', a b",
      "'a\tb\r\n\r\nc', a b c",
      "'a\u00a0b\u3000c\u2009d\u0085e', a b c d e",
      "' \u00a0 ', ''",
      "'a ', a"
    })
    void white_space_of_any_kind_becomes_one_space(String text, String expected) {
      assertThat(Normalization.none().whitespace().apply(text)).isEqualTo(expected);
    }

    @Test
    void lower_case_is_that_of_unicode_under_every_locale() {
      Locale before = Locale.getDefault();
      try {
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        assertThat(Normalization.none().lowerCase().apply("TITLE ΟΔΟΣ")).isEqualTo("title οδος");
      } finally {
        Locale.setDefault(before);
      }
    }

    @ParameterizedTest
    @CsvSource({
      "café crème,cafe creme",
      "Straße ŁÓDŹ ærø,Strasse LODZ aero",
      "Ελλάδα,Ελλαδα",
      "việt,viet",
      "e\u0301,e",
      "plain,plain",
      "й ё,й ё",
      "हिन्दी,हिन्दी",
      "ภาษาไทยที่,ภาษาไทยที่",
      "が한국,が한국"
    })
    void accents_go_from_latin_and_greek_letters_only(String text, String expected) {
      assertThat(Normalization.none().foldAccents().apply(text)).isEqualTo(expected);
    }

    @Test
    void long_texts_are_cut_between_characters() {
      Normalization steps = Normalization.none().maxCharacters(2);
      assertThat(steps.apply("👩👧b")).isEqualTo("👩👧");
      assertThat(steps.apply("ab")).isEqualTo("ab");
      assertThatThrownBy(() -> Normalization.none().maxCharacters(0))
          .hasMessage("maxCharacters must be at least 1, got 0.");
    }

    @Test
    void are_found_by_their_names() {
      assertThat(
              Normalization.of(
                  List.of(
                      "html",
                      "nfkc",
                      "control",
                      "whitespace",
                      "lowercase",
                      "accents",
                      "personal",
                      "url")))
          .isEqualTo(
              Normalization.none()
                  .htmlToText()
                  .nfkc()
                  .controlCharacters()
                  .whitespace()
                  .lowerCase()
                  .foldAccents()
                  .maskPersonalData()
                  .mask(Mask.URL));
      assertThatThrownBy(() -> Normalization.of(List.of("nfd")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("\"nfd\"", "nfkc", "whitespace");
    }

    @Test
    void of_the_user_must_have_a_name_and_give_a_text() {
      assertThatThrownBy(() -> TextStep.named(" ", text -> text))
          .hasMessageContaining("needs a name");
      assertThatThrownBy(() -> fit(Normalization.none().with(text -> null), "a"))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("data.csv:7 cannot be normalised", "\"unnamed\"", "got null");
    }
  }

  @Nested
  class InTheEncoder {
    @Test
    void steps_run_in_training_and_in_prediction() {
      Normalization steps = Normalization.none().with(text -> text.replace("u.s.", "usa"));
      Encoder.Fitted fitted = fit(steps, "u.s. a");
      assertThat(fitted.encoder().vocabulary())
          .containsExactly("<padding>", "<unknown>", "usa", "a");
      FittedEncoder.ColumnBuilder column = fitted.encoder().start();
      assertThat(column.add(Example.text("u.s."))).isEqualTo(new FittedEncoder.Note(1, 0, 0, true));
    }

    @Test
    void steps_are_saved_and_read_again() {
      Normalization steps =
          Normalization.none()
              .nfkc()
              .controlCharacters()
              .with(new ShoutStep())
              .whitespace()
              .lowerCase()
              .mask(Mask.NUMBER, Mask.URL)
              .maxCharacters(9);
      FittedEncoder fitted = fit(steps, "a").encoder();
      assertThat(fitted.settings().path("normalization"))
          .isEqualTo(
              json(
                  """
                  [{"step": "nfkc"}, {"step": "control"}, {"step": "own", "name": "shout"},
                   {"step": "whitespace"}, {"step": "lowercase"},
                   {"step": "mask", "kinds": ["url", "number"]}, {"step": "maxCharacters", "most": 9}]
                  """));
      FittedTextEncoder again = FittedTextEncoder.read(fitted.settings(), fitted.vocabulary());
      assertThat(again.settings()).isEqualTo(fitted.settings());
      assertThat(Normalization.read(steps.toJson()).apply(" B\u0000 "))
          .isEqualTo(steps.apply(" B\u0000 "))
          .isEqualTo("b !");
    }

    @Test
    void steps_without_a_name_are_refused_when_saved() {
      FittedEncoder fitted = fit(Normalization.none().with(text -> text), "a").encoder();
      assertThatThrownBy(fitted::settings)
          .isInstanceOf(SortalException.class)
          .hasMessageContainingAll("cannot be saved", "without", "TextStep.named");
    }

    @Test
    void named_steps_are_saved_only_if_the_application_will_find_them() {
      Normalization steps = Normalization.none().with(TextStep.named("acronyms", text -> text));
      assertThatThrownBy(steps::toJson)
          .isInstanceOf(SortalException.class)
          .hasMessageContainingAll(
              "cannot be saved",
              "\"acronyms\"",
              "got [shout]",
              "META-INF/services/dev.sortal.text.TextStep");
      assertThat(Normalization.none().with(TextStep.named("shout", text -> text + "!")).toJson())
          .hasSize(1);
    }

    @Test
    void a_step_that_is_not_registered_is_named_when_loaded() {
      assertThatThrownBy(
              () -> Normalization.read(json("[{\"step\": \"own\", \"name\": \"acronyms\"}]")))
          .isInstanceOf(SortalException.class)
          .hasMessageContainingAll(
              "trained with the text step \"acronyms\"",
              "got [shout]",
              "META-INF/services/dev.sortal.text.TextStep");
    }

    @Test
    void registered_steps_are_found_without_a_class_loader_of_the_thread() {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      try {
        thread.setContextClassLoader(new URLClassLoader(new URL[0], null));
        assertThat(
                Normalization.read(json("[{\"step\": \"own\", \"name\": \"shout\"}]")).apply("a"))
            .isEqualTo("a!");
      } finally {
        thread.setContextClassLoader(before);
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{}                                     | must be an array",
          "[1]                                    | needs a text \"step\", got 1",
          "[{\"step\": \"rot13\"}]                | no text step \"rot13\"",
          "[{\"step\": \"own\"}]                  | needs a text \"name\"",
          "[{\"step\": \"mask\"}]                 | needs \"kinds\"",
          "[{\"step\": \"mask\", \"kinds\": [\"age\"]}] | called \"age\": expected one of [url",
          "[{\"step\": \"maxCharacters\"}]        | whole number \"most\"",
          "[{\"step\": \"maxCharacters\", \"most\": 0}] | at least 1, got 0"
        })
    void other_json_is_refused(String json, String message) {
      assertThatThrownBy(() -> Normalization.read(json(json)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
  }
}
