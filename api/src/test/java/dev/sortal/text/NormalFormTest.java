package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NormalFormTest {
  private static final int[] COMMON =
      IntStream.rangeClosed(0x80, 0xFFFF).filter(c -> NormalForm.common((char) c) != 0).toArray();

  @Test
  void of_a_common_character_is_its_form_alone() {
    assertThat(COMMON).hasSizeGreaterThan(30_000);
    for (int c : COMMON) {
      assertThat(String.valueOf(NormalForm.common((char) c)))
          .isEqualTo(NormalForm.of(Character.toString(c)));
    }
  }

  @Provide
  Arbitrary<String> common() {
    Arbitrary<Character> ascii = Arbitraries.chars().range((char) 0, (char) 0x7F);
    Arbitrary<Character> other =
        Arbitraries.of(IntStream.of(COMMON).mapToObj(c -> (char) c).toList());
    return Arbitraries.oneOf(ascii, other)
        .array(Character[].class)
        .ofMaxSize(12)
        .map(NormalFormTest::join);
  }

  private static String join(Character[] characters) {
    StringBuilder text = new StringBuilder();
    for (char c : characters) {
      text.append(c);
    }
    return text.toString();
  }

  @Property(tries = 2000)
  void of_common_characters_in_place_is_that_of_the_text(@ForAll("common") String text) {
    char[] chars = text.toCharArray();
    assertThat(NormalForm.apply(chars, chars.length)).isTrue();
    assertThat(new String(chars)).isEqualTo(NormalForm.of(text));
  }

  @Test
  void is_left_to_the_normalizer_where_characters_depend_on_each_other() {
    for (String text :
        new String[] {"e\u0301", "\u0130", "\u03a3", "\u1112\u1161", "\ud83d\udc4d", "\u2026"}) {
      assertThat(NormalForm.apply(text.toCharArray(), text.length())).as(text).isFalse();
    }
  }

  @Test
  void is_composed_again_after_the_change_of_case() {
    assertThat(NormalForm.of("H\u0331 T\u0308 J\u030c")).isEqualTo("\u1e96 \u1e97 \u01f0");
    assertThat(NormalForm.of("\u0130\u0327")).isEqualTo("i\u0327\u0307");
  }

  @Test
  void lower_case_of_each_character_is_that_of_the_root_locale() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String text = Character.toString(c);
      assertThat(LowerCase.of(text)).isEqualTo(text.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void is_the_same_when_taken_twice() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String once = NormalForm.of(Character.toString(c));
      assertThat(Normalizer.isNormalized(once, Normalizer.Form.NFKC)).isTrue();
    }
  }
}
