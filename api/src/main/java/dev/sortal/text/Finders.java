package dev.sortal.text;

/**
 * Look for what {@link Mask} names. None goes back further than a fixed number of characters, so
 * that no text takes more than time in proportion to its length.
 *
 * <p>A place is a long: where it starts in the upper half, where it ends in the lower.
 */
final class Finders {
  static final long NONE = -1;

  private static final String[] URL_PREFIXES = {"http://", "https://", "ftp://", "www."};
  private static final String NO_URL = "<>\"{}|\\^`";
  private static final String NO_END_OF_URL = ".,;:!?'*_~\u2026\u2019\u201d\u00bb";
  private static final int LONGEST_LOCAL_PART = 64;
  private static final int LONGEST_DOMAIN = 253;

  private Finders() {}

  static long place(int start, int end) {
    return (long) start << 32 | end;
  }

  static int start(long place) {
    return (int) (place >>> 32);
  }

  static int end(long place) {
    return (int) place;
  }

  static boolean hasDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isDigit(c) || (c >= 0x80 && Character.isDigit(c))) {
        return true;
      }
    }
    return false;
  }

  /** A quick look, since most texts hold nothing: false only if there is none of that kind. */
  static boolean mayHold(String text, Mask kind, boolean hasDigits) {
    return switch (kind) {
      case EMAIL -> text.indexOf('@') >= 0;
      case URL -> text.indexOf('.') >= 0 || text.indexOf("://") >= 0;
      case IP -> hasDigits || text.indexOf("::") >= 0;
      case IBAN, CARD, PHONE, NUMBER -> hasDigits;
    };
  }

  /** The first of that kind that starts at {@code from} or later, or {@link #NONE}. */
  static long find(Mask kind, String text, int from) {
    if (kind == Mask.EMAIL) {
      return email(text, from);
    }
    for (int i = from; i < text.length(); i++) {
      int end =
          switch (kind) {
            case URL -> urlEnd(text, i);
            case IBAN -> BankNumbers.ibanEnd(text, i);
            case CARD -> BankNumbers.cardEnd(text, i);
            case IP -> IpAddresses.end(text, i);
            case PHONE -> PhoneNumbers.end(text, i);
            case NUMBER -> numberEnd(text, i);
            case EMAIL -> i;
          };
      if (end > i) {
        return place(i, end);
      }
    }
    return NONE;
  }

  /** Whether a letter or digit is there that would go on with a number or name next to it. */
  static boolean isWordAt(String text, int at) {
    if (at < 0 || at >= text.length()) {
      return false;
    }
    char c = text.charAt(at);
    return c < 0x80
        ? isDigit(c) || isAsciiLetter(c)
        : Character.isLetterOrDigit(c) && !Graphemes.isAlone(c);
  }

  static boolean isDigitAt(String text, int at) {
    return at >= 0 && at < text.length() && isDigit(text.charAt(at));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Whether one of these characters is there with a digit behind it. */
  static boolean goesOn(String text, int at, String characters) {
    return at < text.length()
        && characters.indexOf(text.charAt(at)) >= 0
        && isDigitAt(text, at + 1);
  }

  /** The end of the number that starts there, or start if none does. */
  private static int numberEnd(String text, int start) {
    boolean isInside = start > 0 && isWordAt(text, start - 2) && isInsideNumber(text, start - 1);
    if (!Character.isDigit(text.charAt(start)) || isInside || isWordAt(text, start - 1)) {
      return start;
    }
    int i = start + 1;
    while (i < text.length()
        && (Character.isDigit(text.charAt(i))
            || (isInsideNumber(text, i)
                && i + 1 < text.length()
                && Character.isDigit(text.charAt(i + 1))))) {
      i++;
    }
    return isWordAt(text, i) ? start : i;
  }

  private static boolean isInsideNumber(String text, int at) {
    return ".,'\u2019".indexOf(text.charAt(at)) >= 0;
  }

  private static int urlEnd(String text, int start) {
    int prefix = urlPrefix(text, start);
    if (prefix == 0) {
      return start;
    }
    int from = start + prefix;
    int end = from;
    int open = 0;
    boolean hasDot = prefix > URL_PREFIXES[3].length();
    while (end < text.length() && isUrl(text.charAt(end))) {
      char c = text.charAt(end);
      open += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      hasDot |= c == '.' && end > from && isWordAt(text, end + 1);
      end++;
    }
    while (end > from) {
      char last = text.charAt(end - 1);
      boolean closesOutside = (last == ')' || last == ']') && open < 0;
      if (!closesOutside && NO_END_OF_URL.indexOf(last) < 0) {
        break;
      }
      open += closesOutside ? 1 : 0;
      end--;
    }
    return end > from && hasDot ? end : start;
  }

  private static int urlPrefix(String text, int start) {
    char first = (char) (text.charAt(start) | 0x20);
    if ((first != 'h' && first != 'f' && first != 'w') || isWordAt(text, start - 1)) {
      return 0;
    }
    for (String prefix : URL_PREFIXES) {
      if (text.regionMatches(true, start, prefix, 0, prefix.length())) {
        return isWordAt(text, start + prefix.length()) ? prefix.length() : 0;
      }
    }
    return 0;
  }

  private static boolean isUrl(char c) {
    return c < 0x80
        ? c > ' ' && c != 0x7F && NO_URL.indexOf(c) < 0
        : c < 0x2E80 && !Invisible.isSpace(c) && c != '\u201d' && c != '\u00bb';
  }

  private static long email(String text, int from) {
    for (int at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
      int start = at;
      while (start > from && at - start <= LONGEST_LOCAL_PART && isLocal(text, start - 1)) {
        start--;
      }
      if (at - start > LONGEST_LOCAL_PART) {
        continue;
      }
      while (start < at && !isWordAt(text, start) && text.charAt(start) != '_') {
        start++;
      }
      if (start < at && text.charAt(at - 1) != '.') {
        int end = domainEnd(text, at + 1);
        if (end > 0) {
          return place(start, end);
        }
      }
    }
    return NONE;
  }

  private static boolean isLocal(String text, int at) {
    return isWordAt(text, at) || "._%+-'".indexOf(text.charAt(at)) >= 0;
  }

  /** The end of a domain of two names at least, of which the last is of two letters or more. */
  private static int domainEnd(String text, int from) {
    int last = Math.min(text.length(), from + LONGEST_DOMAIN);
    int end = -1;
    int i = from;
    while (i < last) {
      int label = i;
      boolean isLetters = true;
      while (i < last && (isWordAt(text, i) || text.charAt(i) == '-')) {
        isLetters &= Character.isLetter(text.charAt(i));
        i++;
      }
      if (i == label || text.charAt(label) == '-' || text.charAt(i - 1) == '-') {
        break;
      }
      if (label > from && i - label >= 2 && (isLetters || text.startsWith("xn--", label))) {
        end = i;
      }
      if (i == last || text.charAt(i) != '.') {
        break;
      }
      i++;
    }
    return end;
  }
}
