package dev.sortal.text;

import java.util.Arrays;

/**
 * Words of any language, the default.
 *
 * <p>The text is brought to Unicode NFKC and to lower case, whatever the default locale. A token is
 * then a run that begins with a letter or digit and goes on with letters, digits and marks; an
 * apostrophe between two letters or digits belongs to it ({@code don't}; U+2019 counts as one and
 * becomes {@code '}). Each Han, Hiragana, Katakana, Hangul or Thai grapheme is a token of its own
 * and ends a run: {@code 2012年考研} is four tokens; {@link TextEncoder#bigrams} makes pairs of them.
 * All else separates, or with {@code punctuation} is a token for each character that can be seen,
 * with its marks. A placeholder of {@link Mask}, {@code <email>}, is one token.
 *
 * <p>What is a letter, a digit and a mark is what the running JDK's version of Unicode says.
 *
 * <pre>{@code
 * TextEncoder encoder = Words.standard().maxLength(100);
 * }</pre>
 *
 * @param punctuation whether every other character that can be seen is a token too
 * @param bigrams whether pairs of characters of scripts without spaces are tokens
 */
public record Words(boolean punctuation, Bigrams bigrams) implements Tokenizer {
  private static final int NONE = -1;
  private static final boolean[] ASCII_WORDS = asciiWords();

  /** Words without pairs of characters. */
  public Words(boolean punctuation) {
    this(punctuation, Bigrams.NONE);
  }

  /** An encoder of words, without punctuation: at most 100 tokens, padded and cut at the end. */
  public static TextEncoder standard() {
    return TextEncoder.of(new Words(false));
  }

  /** An encoder of words in which every punctuation character is a token as well. */
  public static TextEncoder withPunctuation() {
    return TextEncoder.of(new Words(true));
  }

  @Override
  public String kind() {
    return "words";
  }

  @Override
  public void tokenize(String text, Sink sink) {
    int length = text.length();
    char[] chars = sink.buffer(length);
    text.getChars(0, length, chars, 0);
    if (!NormalForm.apply(chars, length)) {
      String normal = NormalForm.of(text);
      length = normal.length();
      chars = sink.buffer(length);
      normal.getChars(0, length, chars, 0);
    }
    split(chars, length, sink);
  }

  private void split(char[] chars, int length, Sink sink) {
    int i = 0;
    // Where the character before this one begins, if both are of a script without spaces.
    int neighbour = NONE;
    while (i < length) {
      int start = i;
      int point = chars[i];
      if (isAsciiWord(point)) {
        i = endOfRun(chars, i + 1, length);
        sink.token(chars, start, i);
        neighbour = NONE;
        continue;
      }
      if (point >= 0x80) {
        point = Character.codePointAt(chars, i, length);
      }
      i += Character.charCount(point);
      if (Graphemes.isAlone(point)) {
        i = Graphemes.end(chars, i, length, point);
        character(chars, neighbour, start, i, length, sink);
        neighbour = start;
        continue;
      }
      neighbour = NONE;
      if (Character.isLetterOrDigit(point)) {
        i = endOfRun(chars, i, length);
        sink.token(chars, start, i);
      } else if (point == '<' && Placeholders.end(chars, start, length) > start) {
        i = Placeholders.end(chars, start, length);
        sink.token(chars, start, i);
      } else if (punctuation && isVisible(point)) {
        i = Graphemes.end(chars, i, length, point);
        sink.token(chars, start, i);
      }
    }
  }

  /** Gives the character chars[start..end) of a script without spaces, or the pair that it ends. */
  private void character(char[] chars, int neighbour, int start, int end, int length, Sink sink) {
    if (bigrams != Bigrams.NONE && neighbour != NONE) {
      sink.token(chars, neighbour, end);
    }
    boolean isInPair =
        neighbour != NONE
            || (end < length && Graphemes.isAlone(Character.codePointAt(chars, end, length)));
    if (bigrams != Bigrams.INSTEAD || !isInPair) {
      sink.token(chars, start, end);
    }
  }

  private static int endOfRun(char[] chars, int from, int length) {
    int i = from;
    while (i < length) {
      char c = chars[i];
      if (isAsciiWord(c)) {
        i++;
      } else if (c == '\'' || c == '\u2019') {
        if (!isWordAt(chars, i + 1, length)) {
          break;
        }
        chars[i++] = '\'';
      } else if (c < 0x80) {
        break;
      } else {
        int point = Character.codePointAt(chars, i, length);
        if (!isWord(point) && !Graphemes.isMark(point)) {
          break;
        }
        i += Character.charCount(point);
      }
    }
    return i;
  }

  private static boolean isWordAt(char[] chars, int at, int length) {
    return at < length && isWord(Character.codePointAt(chars, at, length));
  }

  private static boolean isWord(int point) {
    return isAsciiWord(point)
        || (point >= 0x80 && Character.isLetterOrDigit(point) && !Graphemes.isAlone(point));
  }

  /** Of a text in lower case. */
  private static boolean isAsciiWord(int point) {
    return point < ASCII_WORDS.length && ASCII_WORDS[point];
  }

  /** One look instead of four comparisons: this is where encoding spends its time. */
  private static boolean[] asciiWords() {
    boolean[] words = new boolean[0x80];
    Arrays.fill(words, 'a', 'z' + 1, true);
    Arrays.fill(words, '0', '9' + 1, true);
    return words;
  }

  /** Whether a character is no space, control, invisible format character or stray mark. */
  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE ->
          false;
      default -> !Graphemes.isMark(point);
    };
  }
}
