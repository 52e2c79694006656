package dev.sortal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {
  @ParameterizedTest
  @CsvSource({
    "spam, 4",
    "Größe, 5",
    "e\u0301te\u0301, 3",
    "体育, 4",
    "ニュース, 8",
    "ひらがな, 8",
    "한국어, 6",
    "ＡＢＣ, 6",
    "ｱｲｳ, 3",
    "\uD840\uDC00, 2",
    "\uD83D\uDE00, 2",
    "ไทย, 3",
    "русский, 7",
    "a\u200Bb, 2"
  })
  void east_asian_characters_take_two_cells_and_marks_none(String text, int cells) {
    assertThat(Columns.width(text)).isEqualTo(cells);
  }

  @Test
  void short_texts_are_padded_on_the_other_side() {
    assertThat(Columns.left("体育", 6)).isEqualTo("体育  ");
    assertThat(Columns.right("体育", 6)).isEqualTo("  体育");
    assertThat(Columns.cut("体育", 6)).isEqualTo("体育");
  }

  @Test
  void long_texts_end_with_an_ellipsis() {
    assertThat(Columns.left("abcdef", 4)).isEqualTo("abc…");
    assertThat(Columns.right("体育新闻", 6)).isEqualTo(" 体育…");
    assertThat(Columns.cut("a\uD83D\uDE00b", 3)).isEqualTo("a…");
  }

  @Test
  void line_breaks_and_controls_become_spaces() {
    assertThat(Columns.left("a\nb\tc\u001Bd\u2028e\u0085f", 12)).isEqualTo("a b c d e f ");
  }

  @Property(tries = 300)
  void any_text_fills_exactly_its_cells(
      @ForAll String text, @ForAll @IntRange(min = 1, max = 40) int cells) {
    assertThat(Columns.width(Columns.left(text, cells))).isEqualTo(cells);
    assertThat(Columns.width(Columns.right(text, cells))).isEqualTo(cells);
    assertThat(Columns.width(Columns.cut(text, cells))).isLessThanOrEqualTo(cells);
    assertThat(Columns.left(text, cells)).doesNotContainPattern("\\p{Cc}");
  }
}
