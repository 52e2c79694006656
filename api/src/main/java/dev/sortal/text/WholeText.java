package dev.sortal.text;

/**
 * A text as a single token, for fields of which each text is a category; an empty text has none.
 *
 * <p>With {@code embedding(width), flatten()} a category gets a vector of its own, which is
 * learned.
 *
 * <pre>{@code
 * Pipeline.of(Words.standard().field("title"), WholeText.of("author").minCount(3));
 * }</pre>
 */
public record WholeText() implements Tokenizer {
  /** An encoder of that field, in which a missing text is legal. */
  public static TextEncoder of(String field) {
    return TextEncoder.of(new WholeText()).field(field).maxLength(1);
  }

  @Override
  public String kind() {
    return "whole";
  }

  @Override
  public void tokenize(String text, Sink sink) {
    int length = text.length();
    if (length > 0) {
      char[] chars = sink.buffer(length);
      text.getChars(0, length, chars, 0);
      Surrogates.replaceLone(chars, length);
      sink.token(chars, 0, length);
    }
  }
}
