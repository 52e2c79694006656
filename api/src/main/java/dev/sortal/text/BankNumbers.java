package dev.sortal.text;

import java.util.Arrays;

/** Numbers of accounts and cards, which carry check digits. */
final class BankNumbers {
  /** Lengths of the IBAN registry of ISO 13616, a country and its length each. */
  private static final String IBAN_LENGTHS =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29"
          + "ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20"
          + "LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28"
          + "PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22"
          + "VG24XK20YE30";

  private static final int SHORTEST_CARD = 13;
  private static final int LONGEST_CARD = 19;

  /** The usual groups of 16, 19, 15 and 14 digits. */
  private static final int[][] CARD_GROUPS = {{4, 4, 4, 4}, {4, 4, 4, 4, 3}, {4, 6, 5}, {4, 6, 4}};

  private static final int MOST_GROUPS = 5;

  private BankNumbers() {}

  /** The end of the IBAN that starts there, or start if none does. */
  static int ibanEnd(String text, int start) {
    if (!Finders.isAsciiLetter(text.charAt(start))
        || !Finders.isDigitAt(text, start + 2)
        || !Finders.isDigitAt(text, start + 3)
        || !Finders.isAsciiLetter(text.charAt(start + 1))
        || Finders.isWordAt(text, start - 1)) {
      return start;
    }
    int length = ibanLength(upper(text.charAt(start)), upper(text.charAt(start + 1)));
    int end = start;
    int head = 0;
    int remainder = 0;
    for (int count = 0; count < length; count++) {
      if (count > 0 && count % 4 == 0 && isSeparator(text, end)) {
        end++;
      }
      char c = end < text.length() ? upper(text.charAt(end)) : ' ';
      if (!Finders.isDigit(c) && !Finders.isAsciiLetter(c)) {
        return start;
      }
      int value = Finders.isDigit(c) ? c - '0' : c - 'A' + 10;
      int shift = Finders.isDigit(c) ? 10 : 100;
      if (count < 4) {
        head = head * shift + value;
      } else {
        remainder = (remainder * shift + value) % 97;
      }
      end++;
    }
    // The first four characters come last in the check: two letters and two digits, six decimals.
    boolean isValid = length > 0 && (remainder * 1_000_000L + head) % 97 == 1;
    return isValid && !Finders.isWordAt(text, end) ? end : start;
  }

  private static boolean isSeparator(String text, int at) {
    return at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == '-');
  }

  private static int ibanLength(char first, char second) {
    for (int i = 0; i < IBAN_LENGTHS.length(); i += 4) {
      if (IBAN_LENGTHS.charAt(i) == first && IBAN_LENGTHS.charAt(i + 1) == second) {
        return Integer.parseInt(IBAN_LENGTHS, i + 2, i + 4, 10);
      }
    }
    return 0;
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - ('a' - 'A')) : c;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\u00a0';
  }

  /** The end of the card number that starts there, or start if none does. */
  static int cardEnd(String text, int start) {
    if (!Finders.isDigitAt(text, start) || !canStart(text, start)) {
      return start;
    }
    int[] groups = new int[MOST_GROUPS];
    int group = 0;
    StringBuilder digits = new StringBuilder(LONGEST_CARD);
    char separator = 0;
    int best = start;
    int i = start;
    while (true) {
      while (Finders.isDigitAt(text, i) && digits.length() <= LONGEST_CARD) {
        digits.append(text.charAt(i++));
        groups[group]++;
      }
      if (canEnd(text, i) && isGrouped(groups, group) && isCard(digits)) {
        best = i;
      }
      if (digits.length() >= LONGEST_CARD
          || group + 1 == MOST_GROUPS
          || !Finders.isDigitAt(text, i + 1)) {
        return best;
      }
      char c = text.charAt(i);
      if (!(isSpace(c) || c == '-') || (separator != 0 && c != separator)) {
        return best;
      }
      separator = c;
      group++;
      i++;
    }
  }

  private static boolean canStart(String text, int start) {
    if (start == 0) {
      return true;
    }
    char before = text.charAt(start - 1);
    boolean isInside =
        (before == '.' || before == ',' || before == '-' || before == '/')
            && Finders.isWordAt(text, start - 2);
    return before != '+' && !isInside && !Finders.isWordAt(text, start - 1);
  }

  private static boolean canEnd(String text, int end) {
    return !Finders.isWordAt(text, end) && !Finders.goesOn(text, end, ".,-/:");
  }

  private static boolean isGrouped(int[] groups, int last) {
    if (last == 0) {
      return true;
    }
    for (int[] usual : CARD_GROUPS) {
      if (Arrays.equals(usual, 0, usual.length, groups, 0, last + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCard(CharSequence digits) {
    int length = digits.length();
    if (length < SHORTEST_CARD || length > LONGEST_CARD) {
      return false;
    }
    int six = Integer.parseInt(digits, 0, 6, 10);
    return isOfIssuer(six, length) && passesLuhn(digits);
  }

  /** Ranges of ISO/IEC 7812 that card networks publish, and the lengths of their numbers. */
  private static boolean isOfIssuer(int six, int length) {
    int four = six / 100;
    int two = four / 100;
    boolean isVisa = two / 10 == 4 && (length == 13 || length == 16 || length == 19);
    boolean isMastercard =
        length == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720));
    boolean isAmex = length == 15 && (two == 34 || two == 37);
    boolean isDiners =
        length == 14 && (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059));
    boolean isDiscover =
        length >= 16 && (four == 6011 || two == 65 || (four >= 6440 && four <= 6499) || two == 62);
    boolean isJcb = length >= 16 && four >= 3528 && four <= 3589;
    boolean isMaestro = two == 50 || (two >= 56 && two <= 58) || two == 63 || two == 67;
    boolean isMir = length >= 16 && four >= 2200 && four <= 2204;
    return isVisa
        || isMastercard
        || isAmex
        || isDiners
        || isDiscover
        || isJcb
        || isMaestro
        || isMir;
  }

  /** The check digit of ISO/IEC 7812-1, annex B. */
  private static boolean passesLuhn(CharSequence digits) {
    int sum = 0;
    boolean doubled = false;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int digit = digits.charAt(i) - '0';
      int value = doubled ? digit * 2 : digit;
      sum += value > 9 ? value - 9 : value;
      doubled = !doubled;
    }
    return sum % 10 == 0;
  }
}
