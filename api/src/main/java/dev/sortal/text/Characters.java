package dev.sortal.text;

/**
 * One token for each Unicode code point, as it is.
 *
 * <pre>{@code
 * TextEncoder encoder = Characters.standard().maxLength(20);
 * }</pre>
 */
public record Characters() implements Tokenizer {
  /** An encoder of code points: at most 100, padded and cut at the end. */
  public static TextEncoder standard() {
    return TextEncoder.of(new Characters());
  }

  @Override
  public String kind() {
    return "characters";
  }

  @Override
  public void tokenize(String text, Sink sink) {
    int length = text.length();
    char[] chars = sink.buffer(length);
    text.getChars(0, length, chars, 0);
    int i = 0;
    while (i < length) {
      int next = i + Character.charCount(Character.codePointAt(chars, i, length));
      sink.token(chars, i, next);
      i = next;
    }
  }
}
