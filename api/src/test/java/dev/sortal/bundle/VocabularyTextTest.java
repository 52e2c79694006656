package dev.sortal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class VocabularyTextTest {
  /** Any chars, lone surrogates too, with those that matter more often. */
  @Provide
  Arbitrary<List<String>> entries() {
    Arbitrary<Character> awkward =
        Arbitraries.of(
            '\\', 'u', '\n', '\r', '\t', '\0', '\u0085', '\u2028', '\ufeff', '\ud83d', '\udc4d');
    return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.chars().all()), Tuple.of(2, awkward))
        .list()
        .ofMaxSize(8)
        .map(VocabularyTextTest::join)
        .list()
        .ofMaxSize(8);
  }

  private static String join(List<Character> chars) {
    StringBuilder text = new StringBuilder();
    chars.forEach(text::append);
    return text.toString();
  }

  @Property(tries = 500)
  void every_string_comes_back(@ForAll("entries") List<String> entries) {
    assertThat(VocabularyText.read(VocabularyText.write(entries))).isEqualTo(entries);
  }

  @Test
  void is_a_line_for_each_entry() {
    assertThat(VocabularyText.write(List.of("", "été", "👍", "a\\b", "x\ny", "\ud83d")))
        .isEqualTo("\nété\n👍\na\\u005cb\nx\\u000ay\n\\ud83d\n".getBytes(StandardCharsets.UTF_8));
    assertThat(VocabularyText.read(new byte[0])).isEmpty();
  }

  @Test
  void refuses_what_it_would_not_write() {
    assertRefused("cut off", "a\nb");
    assertRefused("broken escape", "a\\\n");
    assertRefused("broken escape", "\\u00");
    assertRefused("broken escape", "\\u00GG\n");
    assertRefused("broken escape", "\\u005C\n");
    assertRefused("unusual escapes", "\\u0061\n");
    assertRefused("unusual escapes", "\\ud83d\\udc4d\n");
    assertRefused("unusual escapes", "a\r\n");
  }

  private static void assertRefused(String message, String text) {
    assertThatThrownBy(() -> VocabularyText.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refuses_what_is_not_utf_8() {
    for (byte[] bytes : new byte[][] {{(byte) 0xff, '\n'}, {(byte) 0xc3, '\n'}}) {
      assertThatThrownBy(() -> VocabularyText.read(bytes))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not UTF-8");
    }
  }
}
