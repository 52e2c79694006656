package dev.sortal.tokenizers;

import java.nio.charset.StandardCharsets;

/**
 * A visible character for each byte of a text in UTF-8, as GPT-2 has them: printable characters of
 * Latin-1 stand for themselves, the other bytes, in order, for those from U+0100.
 */
final class ByteCharacters {
  private static final char[] CHARACTERS = characters();

  private ByteCharacters() {}

  private static char[] characters() {
    char[] characters = new char[256];
    char next = 0x100;
    for (int i = 0; i < characters.length; i++) {
      boolean isVisible =
          (i >= '!' && i <= '~') || (i >= 0xA1 && i <= 0xAC) || (i >= 0xAE && i <= 0xFF);
      characters[i] = isVisible ? (char) i : next++;
    }
    return characters;
  }

  static String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    char[] chars = new char[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      chars[i] = CHARACTERS[bytes[i] & 0xff];
    }
    return new String(chars);
  }
}
