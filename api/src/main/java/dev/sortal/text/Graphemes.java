package dev.sortal.text;

import java.lang.Character.UnicodeScript;

/**
 * User-perceived characters of the scripts that are written without spaces.
 *
 * <p>The rules are those of Unicode Standard Annex 29 for these scripts: GB6 to GB8 (Hangul) and
 * GB9, GB9a (marks).
 */
final class Graphemes {
  private static final int PROLONGED_SOUND = 0x30FC;
  private static final int FIRST_SYLLABLE = 0xAC00;
  private static final int LAST_SYLLABLE = 0xD7A3;
  private static final int SYLLABLES_OF_A_VOWEL = 28;

  private Graphemes() {}

  /** Whether a character begins a token of its own: Han, Hiragana, Katakana, Hangul or Thai. */
  static boolean isAlone(int point) {
    if (point < 0x0E00) {
      return false;
    }
    if ((point >= 0x4E00 && point <= 0x9FFF) || point == PROLONGED_SOUND) {
      return true;
    }
    return switch (UnicodeScript.of(point)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, THAI -> isBase(point);
      default -> false;
    };
  }

  /** Letters, numbers and symbols, but no marks and no punctuation. */
  private static boolean isBase(int point) {
    return switch (Character.getType(point)) {
      case Character.OTHER_LETTER,
          Character.MODIFIER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.OTHER_SYMBOL ->
          true;
      default -> false;
    };
  }

  /** Whether a character belongs to the one before it. */
  static boolean isMark(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  /** The end of the grapheme whose first character is {@code base} and ends at {@code from}. */
  static int end(char[] chars, int from, int length, int base) {
    int i = from;
    for (Jamo jamo = Jamo.of(base); jamo != Jamo.NONE && i < length; i++) {
      Jamo next = Jamo.of(chars[i]);
      if (!jamo.joins(next)) {
        break;
      }
      jamo = next;
    }
    while (i < length) {
      int point = Character.codePointAt(chars, i, length);
      if (!isMark(point)) {
        break;
      }
      i += Character.charCount(point);
    }
    return i;
  }

  /** The parts of a Hangul syllable. */
  private enum Jamo {
    NONE,
    LEADING,
    VOWEL,
    TRAILING,
    SYLLABLE_WITHOUT_END,
    SYLLABLE;

    static Jamo of(int c) {
      if (c >= FIRST_SYLLABLE && c <= LAST_SYLLABLE) {
        return (c - FIRST_SYLLABLE) % SYLLABLES_OF_A_VOWEL == 0 ? SYLLABLE_WITHOUT_END : SYLLABLE;
      }
      if ((c >= 0x1100 && c <= 0x115F) || (c >= 0xA960 && c <= 0xA97C)) {
        return LEADING;
      }
      if ((c >= 0x1160 && c <= 0x11A7) || (c >= 0xD7B0 && c <= 0xD7C6)) {
        return VOWEL;
      }
      return (c >= 0x11A8 && c <= 0x11FF) || (c >= 0xD7CB && c <= 0xD7FB) ? TRAILING : NONE;
    }

    boolean joins(Jamo next) {
      return switch (this) {
        case LEADING -> next != NONE && next != TRAILING;
        case VOWEL, SYLLABLE_WITHOUT_END -> next == VOWEL || next == TRAILING;
        case TRAILING, SYLLABLE -> next == TRAILING;
        case NONE -> false;
      };
    }
  }
}
