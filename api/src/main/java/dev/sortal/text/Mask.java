package dev.sortal.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What can be replaced in a text by a placeholder: addresses, numbers, and what identifies a
 * person.
 *
 * <p>Each is told by its form, and where it has check digits by these, not by the words around it.
 * Where two kinds fit, the one that begins first is taken, then the one that comes first here. A
 * match ends where a letter or digit could not follow; Chinese and Japanese text may.
 */
public enum Mask {
  /** Something that begins with http://, https://, ftp:// or www., up to a space. */
  URL,
  /** An e-mail address whose domain has a dot and ends in letters. */
  EMAIL,
  /** An account number of a country that has IBANs, of its length, that is 1 modulo 97. */
  IBAN,
  /**
   * A card number: the first digits and the length of a known issuer, in one run or in the usual
   * groups, with the check digit of Luhn.
   */
  CARD,
  /**
   * An address of IPv4 (four numbers up to 255, without leading zeros) or IPv6. A version of four
   * numbers cannot be told from one, unless a letter stands before it or after its hyphen.
   */
  IP,
  /**
   * A telephone number: with a country code (+49 30 1234567, 0049 30 1234567), as in North America
   * ((555) 123-4567, 555-123-4567), or with a leading 0 and a separator (030 1234567). A run of
   * digits without + or separator is none.
   */
  PHONE,
  /** Digits that no letter touches, with points, commas or apostrophes inside: 1,299.00. */
  NUMBER;

  /** The words of all kinds, in order. */
  static final List<String> WORDS = Stream.of(values()).map(Mask::word).toList();

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word of a placeholder: {@code email}. */
  String word() {
    return word;
  }

  /** The kind of that word. */
  static Mask named(String word) {
    for (Mask kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "There is nothing to mask called \"" + word + "\": expected one of " + WORDS + ".");
  }

  /** What it becomes: {@code <email>}. {@link Words} takes it as one word. */
  public String placeholder() {
    return "<" + word + ">";
  }
}
