package dev.sortal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sortal.Dataset;
import dev.sortal.data.Example;
import dev.sortal.profile.Finding.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspicionsTest {
  private static List<Kind> kinds(String text) {
    return Dataset.of(List.of(Example.text(text))).profile().findings().stream()
        .map(Finding::kind)
        .toList();
  }

  @Test
  void each_kind_is_found() {
    assertThat(kinds("")).containsExactly(Kind.EMPTY);
    assertThat(kinds(" \t")).containsExactly(Kind.EMPTY);
    assertThat(kinds(" \uD83D\uDE00 ")).containsExactly(Kind.ONE_CHARACTER);
    assertThat(kinds("caf\uFFFD au lait")).containsExactly(Kind.REPLACEMENT_CHARACTER);
    assertThat(kinds("caf\u00C3\u00A9 au lait")).containsExactly(Kind.WRONG_CHARSET);
    assertThat(kinds("a\u0000b")).containsExactly(Kind.CONTROL_CHARACTER);
    assertThat(kinds("it\u0092s")).containsExactly(Kind.CONTROL_CHARACTER);
    assertThat(kinds("<p class=\"x\">good</p>")).containsExactly(Kind.HTML);
    assertThat(kinds("fish &amp; chips")).containsExactly(Kind.HTML);
    assertThat(kinds("a<br/>b")).containsExactly(Kind.HTML);
    assertThat(kinds("\uFFFD<b>")).containsExactly(Kind.REPLACEMENT_CHARACTER, Kind.HTML);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "an ordinary text,\twith a tab\r\nand a line",
        "2 < 3 and 5 > 4; AT&T; <3 you",
        "fish & chips; R&D",
        "Café, naïve, “ÀÉÎÕÜ” — €5, Straße, Ångström, L’été",
        "Привет, мир — Ελληνικά «слово»",
        "词汇阅读是关键",
        "“CAFÉ” and «À LA CARTE»"
      })
  void right_texts_are_left_alone(String text) {
    assertThat(kinds(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Größe", "it’s", "“so”", "naïve", "Привет", "Ελληνικά", "词汇", "€ 5", "😀"})
  void utf_8_read_as_another_charset_is_recognised(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(Mojibake.isIn("a text: " + latin)).isTrue();
    String windows = new String(bytes, Charset.forName("windows-1252"));
    if (windows.indexOf('\uFFFD') < 0) {
      assertThat(Mojibake.isIn(windows + " was the text")).isTrue();
    }
  }

  @Test
  void very_long_texts_are_listed_from_the_longest() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      examples.add(Example.text("word ".repeat(15)).readFrom("a.csv", i + 2));
    }
    examples.add(Example.text("word ".repeat(150)).readFrom("a.csv", 102));
    examples.add(Example.text("word ".repeat(200)).readFrom("a.csv", 103));
    examples.add(Example.text("word ".repeat(9000)).readFrom("a.csv", 104));
    examples.add(Example.text("word ".repeat(200)).readFrom("a.csv", 105));
    List<Finding> findings = Dataset.of(examples).profile().findings();
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).kind()).isEqualTo(Kind.VERY_LONG);
    assertThat(findings.get(0).count()).isEqualTo(3);
    assertThat(findings.get(0).rows())
        .extracting(Finding.Row::origin)
        .containsExactly("a.csv:104", "a.csv:103", "a.csv:105");
  }

  @Test
  void all_are_counted_and_ten_are_shown() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      examples.add(Example.text("").readFrom("a.csv", i + 2));
    }
    Finding finding = Dataset.of(examples).profile().findings().get(0);
    assertThat(finding.count()).isEqualTo(40);
    assertThat(finding.rows()).hasSize(10);
    assertThat(finding.rows().get(9).origin()).isEqualTo("a.csv:11");
  }
}
