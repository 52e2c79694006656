package dev.sortal.text;

import dev.sortal.spec.Side;
import java.util.Locale;

/**
 * Exactly the tokens of Keras's legacy {@code Tokenizer}, for models that replace a Keras script.
 *
 * <p>Lower case; each of {@code !"#$%&()*+,-./:;<=>?@[\]^_`{|}~}, tab and newline becomes a space;
 * a token is what lies between spaces (U+0020 only). There is no id for unknown words unless asked
 * for: they are dropped. Words are numbered from 1.
 *
 * <pre>{@code
 * TextEncoder encoder = KerasWords.standard().maxSize(20_000).maxLength(100);
 * }</pre>
 */
public record KerasWords() implements Tokenizer {
  private static final String FILTERS = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n";

  /** An encoder as in the usual script: at most 100 tokens, padded and cut at the beginning. */
  public static TextEncoder standard() {
    return TextEncoder.of(new KerasWords()).withoutUnknown().padding(Side.PRE).truncation(Side.PRE);
  }

  @Override
  public String kind() {
    return "keras-words";
  }

  @Override
  public void tokenize(String text, Sink sink) {
    String lower = text.toLowerCase(Locale.ROOT);
    int length = lower.length();
    char[] chars = sink.buffer(length);
    lower.getChars(0, length, chars, 0);
    int start = -1;
    for (int i = 0; i < length; i++) {
      char c = chars[i];
      boolean separates = c == ' ' || (c < 0x80 && FILTERS.indexOf(c) >= 0);
      if (separates && start >= 0) {
        sink.token(chars, start, i);
        start = -1;
      } else if (!separates && start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      sink.token(chars, start, length);
    }
  }
}
