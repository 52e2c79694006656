package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
  private static String text(String html) {
    return Normalization.none().htmlToText().whitespace().apply(html);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<p>one</p><p>two</p>                    | one two",
        "wor<b>d</b>s                            | words",
        "a<br>b<br/>c<BR />d                     | a b c d",
        "<ul><li>x<li>y</ul>z                    | x y z",
        "<a href=\"a>b\" title='c>d'>e</a>       | e",
        "<a title=\"it's\">e</a>                 | e",
        "<p title=it's>e</p>                     | e",
        "a<!-- b > c -- d -->e                   | a e",
        "a<script type='x'>if (a<b) {}</SCRIPT >b| a b",
        "a<style>p > a { }</style>b              | a b",
        "<!DOCTYPE html><?xml version='1.0'?>a   | a",
        "<h1>T</h1><my-element>x</my-element>    | T x"
      })
  void leaves_what_a_reader_would_see(String html, String expected) {
    assertThat(text(html)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tom &amp; J&eacute;r&ocirc;me | Tom & Jérôme",
        "&lt;#&gt; &quot;x&apos;       | <#> \"x'",
        "&#8364; &#x20AC; &#X20ac;     | € € €",
        "&#128; &#150;                 | € –",
        "&amp;lt;                      | &lt;",
        "&hearts;&alpha;&thetasym;     | ♥αϑ",
        "a&nbsp;b                      | a b",
        "&#0;&#xD800;&#1114112;        | \ufffd\ufffd\ufffd",
        "&#128077;                     | 👍"
      })
  void gives_characters_for_references_once(String html, String expected) {
    assertThat(text(html)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "a < b and b > c",
        "AT&T &",
        "&unknown; &; &#; &#x; &#xyz; &#99999999999;",
        "x <3",
        "<me@example.org>",
        "a <b without an end",
        "<",
        "</",
        "if(a<b&&c>d)",
        "&ampersand;"
      })
  void leaves_what_is_no_markup_as_it_is(String text) {
    assertThat(Normalization.none().htmlToText().apply(text)).isEqualTo(text);
  }

  @Test
  void markup_without_an_end_takes_no_text_with_it() {
    assertThat(text("a <!-- b c")).isEqualTo("a b c");
    assertThat(text("a <script>b c")).isEqualTo("a b c");
    assertThat(text("a <style> b")).isEqualTo("a b");
    assertThat(text("a <p title=\"b>c d")).isEqualTo("a c d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "<!--",
        "<script>",
        "<style>",
        "<script></",
        "<a href=\"",
        "<a x='\">",
        "<a b=\"'",
        "&",
        "&#",
        "&amp",
        "</a",
        "<a ",
        "<a=\"'>",
        "<p=\" '=' =\">",
        "--><!--"
      })
  void hostile_texts_take_time_in_proportion(String piece) {
    String hostile = piece.repeat(1_000_000 / piece.length());
    assertThat(
            Assertions.assertTimeout(
                Duration.ofSeconds(20), () -> Normalization.none().htmlToText().apply(hostile)))
        .hasSizeLessThanOrEqualTo(hostile.length());
    String ended = hostile + "\"'>--></script></style>";
    Assertions.assertTimeout(
        Duration.ofSeconds(20), () -> Normalization.none().htmlToText().apply(ended));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "<",
            ">",
            "/",
            "!--",
            "-->",
            "\"",
            "'",
            "=",
            "a",
            "script",
            "p",
            " ",
            "&",
            "#",
            "x",
            "1",
            ";",
            "amp",
            "é",
            "\ud83d\udc4d",
            "\ud800")
        .list()
        .ofMaxSize(30)
        .map(list -> String.join("", list));
  }

  @Property
  void any_text_becomes_no_longer_one(@ForAll("pieces") String html) {
    assertThat(Normalization.none().htmlToText().apply(html))
        .hasSizeLessThanOrEqualTo(html.length());
  }
}
