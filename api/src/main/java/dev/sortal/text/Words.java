package dev.sortal.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Words of any language, the default.
 *
 * <p>The text is brought to Unicode NFKC and to lower case, whatever the default locale. A token is
 * then a run of letters, marks and digits, with inner apostrophes kept ({@code don't}; U+2019
 * counts as one and becomes {@code '}). Each Han, Hiragana, Katakana, Hangul or Thai grapheme is a
 * token of its own and ends a run: {@code 2012年考研} is four tokens. All else separates, or with
 * {@code punctuation} is a token for each character.
 *
 * <pre>{@code
 * TextEncoder encoder = Words.standard().maxLength(100);
 * }</pre>
 *
 * @param punctuation whether every other character that is no space is a token too
 */
public record Words(boolean punctuation) implements Tokenizer {
  private static final int KATAKANA_PROLONGED_SOUND = 0x30FC;

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
    if (lowerAscii(chars, length)) {
      tokenizeAscii(chars, length, sink);
      return;
    }
    String normal = normalize(text);
    chars = sink.buffer(normal.length());
    normal.getChars(0, normal.length(), chars, 0);
    tokenize(chars, normal.length(), sink);
  }

  private static String normalize(String text) {
    String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(lower, Normalizer.Form.NFKC);
  }

  /** Lower-cases in place; false as soon as a character is not ASCII. */
  private static boolean lowerAscii(char[] chars, int length) {
    for (int i = 0; i < length; i++) {
      char c = chars[i];
      if (c >= 0x80) {
        return false;
      }
      if (c >= 'A' && c <= 'Z') {
        chars[i] = (char) (c + ('a' - 'A'));
      }
    }
    return true;
  }

  private void tokenizeAscii(char[] chars, int length, Sink sink) {
    int i = 0;
    while (i < length) {
      char c = chars[i];
      if (isAsciiWord(c)) {
        int start = i++;
        while (i < length
            && (isAsciiWord(chars[i])
                || (chars[i] == '\'' && i + 1 < length && isAsciiWord(chars[i + 1])))) {
          i++;
        }
        sink.token(chars, start, i);
      } else {
        if (punctuation && c > ' ' && c != 0x7F) {
          sink.token(chars, i, i + 1);
        }
        i++;
      }
    }
  }

  private static boolean isAsciiWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private void tokenize(char[] chars, int length, Sink sink) {
    int i = 0;
    while (i < length) {
      int start = i;
      int c = Character.codePointAt(chars, i, length);
      i += Character.charCount(c);
      if (isAlone(c)) {
        i = endOfGrapheme(chars, i, length, c);
        sink.token(chars, start, i);
      } else if (Character.isLetterOrDigit(c)) {
        i = endOfRun(chars, i, length);
        sink.token(chars, start, i);
      } else if (punctuation && !isBlank(c)) {
        i = endOfMarks(chars, i, length);
        sink.token(chars, start, i);
      }
    }
  }

  private static int endOfRun(char[] chars, int from, int length) {
    int i = from;
    while (i < length) {
      int c = Character.codePointAt(chars, i, length);
      if (isMark(c) || (Character.isLetterOrDigit(c) && !isAlone(c))) {
        i += Character.charCount(c);
      } else if ((c == '\'' || c == '\u2019') && continuesWord(chars, i + 1, length)) {
        chars[i++] = '\'';
      } else {
        break;
      }
    }
    return i;
  }

  private static boolean continuesWord(char[] chars, int at, int length) {
    if (at >= length) {
      return false;
    }
    int c = Character.codePointAt(chars, at, length);
    return Character.isLetterOrDigit(c) && !isAlone(c);
  }

  private static int endOfGrapheme(char[] chars, int from, int length, int base) {
    int i = from;
    if (UnicodeScript.of(base) == UnicodeScript.HANGUL) {
      while (i < length && isJamoTail(chars[i])) {
        i++;
      }
    }
    return endOfMarks(chars, i, length);
  }

  private static int endOfMarks(char[] chars, int from, int length) {
    int i = from;
    while (i < length) {
      int c = Character.codePointAt(chars, i, length);
      if (!isMark(c)) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  /** Whether a letter is a token of its own: of a script that is written without spaces. */
  private static boolean isAlone(int c) {
    if (c < 0x0E00 || !Character.isLetter(c)) {
      return false;
    }
    if (c == KATAKANA_PROLONGED_SOUND) {
      return true;
    }
    return switch (UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, THAI -> true;
      default -> false;
    };
  }

  /** Vowels and final consonants of old Hangul that no syllable character exists for. */
  private static boolean isJamoTail(char c) {
    return (c >= 0x1160 && c <= 0x11FF) || (c >= 0xD7B0 && c <= 0xD7FB);
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** Spaces, controls and invisible format characters. */
  private static boolean isBlank(int c) {
    return switch (Character.getType(c)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> isMark(c);
    };
  }
}
