package dev.sortal.tokenizers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Tokens that are found in a text before it is cut, the longest at each place: {@code [MASK]}. */
final class AddedTokens {
  /**
   * Such a token.
   *
   * @param content what is looked for
   * @param id its id
   * @param isWord whether it counts only where no letter or digit touches it
   * @param takesLeft whether white space before it belongs to it
   * @param takesRight whether white space after it belongs to it
   */
  record Token(String content, int id, boolean isWord, boolean takesLeft, boolean takesRight) {}

  /** By first character, the longest first. */
  private final Map<Character, List<Token>> tokens = new HashMap<>();

  AddedTokens(List<Token> all) {
    for (Token token : all) {
      if (!token.content().isEmpty()) {
        tokens.computeIfAbsent(token.content().charAt(0), c -> new ArrayList<>()).add(token);
      }
    }
    tokens
        .values()
        .forEach(list -> list.sort(Comparator.comparingInt(one -> -one.content().length())));
  }

  /**
   * Goes through a text.
   *
   * @param between gets each piece between tokens that is not empty
   * @param found gets the id of each token
   */
  void split(Piece text, Consumer<Piece> between, IntConsumer found) {
    String chars = text.text();
    int done = 0;
    int at = 0;
    while (at < chars.length()) {
      Token token = longest(chars, at);
      if (token == null) {
        at++;
        continue;
      }
      int end = at + token.content().length();
      if (!token.isWord() || isAlone(chars, at, end)) {
        int from = token.takesLeft() ? Math.max(done, spacesBefore(chars, at)) : at;
        if (from > done) {
          between.accept(new Piece(chars.substring(done, from), text.isAtStart() && done == 0));
        }
        found.accept(token.id());
        done = token.takesRight() ? spacesAfter(chars, end) : end;
      }
      at = end;
    }
    if (done < chars.length()) {
      between.accept(new Piece(chars.substring(done), text.isAtStart() && done == 0));
    }
  }

  private @Nullable Token longest(String chars, int at) {
    for (Token token : tokens.getOrDefault(chars.charAt(at), List.of())) {
      if (chars.startsWith(token.content(), at)) {
        return token;
      }
    }
    return null;
  }

  private static boolean isAlone(String chars, int from, int to) {
    boolean touchesLeft = from > 0 && isWord(chars.codePointBefore(from));
    boolean touchesRight = to < chars.length() && isWord(chars.codePointAt(to));
    return !touchesLeft && !touchesRight;
  }

  /** What {@code \w} is. */
  private static boolean isWord(int point) {
    return Character.isAlphabetic(point)
        || Points.isMark(point)
        || Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER
        || Character.getType(point) == Character.CONNECTOR_PUNCTUATION
        || point == 0x200C
        || point == 0x200D;
  }

  private static int spacesBefore(String chars, int from) {
    int at = from;
    while (at > 0 && Points.isSpace(chars.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static int spacesAfter(String chars, int from) {
    int at = from;
    while (at < chars.length() && Points.isSpace(chars.charAt(at))) {
      at++;
    }
    return at;
  }
}
