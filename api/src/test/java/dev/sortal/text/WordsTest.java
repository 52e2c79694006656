package dev.sortal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Against the definition of a token as a regular expression. */
class WordsTest {
  private static final String ALONE =
      "[[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsThai}\\u30FC]&&[\\p{L}\\p{N}\\p{So}]]";

  /** Unicode Standard Annex 29, table 1b. */
  private static final String LEADING = "[\\u1100-\\u115F\\uA960-\\uA97C]";

  private static final String VOWEL = "[\\u1160-\\u11A7\\uD7B0-\\uD7C6]";
  private static final String TRAILING = "[\\u11A8-\\u11FF\\uD7CB-\\uD7FB]";
  private static final String OPEN =
      IntStream.iterate(0xAC00, c -> c <= 0xD7A3, c -> c + 28)
          .mapToObj(Character::toString)
          .collect(Collectors.joining("", "[", "]"));
  private static final String CLOSED = "[[\\uAC00-\\uD7A3]&&[^" + OPEN + "]]";
  private static final String HANGUL =
      "LEADING*(?:VOWEL+|OPENVOWEL*|CLOSED)TRAILING*|LEADING+|TRAILING+"
          .replace("LEADING", LEADING)
          .replace("VOWEL", VOWEL)
          .replace("TRAILING", TRAILING)
          .replace("OPEN", OPEN)
          .replace("CLOSED", CLOSED);

  private static final String WORD = "[[\\p{L}\\p{Nd}]&&[^" + ALONE + "]]";
  private static final String RUN = WORD + "(?:" + WORD + "|\\p{M}|['\\u2019](?=" + WORD + "))*";
  private static final String SEEN = "[^\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{M}]\\p{M}*";
  private static final Pattern TOKENS =
      Pattern.compile("(?:" + HANGUL + "|" + ALONE + ")\\p{M}*|" + RUN);
  private static final Pattern ALL_TOKENS = Pattern.compile(TOKENS + "|" + SEEN);

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> jamo =
        Arbitraries.of(
            "\u1112", "\u1161", "\u11ab", "\uac00", "\uac01", "\u119e", "\ua960", "\ud7b0",
            "\ud7cb");
    Arbitrary<String> characters =
        Arbitraries.integers()
            .between(0, 0x3FFFF)
            .filter(Character::isDefined)
            .map(Character::toString);
    Arbitrary<String> awkward = Arbitraries.of(AwkwardText.PIECES);
    return Arbitraries.frequencyOf(Tuple.of(5, awkward), Tuple.of(2, jamo), Tuple.of(1, characters))
        .list()
        .ofMaxSize(12)
        .map(list -> String.join("", list));
  }

  private static List<String> expected(Pattern tokens, String text) {
    return tokens
        .matcher(NormalForm.of(text))
        .results()
        .map(MatchResult::group)
        .map(
            token ->
                token.length() > 1 && token.matches("\\p{L}.*|\\p{Nd}.*")
                    ? token.replace('\u2019', '\'')
                    : token)
        .toList();
  }

  @Property(tries = 5000)
  void are_runs_and_graphemes(@ForAll("texts") String text) {
    assertThat(TokenizerTest.tokens(new Words(false), text)).isEqualTo(expected(TOKENS, text));
  }

  @Property(tries = 5000)
  void are_all_that_can_be_seen_with_punctuation(@ForAll("texts") String text) {
    assertThat(TokenizerTest.tokens(new Words(true), text)).isEqualTo(expected(ALL_TOKENS, text));
  }

  /** From where the tokens without pairs lie in the text. */
  private static List<String> withPairs(String text, Bigrams bigrams) {
    String normal = NormalForm.of(text);
    List<MatchResult> found = ALL_TOKENS.matcher(normal).results().toList();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      MatchResult token = found.get(i);
      boolean followsOne = i > 0 && arePair(found.get(i - 1), token);
      boolean precedesOne = i + 1 < found.size() && arePair(token, found.get(i + 1));
      if (followsOne) {
        tokens.add(found.get(i - 1).group() + token.group());
      }
      if (bigrams == Bigrams.BESIDE || !(followsOne || precedesOne)) {
        boolean isWord = token.group().matches("(?s)..+") && token.group().matches(RUN);
        tokens.add(isWord ? token.group().replace('\u2019', '\'') : token.group());
      }
    }
    return tokens;
  }

  private static boolean arePair(MatchResult first, MatchResult second) {
    return first.end() == second.start() && isAlone(first) && isAlone(second);
  }

  private static boolean isAlone(MatchResult token) {
    return token.group().matches("(?:" + HANGUL + "|" + ALONE + ")\\p{M}*");
  }

  @Property(tries = 5000)
  void are_pairs_instead_of_characters_or_beside_them(
      @ForAll("texts") String text, @ForAll boolean instead) {
    Bigrams bigrams = instead ? Bigrams.INSTEAD : Bigrams.BESIDE;
    assertThat(TokenizerTest.tokens(new Words(true, bigrams), text))
        .isEqualTo(withPairs(text, bigrams));
  }

  @Example
  void make_pairs_only_of_neighbours() {
    assertThat(TokenizerTest.tokens(new Words(false, Bigrams.INSTEAD), "2012年考研生 x日 本、語"))
        .containsExactly("2012", "年考", "考研", "研生", "x", "日", "本", "語");
    assertThat(TokenizerTest.tokens(new Words(false, Bigrams.BESIDE), "考研生a日"))
        .containsExactly("考", "考研", "研", "研生", "生", "a", "日");
    assertThat(
            TokenizerTest.tokens(
                new Words(false, Bigrams.INSTEAD), "\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48 ﾃﾞｰﾀ 한국"))
        .containsExactly("\u0e17\u0e35\u0e48\u0e19\u0e35\u0e48", "デー", "ータ", "한국");
  }
}
