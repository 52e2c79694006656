package dev.sortal.text;

/**
 * One token for each Unicode code point.
 *
 * <p>Nothing is normalised: spaces, marks and capitals are tokens as they are, or with {@code
 * lowerCase} as Unicode's lower case, whatever the default locale. Half of a surrogate pair, which
 * no text file holds, becomes U+FFFD.
 *
 * <pre>{@code
 * TextEncoder encoder = Characters.standard().maxLength(20);
 * }</pre>
 *
 * @param lowerCase whether the text is brought to lower case first
 */
public record Characters(boolean lowerCase) implements Tokenizer {
  /** An encoder of code points as they are: at most 100, padded and cut at the end. */
  public static TextEncoder standard() {
    return TextEncoder.of(new Characters(false));
  }

  /** An encoder of code points in lower case: at most 100, padded and cut at the end. */
  public static TextEncoder inLowerCase() {
    return TextEncoder.of(new Characters(true));
  }

  @Override
  public String kind() {
    return "characters";
  }

  @Override
  public void tokenize(String text, Sink sink) {
    String expanded = lowerCase ? LowerCase.expand(text) : text;
    int length = expanded.length();
    char[] chars = sink.buffer(length);
    expanded.getChars(0, length, chars, 0);
    if (lowerCase) {
      LowerCase.apply(chars, length);
    }
    Surrogates.replaceLone(chars, length);
    int i = 0;
    while (i < length) {
      int next = i + (Character.isHighSurrogate(chars[i]) ? 2 : 1);
      sink.token(chars, i, next);
      i = next;
    }
  }
}
