package dev.sortal.bundle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A vocabulary as text: UTF-8, an entry a line, LF.
 *
 * <p>A backslash, controls, and surrogates without their other half are written as a backslash, u
 * and four hexadecimal digits, so that every string survives.
 */
final class VocabularyText {
  private VocabularyText() {}

  static byte[] write(List<String> entries) {
    StringBuilder text = new StringBuilder();
    for (String entry : entries) {
      for (int i = 0; i < entry.length(); i++) {
        char c = entry.charAt(i);
        if (Character.isHighSurrogate(c)
            && i + 1 < entry.length()
            && Character.isLowSurrogate(entry.charAt(i + 1))) {
          text.append(c).append(entry.charAt(++i));
        } else if (c == '\\' || Character.isISOControl(c) || Character.isSurrogate(c)) {
          text.append("\\u").append(HexFormat.of().toHexDigits(c));
        } else {
          text.append(c);
        }
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads entries back; IllegalArgumentException for anything that {@link #write} would not write.
   */
  static List<String> read(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException failure) {
      throw new IllegalArgumentException("a vocabulary that is not UTF-8", failure);
    }
    List<String> entries = new ArrayList<>();
    StringBuilder entry = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        entries.add(entry.toString());
        entry.setLength(0);
      } else if (c == '\\') {
        if (i + 6 > text.length() || !text.substring(i + 1, i + 6).matches("u[0-9a-f]{4}")) {
          throw new IllegalArgumentException("a vocabulary with a broken escape");
        }
        entry.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else {
        entry.append(c);
      }
    }
    if (!entry.isEmpty()) {
      throw new IllegalArgumentException("a vocabulary that is cut off");
    }
    if (!Arrays.equals(write(entries), bytes)) {
      throw new IllegalArgumentException("a vocabulary with unusual escapes or controls");
    }
    return entries;
  }
}
