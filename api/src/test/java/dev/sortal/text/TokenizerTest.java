package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {
  static List<String> tokens(Tokenizer tokenizer, String text) {
    List<String> tokens = new ArrayList<>();
    tokenizer.tokenize(
        text,
        new Tokenizer.Sink() {
          @Override
          public char[] buffer(int length) {
            return new char[length];
          }

          @Override
          public void token(char[] chars, int start, int end) {
            tokens.add(new String(chars, start, end - start));
          }
        });
    return tokens;
  }

  @Nested
  class Of_words {
    private final Tokenizer words = new Words(false);

    @Test
    void are_lower_case_runs_of_letters_and_digits() {
      assertThat(tokens(words, "The plot, never LETS go: 10/10!"))
          .containsExactly("the", "plot", "never", "lets", "go", "10", "10");
    }

    @Test
    void keep_inner_apostrophes_only() {
      assertThat(tokens(words, "don't 'quoted' rock'n'roll dogs' 'tis"))
          .containsExactly("don't", "quoted", "rock'n'roll", "dogs", "tis");
      assertThat(tokens(words, "don\u2019t caf\u00e9\u2019s"))
          .containsExactly("don't", "caf\u00e9's");
    }

    @Test
    void end_at_letters_of_scripts_without_spaces() {
      assertThat(tokens(words, "2012年考研")).containsExactly("2012", "年", "考", "研");
      assertThat(tokens(words, "iPhone手机abc")).containsExactly("iphone", "手", "机", "abc");
    }

    @Test
    void are_single_graphemes_in_scripts_without_spaces() {
      assertThat(tokens(words, "カタカナ ひらがな"))
          .containsExactly("カ", "タ", "カ", "ナ", "ひ", "ら", "が", "な");
      assertThat(tokens(words, "ﾃﾞｰﾀ")).containsExactly("デ", "ー", "タ");
      assertThat(tokens(words, "한국어")).containsExactly("한", "국", "어");
      assertThat(tokens(words, "\u1112\u1161\u11ab")).containsExactly("한");
      assertThat(tokens(words, "ที่นี่")).containsExactly("ที่", "นี่");
      assertThat(tokens(words, "\ud840\udc0b\ud840\udc0c")).hasSize(2);
    }

    @Test
    void keep_combining_marks() {
      assertThat(tokens(words, "हिन्दी भाषा")).containsExactly("हिन्दी", "भाषा");
      assertThat(tokens(words, "e\u0301cole")).containsExactly("\u00e9cole");
      assertThat(tokens(words, "مُحَمَّد")).hasSize(1);
    }

    @Test
    void are_normalised_for_compatibility() {
      assertThat(tokens(words, "ﬁne Ｆｕｌｌ x²")).containsExactly("fine", "full", "x2");
      assertThat(tokens(words, "a\u00a0b\u3000c\u200bd")).containsExactly("a", "b", "c", "d");
    }

    @Test
    void are_single_in_old_hangul_and_numbers_of_these_scripts() {
      assertThat(tokens(words, "\u1112\u119e\u11ab\u1100\u119e"))
          .containsExactly("\u1112\u119e\u11ab", "\u1100\u119e");
      assertThat(tokens(words, "二〇一二々")).containsExactly("二", "〇", "一", "二", "々");
      assertThat(tokens(words, "ก๒๕")).containsExactly("ก", "๒", "๕");
      assertThat(tokens(words, "か\u3099ー、（仮）・x")).containsExactly("が", "ー", "仮", "x");
    }

    @Test
    void do_not_begin_with_a_mark() {
      assertThat(tokens(words, "\u0301a ❤\ufe0fb")).containsExactly("a", "b");
      assertThat(tokens(new Words(true), " \u0301a")).containsExactly("a");
    }

    @Test
    void of_other_planes_are_kept_whole() {
      assertThat(tokens(words, "\ud801\udc00\ud801\udc28x \ud840\udc0ba"))
          .containsExactly("\ud801\udc28\ud801\udc28x", "\ud840\udc0b", "a");
    }

    @Test
    void end_at_half_surrogates() {
      assertThat(tokens(words, "a\ud800b\udc00")).containsExactly("a", "b");
      assertThat(tokens(new Words(true), "a\ud800b\udc00")).containsExactly("a", "b");
    }

    @Test
    void may_be_very_long() {
      String word = "ab'\u00e9".repeat(500_000);
      assertThat(tokens(words, word)).containsExactly(word);
      assertThat(tokens(words, "x ".repeat(500_000))).hasSize(500_000);
    }

    @Test
    void lose_emoji_unless_punctuation_is_kept() {
      assertThat(tokens(words, "good 👍 ❤\ufe0f!")).containsExactly("good");
      assertThat(tokens(new Words(true), "good 👍 ❤\ufe0f!"))
          .containsExactly("good", "👍", "❤\ufe0f", "!");
      assertThat(
              tokens(
                  new Words(true),
                  "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud83d\udc4d\ud83c\udffd 1\ufe0f\u20e3"))
          .containsExactly(
              "\ud83d\udc68",
              "\ud83d\udc69",
              "\ud83d\udc67",
              "\ud83d\udc4d",
              "\ud83c\udffd",
              "1\ufe0f\u20e3");
      assertThat(tokens(new Words(true), "wait... what?"))
          .containsExactly("wait", ".", ".", ".", "what", "?");
    }

    @Test
    void are_none_in_a_text_of_spaces_and_punctuation() {
      assertThat(tokens(words, "")).isEmpty();
      assertThat(tokens(words, " \t\r\n -- ... ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr", "de", "az", "lt", "en"})
    void do_not_depend_on_the_default_locale(String language) {
      Locale before = Locale.getDefault();
      Locale.setDefault(Locale.forLanguageTag(language));
      try {
        assertThat(tokens(words, "TITLE İstanbul ΟΔΟΣ"))
            .containsExactly("title", "i\u0307stanbul", "οδος");
        assertThat(tokens(new KerasWords(), "TITLE İstanbul ΟΔΟΣ"))
            .containsExactly("title", "i\u0307stanbul", "οδος");
        assertThat(tokens(new Characters(true), "Iİ")).containsExactly("i", "i", "\u0307");
      } finally {
        Locale.setDefault(before);
      }
    }
  }

  @Nested
  class Of_keras {
    private final Tokenizer keras = new KerasWords();

    @Test
    void keep_the_apostrophe_and_split_at_other_punctuation() {
      assertThat(tokens(keras, "Don't stop-me, now! (a_b)"))
          .containsExactly("don't", "stop", "me", "now", "a", "b");
    }

    @Test
    void split_at_plain_spaces_only() {
      assertThat(tokens(keras, "a\tb\nc d")).containsExactly("a", "b", "c", "d");
      assertThat(tokens(keras, "a\rb x\u00a0y p\u3000q"))
          .containsExactly("a\rb", "x\u00a0y", "p\u3000q");
    }
  }

  @Nested
  class Of_characters {
    @Test
    void are_code_points_as_they_are() {
      assertThat(tokens(new Characters(false), "aB \ud83d\udc4d\ne\u0301"))
          .containsExactly("a", "B", " ", "\ud83d\udc4d", "\n", "e", "\u0301");
    }

    @Test
    void are_in_lower_case_if_asked_for() {
      assertThat(tokens(new Characters(true), "aB\u00c9\u0130"))
          .containsExactly("a", "b", "\u00e9", "i", "\u0307");
    }

    @Test
    void hold_no_half_surrogates() {
      assertThat(tokens(new Characters(false), "\ud83da\udc4d"))
          .containsExactly("\ufffd", "a", "\ufffd");
    }
  }
}
